import type { Unheard } from '../../app/how-to-listen.ts';
import type { IndexReport } from '../../domain/indexing.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_PARTIAL } from '../exit-codes.ts';
import { indexDocument, indexSummary } from '../render/index-summary.ts';
import { unheardNote } from '../render/unheard-note.ts';
import type { IndexArguments } from './index-arguments.ts';
import { withIndexSession } from './index-session.ts';
import { openPictureTowerForIndex } from './sight-model.ts';

/** `heimdex index`. */
export async function runIndex(context: Context, args: IndexArguments): Promise<number> {
  const { report, unheard } = await indexAll(context, args);
  return showReport(context, report, unheard);
}

/**
 * Prints what was done; returns the exit code.
 *
 * @param unheard told where something was not listened to; undefined where that was told before
 */
export async function showReport(
  context: Context,
  report: IndexReport,
  unheard: Unheard | undefined,
): Promise<number> {
  const { json, printer, settings, signal, progressEvents } = context;
  if (json) await printer.document(indexDocument(report, settings.library));
  else for (const line of indexSummary(report, settings.library, context.host)) await printer.result(line);
  // Where stderr is a stream of events, only these stand there; the document tells it too.
  if (unheard !== undefined && report.unheard > 0 && !progressEvents)
    printer.note(unheardNote(report.unheard, unheard));
  if (report.interrupted) return typeof signal.reason === 'number' ? signal.reason : EXIT_INTERRUPTED;
  return report.problems.length > 0 ? EXIT_PARTIAL : EXIT_DONE;
}

/** Builds the adapters, indexes, and closes what it opened; prints progress only. */
export async function bringUpToDate(context: Context, args: IndexArguments): Promise<IndexReport> {
  return (await indexAll(context, args)).report;
}

function indexAll(
  context: Context,
  args: IndexArguments,
): Promise<{ report: IndexReport; unheard: Unheard | undefined }> {
  return withIndexSession(context, args, async ({ indexOnce, tools }) => {
    const { roots, store, model } = tools;
    const openEncoder = () => openPictureTowerForIndex(store, model, args.threads, context.signal);
    const options = { roots, reindex: args.reindex, budget: args.budget };
    const report = await indexOnce(options, { openEncoder });
    return { report, unheard: tools.speechModels.unheard };
  });
}
