import type Database from 'better-sqlite3';
import { createPicturePicker } from '../../adapters/ffmpeg/create-picture-picker.ts';
import { createVideoDecoder } from '../../adapters/ffmpeg/create-video-decoder.ts';
import { createKnownLibraries } from '../../adapters/files/create-known-libraries.ts';
import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { createThumbnailer } from '../../adapters/image/create-thumbnailer.ts';
import { createCalibrationStore } from '../../adapters/sqlite/create-calibration-store.ts';
import { createFaceStore } from '../../adapters/sqlite/create-face-store.ts';
import { createFrameStore } from '../../adapters/sqlite/create-frame-store.ts';
import { createLibraryLock } from '../../adapters/sqlite/create-library-lock.ts';
import { createPaceMemory } from '../../adapters/sqlite/create-pace-memory.ts';
import { createPeopleStore } from '../../adapters/sqlite/create-people-store.ts';
import { createStatusStore } from '../../adapters/sqlite/create-status-store.ts';
import { createVideoStore } from '../../adapters/sqlite/create-video-store.ts';
import { closeLibrary, openLibraryToWrite } from '../../adapters/sqlite/open-library.ts';
import { readSpaces } from '../../adapters/sqlite/spaces.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { type CalibratedModel, calibrateSpaces } from '../../app/calibrate-spaces.ts';
import type { FaceModels } from '../../app/faces-stage.ts';
import { finishCodes } from '../../app/finish-codes.ts';
import { type IndexDependencies, type IndexOptions, indexLibrary } from '../../app/index-library.ts';
import { groupPeople } from '../../app/people/group-people.ts';
import { needsGrouping } from '../../app/people/needs-grouping.ts';
import { createFacesRunner } from '../../app/stages/create-faces-runner.ts';
import { createSightRunner } from '../../app/stages/create-sight-runner.ts';
import { createSpeechRunner } from '../../app/stages/create-speech-runner.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { IndexReport } from '../../domain/indexing.ts';
import type { ImageEncoder } from '../../domain/ports/encoders.ts';
import type { Context } from '../context.ts';
import { packageVersion } from '../package-folder.ts';
import { counted } from '../render/counted.ts';
import { showIndexProgress } from '../render/index-progress.ts';
import { watchPauses } from '../watch-pauses.ts';
import { startWorkClock } from '../work-clock.ts';
import { openFaceTools } from './face-tools.ts';
import type { IndexArguments } from './index-arguments.ts';
import { findIndexTools, type IndexTools } from './index-tools.ts';
import { openTextTower } from './sight-model.ts';
import { speechTools } from './speech-tools.ts';
import { openTextModel } from './text-model.ts';

export interface IndexSession {
  readonly tools: IndexTools;
  /** One index run; what it is given beside its options takes the place of the session's own. */
  indexOnce(
    options: IndexOptions,
    own: { readonly openEncoder: () => Promise<ImageEncoder> } & Partial<IndexDependencies>,
  ): Promise<IndexReport>;
}

/**
 * Opens the library for one index run or several, and closes it; prints progress only. From the beginning to the end no
 * other heimdex writes to it.
 */
export async function withIndexSession<T>(
  context: Context,
  args: IndexArguments,
  work: (session: IndexSession) => Promise<T>,
): Promise<T> {
  const { host, settings, signal } = context;
  if (args.lowPriority) host.lowerPriority();
  const clock = startWorkClock();
  const tools = await findIndexTools(context, args);
  const progress = showIndexProgress(context);
  const unwatch = watchPauses(host, progress);
  let release: (() => void) | undefined;
  let database: Database.Database | undefined;
  try {
    const begun = clock.elapsed();
    release = await createLibraryLock().acquire(settings.library, {
      signal,
      limitMs: (args.wait ?? 0) * 1000,
      onWait: (processId) => progress.onEvent({ kind: 'waiting', processId: processId ?? null }),
    });
    database = openLibraryToWrite(settings.library, packageVersion(), foreignWaitMs(args.wait));
    // To wait is no work.
    const waited = clock.elapsed() - begun;
    // Before the first vector: a run that is killed has written its library as well.
    if (args.remember) rememberModels(context, database, tools);
    const shared = {
      ...tools,
      decoder: createVideoDecoder(tools.media, { threads: args.threads }),
      thumbnailer: createThumbnailer(),
      videos: createVideoStore(database),
      frames: createFrameStore(database),
      paces: createPaceMemory(database),
      elapsed: () => clock.elapsed() - waited,
    };
    const opened = database;
    const speechFor = () =>
      speechTools(tools.speechModels, tools.media, tools.store, opened, {
        host,
        threads: args.threads,
        signal,
      });
    const facesFor = (models: FaceModels) => ({
      ...shared,
      picker: createPicturePicker(tools.media),
      faces: createFaceStore(opened),
      openTools: () => openFaceTools(models, tools.store, args.threads, signal),
    });
    return await work({
      tools,
      indexOnce: (options, { openEncoder, ...own }) => {
        const { model } = tools;
        const sight = () => createSightRunner({ model, hwaccel: args.hwaccel }, { ...shared, openEncoder });
        const speech = () => createSpeechRunner(args.speech, speechFor());
        const faces = () =>
          tools.faceModels && createFacesRunner(tools.faceModels, facesFor(tools.faceModels));
        const runners = { sight, speech, faces };
        // Drives come and go between two runs.
        const volumes = createVolumes(host.platform);
        const report = indexLibrary(
          options,
          { ...shared, volumes, runners: args.only.flatMap((stage) => runners[stage]() ?? []), ...own },
          progress.onEvent,
          signal,
        );
        return report.then(async (done) => {
          await finishCodes(shared.frames, signal);
          const recognition = tools.faceModels?.recognition;
          const people = createPeopleStore(opened);
          if (recognition !== undefined && args.only.includes('faces') && needsGrouping(people))
            groupPeople(people, { threshold: recognition.config.samePersonCosine });
          if (done.interrupted) return done;
          const calibrations = createCalibrationStore(opened);
          const models = calibratedModels(tools, args, signal);
          const { interrupted } = await calibrateSpaces(models, calibrations, progress.onEvent, signal);
          return { ...done, interrupted };
        });
      },
    });
  } catch (error) {
    throw withWhatIsSafe(translateSqliteError(error, settings.library), database);
  } finally {
    unwatch();
    progress.stop();
    clock.stop();
    if (database !== undefined) closeLibrary(database);
    release?.();
  }
}

/** The models whose queries this run can make ready to be judged. */
function calibratedModels(
  { model, speechModels: { text }, store }: IndexTools,
  { only, threads }: IndexArguments,
  signal: AbortSignal,
): CalibratedModel[] {
  const sight = { model, open: () => openTextTower(store, model, {}, signal) };
  const speech = text && { model: text, open: () => openTextModel(store, text, { threads }, signal) };
  return [...(only.includes('sight') ? [sight] : []), ...(speech && only.includes('speech') ? [speech] : [])];
}

/** Keeps the library's models, and the one that it is about to get, from being pruned. */
function rememberModels({ settings }: Context, database: Database.Database, { model }: IndexTools): void {
  const held = readSpaces(database).map((space) => ({ key: space.model, revision: space.revision }));
  const used = { key: model.key, revision: model.source.revision };
  const others = held.filter(({ key, revision }) => key !== used.key || revision !== used.revision);
  createKnownLibraries(settings.home).remember({ path: settings.library, models: [...others, used] });
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
