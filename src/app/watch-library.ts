import type { IndexReport } from '../domain/indexing.ts';
import type { FolderWatcher } from '../domain/ports/folder-watcher.ts';
import type { VideoWalker } from '../domain/ports/video-walker.ts';
import { type SettledWalker, settledOnly } from './settled-walker.ts';

export interface WatchOptions {
  /** As the walker resolves them. */
  readonly roots: readonly string[];
  /** A file waits until it has not changed for so long. Milliseconds. */
  readonly settleMs: number;
  /** All is looked through so often, whatever the watcher tells. Milliseconds. */
  readonly rescanMs: number;
}

export interface WatchDependencies {
  readonly walker: VideoWalker;
  /** Absent where the folders are only looked through. */
  readonly watcher: FolderWatcher | undefined;
  /** One index run over some of what is watched. */
  readonly index: (roots: readonly string[], walker: SettledWalker) => Promise<IndexReport>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** More changed folders than this are not looked through one by one. */
const MOST_FOLDERS = 50;

/** Follows folders: indexes what is there, and then what comes, until the signal fires. */
export async function watchLibrary(
  { roots, settleMs, rescanMs }: WatchOptions,
  { walker, watcher, index, now }: WatchDependencies,
  on: { report: (report: IndexReport, looked: readonly string[]) => void; trouble: (reason: string) => void },
  signal: AbortSignal,
): Promise<void> {
  const settled = settledOnly(walker, settleMs, now);
  let changed = new Set<string>();
  let wake = () => {};
  const watching = await watcher?.watch(
    roots,
    (folder) => {
      changed.add(folder);
      wake();
    },
    on.trouble,
  );
  /** Waits so long, or until something changes where that is asked for. */
  const rest = (ms: number, untilChange: boolean) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        wake = () => {};
        resolve();
      };
      const timer = setTimeout(end, Math.max(0, ms));
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
      if (untilChange) wake = end;
    });
  try {
    let lastScan = now();
    let looked: readonly string[] = roots;
    while (!signal.aborted) {
      const report = await index(looked, settled);
      on.report(report, looked);
      for (const path of settled.takeUnsettled()) changed.add(path.slice(0, path.lastIndexOf('/')) || '/');
      if (changed.size === 0) await rest(lastScan + rescanMs - now(), true);
      // What changes now goes on changing for a while.
      if (changed.size > 0) await rest(settleMs, false);
      const isDue = now() - lastScan >= rescanMs || changed.size > MOST_FOLDERS;
      if (isDue) lastScan = now();
      looked = isDue ? roots : await foldersToLook(changed, roots, walker);
      changed = new Set();
    }
  } finally {
    watching?.stop();
  }
}

/** The folders themselves, or where one is gone the next above it, up to the root that it lies below. */
async function foldersToLook(
  changed: ReadonlySet<string>,
  roots: readonly string[],
  walker: VideoWalker,
): Promise<string[]> {
  const folders = new Set<string>();
  for (const path of changed) {
    // Of a file that is watched by itself the folder has changed.
    const root = roots.find((one) => path === one || path.startsWith(one.endsWith('/') ? one : `${one}/`));
    if (root === undefined) {
      for (const one of roots) if (one.startsWith(`${path}/`)) folders.add(one);
      continue;
    }
    let folder = path;
    while (folder !== root && (await walker.isGone(folder)))
      folder = folder.slice(0, folder.lastIndexOf('/'));
    folders.add(folder);
  }
  const all = [...folders];
  return all.filter((folder) => !all.some((other) => other !== folder && folder.startsWith(`${other}/`)));
}
