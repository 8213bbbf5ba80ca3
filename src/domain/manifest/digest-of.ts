import type { ModelFile } from './schema.ts';

export type DigestAlgorithm = 'sha256' | 'git-sha1';

/** How a file's content is fixed by the manifest. */
export interface Digest {
  /** `git-sha1`: the sha1 of `blob SIZE\0` and the content, which is git's name for it. */
  readonly algorithm: DigestAlgorithm;
  /** Lower-case hex digits. */
  readonly hex: string;
}

/** The digest that the manifest states for a file. */
export function digestOf(file: ModelFile): Digest {
  return 'sha256' in file
    ? { algorithm: 'sha256', hex: file.sha256 }
    : { algorithm: 'git-sha1', hex: file.gitSha1 };
}
