import type { IndexReport } from '../../domain/indexing.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_PARTIAL } from '../exit-codes.ts';
import { indexDocument, indexSummary } from '../render/index-summary.ts';
import type { IndexArguments } from './index-arguments.ts';
import { withIndexSession } from './index-session.ts';
import { openPictureTowerForIndex } from './sight-model.ts';

/** `heimdex index`. */
export async function runIndex(context: Context, args: IndexArguments): Promise<number> {
  return showReport(context, await bringUpToDate(context, args));
}

/** Prints what was done; returns the exit code. */
export async function showReport(context: Context, report: IndexReport): Promise<number> {
  const { json, printer, settings, signal } = context;
  if (json) await printer.document(indexDocument(report, settings.library));
  else for (const line of indexSummary(report, settings.library, context.host)) await printer.result(line);
  if (report.interrupted) return typeof signal.reason === 'number' ? signal.reason : EXIT_INTERRUPTED;
  return report.problems.length > 0 ? EXIT_PARTIAL : EXIT_DONE;
}

/** Builds the adapters, indexes, and closes what it opened; prints progress only. */
export async function bringUpToDate(context: Context, args: IndexArguments): Promise<IndexReport> {
  return withIndexSession(context, args, async ({ indexOnce, tools }) => {
    const { roots, store, model } = tools;
    const openEncoder = () => openPictureTowerForIndex(store, model, args.threads, context.signal);
    return indexOnce({ roots, reindex: args.reindex, budget: args.budget }, { openEncoder });
  });
}
