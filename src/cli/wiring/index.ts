import { createFrameSource } from '../../adapters/ffmpeg/create-frame-source.ts';
import { createKnownLibraries } from '../../adapters/files/create-known-libraries.ts';
import { createThumbnailer } from '../../adapters/image/create-thumbnailer.ts';
import { createFrameStore } from '../../adapters/sqlite/create-frame-store.ts';
import { createVideoStore } from '../../adapters/sqlite/create-video-store.ts';
import { closeLibrary, openLibraryToWrite } from '../../adapters/sqlite/open-library.ts';
import { readSpaces } from '../../adapters/sqlite/spaces.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { indexLibrary } from '../../app/index-library.ts';
import type { IndexReport } from '../../domain/indexing.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_PARTIAL } from '../exit-codes.ts';
import { packageVersion } from '../package-folder.ts';
import { showIndexProgress } from '../render/index-progress.ts';
import { indexDocument, indexSummary } from '../render/index-summary.ts';
import { watchPauses } from '../watch-pauses.ts';
import { startWorkClock } from '../work-clock.ts';
import { findIndexTools, NO_PACES } from './index-tools.ts';
import { openPictureTowerForIndex } from './sight-model.ts';

export interface IndexArguments {
  readonly roots: readonly string[];
  readonly profile: string | undefined;
  readonly reindex: boolean;
  /** Seconds of work; undefined for as many as it takes. */
  readonly budget: number | undefined;
  /** For inference, and for decoding; 0 lets either choose. */
  readonly threads: number;
  /** Gives way to other programs. */
  readonly lowPriority: boolean;
  /** Keeps the library's models from being pruned from now on. */
  readonly remember: boolean;
}

/** `heimdex index`. */
export async function runIndex(context: Context, args: IndexArguments): Promise<number> {
  const { json, printer, settings, signal } = context;
  const report = await bringUpToDate(context, args);
  if (json) await printer.document(indexDocument(report, settings.library));
  else for (const line of indexSummary(report, settings.library, context.host)) await printer.result(line);
  if (report.interrupted) return typeof signal.reason === 'number' ? signal.reason : EXIT_INTERRUPTED;
  return report.problems.length > 0 ? EXIT_PARTIAL : EXIT_DONE;
}

/** Builds the adapters, indexes, and closes what it opened; prints progress only. */
export async function bringUpToDate(context: Context, args: IndexArguments): Promise<IndexReport> {
  const { settings, signal } = context;
  if (args.lowPriority) context.host.lowerPriority();
  const clock = startWorkClock();
  const tools = await findIndexTools(context, args);
  const { model, media, roots } = tools;
  const database = openLibraryToWrite(settings.library, packageVersion());
  const progress = showIndexProgress(context);
  const unwatch = watchPauses(context.host, progress);
  try {
    // Before the first vector: a run that is killed has written its library as well.
    if (args.remember) {
      const held = readSpaces(database).map((space) => ({ key: space.model, revision: space.revision }));
      const used = { key: model.key, revision: model.source.revision };
      const others = held.filter(({ key, revision }) => key !== used.key || revision !== used.revision);
      createKnownLibraries(settings.home).remember({ path: settings.library, models: [...others, used] });
    }
    return await indexLibrary(
      { roots, model, reindex: args.reindex, budget: args.budget },
      {
        ...tools,
        frameSource: createFrameSource(media, args.threads),
        thumbnailer: createThumbnailer(),
        videos: createVideoStore(database),
        frames: createFrameStore(database),
        openEncoder: () => openPictureTowerForIndex(tools.store, model, args.threads, signal),
        elapsed: clock.elapsed,
        paces: NO_PACES,
      },
      progress.onEvent,
      signal,
    );
  } catch (error) {
    throw translateSqliteError(error, settings.library);
  } finally {
    unwatch();
    progress.stop();
    clock.stop();
    closeLibrary(database);
  }
}
