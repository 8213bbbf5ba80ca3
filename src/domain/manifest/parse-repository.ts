import { HeimdexError } from '../errors.ts';
import { isRepositoryName, isRevision } from './names.ts';

export interface RepositoryName {
  readonly repo: string;
  /** A branch, tag or commit. */
  readonly revision: string;
}

/**
 * Reads `OWNER/NAME` or `OWNER/NAME@REVISION`; without a revision it is the branch `main`.
 *
 * @throws HeimdexError `path-not-found`, because what is no such name was meant as a folder
 */
export function parseRepository(text: string): RepositoryName {
  const [repo = '', revision = 'main', ...rest] = text.split('@');
  if (rest.length === 0 && isRepositoryName(repo) && isRevision(revision)) return { repo, revision };
  throw new HeimdexError('path-not-found', `there is no folder or file ${text}`, {
    hint: 'name a folder, a .onnx file, or a repository of the Hub as OWNER/NAME[@REVISION]',
  });
}
