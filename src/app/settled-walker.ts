import type { VideoWalker, WalkEntry } from '../domain/ports/video-walker.ts';
import type { FoundFile } from '../domain/video.ts';

export interface SettledWalker extends VideoWalker {
  /** Forgets what was passed over, and returns it. */
  takeUnsettled(): string[];
}

/**
 * A walker that passes over files that are still being written: those whose size or time of change was another less
 * than so many milliseconds ago.
 *
 * @param now milliseconds since 1970
 */
export function settledOnly(walker: VideoWalker, settleMs: number, now: () => number): SettledWalker {
  const seen = new Map<string, { state: string; since: number }>();
  const unsettled = new Set<string>();
  const isSettled = ({ absolutePath, bytes, modifiedNs }: FoundFile): boolean => {
    const state = `${bytes} ${modifiedNs}`;
    const before = seen.get(absolutePath);
    if (before?.state === state) return now() - before.since >= settleMs;
    const age = now() - Number(modifiedNs / 1_000_000n);
    // One that has not been seen to change is as old as it says; who copies may set that time before the end.
    const isOld = before === undefined && age >= settleMs;
    seen.set(absolutePath, { state, since: isOld ? Number.NEGATIVE_INFINITY : now() });
    return isOld;
  };
  return {
    resolveRoot: (named) => walker.resolveRoot(named),
    isGone: (path) => walker.isGone(path),
    async *walk(root, signal): AsyncGenerator<WalkEntry> {
      for await (const entry of walker.walk(root, signal)) {
        if (entry.kind === 'file' && !isSettled(entry.file)) unsettled.add(entry.file.absolutePath);
        // An empty file has just been begun, and is heard of again when it is written to.
        else if (entry.kind === 'file' || entry.reason !== 'empty') yield entry;
      }
    },
    takeUnsettled() {
      const paths = [...unsettled];
      unsettled.clear();
      return paths;
    },
  };
}
