import { resolve } from 'node:path';
import type Database from 'better-sqlite3';
import { createFrameSource } from '../../adapters/ffmpeg/create-frame-source.ts';
import { createProber } from '../../adapters/ffmpeg/create-prober.ts';
import { locateFfmpeg } from '../../adapters/ffmpeg/locate-ffmpeg.ts';
import { createFingerprinter } from '../../adapters/files/create-fingerprinter.ts';
import { createKnownLibraries } from '../../adapters/files/create-known-libraries.ts';
import { createVideoWalker } from '../../adapters/files/create-video-walker.ts';
import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { readManifest } from '../../adapters/files/read-manifest.ts';
import { createThumbnailer } from '../../adapters/image/create-thumbnailer.ts';
import { createFrameStore } from '../../adapters/sqlite/create-frame-store.ts';
import { createLibraryLock } from '../../adapters/sqlite/create-library-lock.ts';
import { createStatusStore } from '../../adapters/sqlite/create-status-store.ts';
import { createVideoStore } from '../../adapters/sqlite/create-video-store.ts';
import { closeLibrary, openLibraryToWrite } from '../../adapters/sqlite/open-library.ts';
import { readSpaces } from '../../adapters/sqlite/spaces.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { chooseModelToIndex } from '../../app/choose-sight-model.ts';
import { indexLibrary } from '../../app/index-library.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { IndexReport } from '../../domain/indexing.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_PARTIAL } from '../exit-codes.ts';
import { packageVersion } from '../package-folder.ts';
import { counted } from '../render/counted.ts';
import { showIndexProgress } from '../render/index-progress.ts';
import { indexDocument, indexSummary } from '../render/index-summary.ts';
import { openModelStore, openPictureTowerForIndex } from './sight-model.ts';

export interface IndexArguments {
  readonly roots: readonly string[];
  readonly profile: string | undefined;
  readonly reindex: boolean;
  /** 0: the inference library chooses. */
  readonly threads: number;
  /** Seconds to wait for whoever else writes to the library. */
  readonly wait: number | undefined;
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
  const { host, settings, signal } = context;
  if (args.roots.includes('')) {
    throw new HeimdexError('usage', 'an empty path was given', {
      hint: 'name a folder: heimdex index ./videos',
    });
  }
  const tools = locateFfmpeg({ named: settings.ffmpeg, path: host.env.PATH, platform: host.platform });
  const manifest = await readManifest(settings);
  const { store, isInstalled } = openModelStore(context);
  const model = await chooseModelToIndex(manifest, args.profile, isInstalled);
  if (!(await isInstalled(model))) await store.open(model, signal);
  const walker = createVideoWalker();
  // Node starts no thread where the working folder is gone: said before the work begins, not in the middle of it.
  const here = host.cwd;
  const roots = await Promise.all(args.roots.map((root) => walker.resolveRoot(resolve(here, root))));
  const progress = showIndexProgress(context);
  let release: (() => void) | undefined;
  let database: Database.Database | undefined;
  try {
    release = await createLibraryLock().acquire(settings.library, {
      signal,
      limitMs: (args.wait ?? 0) * 1000,
      onWait: (processId) => progress.onEvent({ kind: 'waiting', processId: processId ?? null }),
    });
    database = openLibraryToWrite(settings.library, packageVersion(), foreignWaitMs(args.wait));
    // Before the first vector: a run that is killed has written its library as well.
    if (args.remember) {
      const held = readSpaces(database).map((space) => ({ key: space.model, revision: space.revision }));
      const used = { key: model.key, revision: model.source.revision };
      const others = held.filter(({ key, revision }) => key !== used.key || revision !== used.revision);
      createKnownLibraries(settings.home).remember({ path: settings.library, models: [...others, used] });
    }
    return await indexLibrary(
      { roots, model, reindex: args.reindex },
      {
        walker,
        volumes: createVolumes(host.platform),
        fingerprinter: createFingerprinter(),
        prober: createProber(tools),
        frameSource: createFrameSource(tools),
        thumbnailer: createThumbnailer(),
        videos: createVideoStore(database),
        frames: createFrameStore(database),
        openEncoder: () => openPictureTowerForIndex(store, model, args.threads, signal),
      },
      progress.onEvent,
      signal,
    );
  } catch (error) {
    throw withWhatIsSafe(translateSqliteError(error, settings.library), database);
  } finally {
    progress.stop();
    if (database !== undefined) closeLibrary(database);
    release?.();
  }
}

/** While another program holds the file nothing else can be heard, so it is not waited for longer than this. Seconds. */
const LONGEST_FOREIGN_WAIT = 10;

function foreignWaitMs(wait: number | undefined): number {
  return Math.min(wait ?? LONGEST_FOREIGN_WAIT, LONGEST_FOREIGN_WAIT) * 1000;
}

/** A full disk ends a run that may have lasted for hours: it is told how much of it is kept. */
function withWhatIsSafe(error: unknown, database: Database.Database | undefined): unknown {
  if (!(error instanceof HeimdexError) || error.code !== 'disk-full' || database === undefined) return error;
  let safe: number;
  try {
    safe = createStatusStore(database).indexedVideos();
  } catch {
    return error;
  }
  return new HeimdexError('disk-full', `disk full, ${counted(safe, 'video')} safe: ${error.message}`, {
    hint: 'free some space, then run the same command to go on',
    cause: error,
  });
}
