import type { DigestFile } from './digest-file.ts';

/** Digests in the order in which they are asked for: many files at once would only share the one thread and its memory. */
export function oneAtATime(digest: DigestFile): DigestFile {
  let last: Promise<unknown> = Promise.resolve();
  return (path, algorithm, options) => {
    const next = last.then(() => digest(path, algorithm, options));
    last = next.catch(() => {});
    return next;
  };
}
