import { addBrought, type IndexReport } from '../domain/indexing.ts';

/**
 * What two runs have done together; what lies there unchanged is told by the first, which looked at all.
 *
 * @param looked the folders and files of the second, which tells again what is still wrong below them
 */
export function sumReports(first: IndexReport, next: IndexReport, looked: readonly string[]): IndexReport {
  const [a, b] = [first.videos, next.videos];
  const isLookedAt = (path: string) => looked.some((root) => path === root || path.startsWith(`${root}/`));
  return {
    ...first,
    videos: {
      ...a,
      indexed: a.indexed + b.indexed,
      moved: a.moved + b.moved,
      copied: a.copied + b.copied,
      failed: a.failed + b.failed,
      gone: a.gone + b.gone,
      offline: b.offline,
    },
    ...addBrought(first, next),
    unheard: first.unheard + next.unheard,
    seconds: first.seconds + next.seconds,
    inferenceMs: first.inferenceMs + next.inferenceMs,
    problems: [...first.problems.filter(({ path }) => !isLookedAt(path)), ...next.problems],
    interrupted: next.interrupted,
    left: next.left,
  };
}
