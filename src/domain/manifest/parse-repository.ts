import { HeimdexError } from '../errors.ts';
import { isRepositoryName } from './schema.ts';

export interface RepositoryName {
  readonly repo: string;
  /** A branch, tag or commit. */
  readonly revision: string;
}

/** Git allows more; what the Hub's own addresses are made of is enough. */
const REVISION = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/;

/**
 * Reads `OWNER/NAME` or `OWNER/NAME@REVISION`; without a revision it is the branch `main`.
 *
 * @throws HeimdexError `path-not-found`, because what is no such name was meant as a folder
 */
export function parseRepository(text: string): RepositoryName {
  const [repo = '', revision = 'main', ...rest] = text.split('@');
  if (rest.length === 0 && isRepositoryName(repo) && REVISION.test(revision)) return { repo, revision };
  throw new HeimdexError('path-not-found', `there is no folder or file ${text}`, {
    hint: 'name a folder, a .onnx file, or a repository of the Hub as OWNER/NAME[@REVISION]',
  });
}
