import { createFolderWatcher } from '../../adapters/files/create-folder-watcher.ts';
import type { Unheard } from '../../app/how-to-listen.ts';
import { sumReports } from '../../app/sum-reports.ts';
import { watchLibrary } from '../../app/watch-library.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { IndexReport } from '../../domain/indexing.ts';
import { printable } from '../../domain/printable.ts';
import type { Context } from '../context.ts';
import { indexSummary } from '../render/index-summary.ts';
import { unheardNote } from '../render/unheard-note.ts';
import { showReport } from './index.ts';
import type { IndexArguments } from './index-arguments.ts';
import { withIndexSession } from './index-session.ts';
import { shareEncoder } from './shared-encoder.ts';
import { openPictureTowerForIndex } from './sight-model.ts';

/** Events can be lost without a word: an hour is as long as a change may go unseen. Milliseconds. */
const RESCAN_MS = 3_600_000;

export interface WatchArguments extends IndexArguments {
  /** Seconds for which a file must not have changed. */
  readonly settle: number;
  /** Seconds between two looks at everything, instead of the system's events. */
  readonly poll: number | undefined;
}

/** `heimdex index --watch`: one library open, and one model, until it is interrupted. */
export async function runWatch(context: Context, args: WatchArguments): Promise<number> {
  const { host, settings, signal, printer, json, progressEvents } = context;
  let sum: IndexReport | undefined;
  let looks = 0;
  let untold: Unheard | undefined;
  await withIndexSession(context, args, async ({ indexOnce, tools }) => {
    const { roots, walker, store, model } = tools;
    untold = tools.speechModels.unheard;
    const encoder = shareEncoder(() => openPictureTowerForIndex(store, model, args.threads, signal));
    const isOurs = (path: string) => path.startsWith(settings.library);
    const report = (done: IndexReport, looked: readonly string[]) => {
      const isFirst = ++looks === 1;
      sum = sum === undefined ? done : sumReports(sum, done, looked);
      if (done.interrupted || json) return;
      if (isFirst || hasDone(done)) printer.note(indexSummary(done, settings.library, host)[0]!);
      if (untold !== undefined && done.unheard > 0 && !progressEvents) {
        printer.note(unheardNote(done.unheard, untold));
        untold = undefined;
      }
      if (isFirst) printer.note('watching; Ctrl-C ends it');
    };
    try {
      await watchLibrary(
        { roots, settleMs: args.settle * 1000, rescanMs: (args.poll ?? RESCAN_MS / 1000) * 1000 },
        {
          walker,
          watcher: args.poll === undefined ? createFolderWatcher(host.platform, isOurs) : undefined,
          index: (looked, settled) =>
            indexOnce(
              { roots: looked, reindex: sum === undefined ? args.reindex : [], budget: undefined },
              { openEncoder: encoder.open, walker: settled },
            ),
          now: () => Date.now(),
        },
        { report, trouble: (reason) => printer.warn(printable(`some changes may be seen late: ${reason}`)) },
        signal,
      );
    } finally {
      await encoder.close();
    }
  });
  if (sum === undefined) throw new HeimdexError('interrupted', 'interrupted', { cause: signal.reason });
  // Ctrl-C is how it ends: it breaks something off only where the first look or a video was not done.
  const isBrokenOff = sum.interrupted && (looks === 1 || sum.left > 0);
  return showReport(context, { ...sum, interrupted: isBrokenOff }, untold);
}

function hasDone({ videos }: IndexReport): boolean {
  return videos.indexed + videos.moved + videos.copied + videos.failed + videos.gone > 0;
}
