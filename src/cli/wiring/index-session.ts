import { createVideoDecoder } from '../../adapters/ffmpeg/create-video-decoder.ts';
import { createKnownLibraries } from '../../adapters/files/create-known-libraries.ts';
import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { createThumbnailer } from '../../adapters/image/create-thumbnailer.ts';
import { createFrameStore } from '../../adapters/sqlite/create-frame-store.ts';
import { createVideoStore } from '../../adapters/sqlite/create-video-store.ts';
import { closeLibrary, openLibraryToWrite } from '../../adapters/sqlite/open-library.ts';
import { readSpaces } from '../../adapters/sqlite/spaces.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { type IndexDependencies, type IndexOptions, indexLibrary } from '../../app/index-library.ts';
import type { IndexReport } from '../../domain/indexing.ts';
import type { Context } from '../context.ts';
import { packageVersion } from '../package-folder.ts';
import { showIndexProgress } from '../render/index-progress.ts';
import { watchPauses } from '../watch-pauses.ts';
import { startWorkClock } from '../work-clock.ts';
import type { IndexArguments } from './index-arguments.ts';
import { findIndexTools, type IndexTools, NO_PACES } from './index-tools.ts';

export interface IndexSession {
  readonly tools: IndexTools;
  /** One index run; what it is given beside its options takes the place of the session's own. */
  indexOnce(
    options: Omit<IndexOptions, 'model' | 'hwaccel'>,
    own: Pick<IndexDependencies, 'openEncoder'> & Partial<IndexDependencies>,
  ): Promise<IndexReport>;
}

/** Opens the library for one index run or several, and closes it; prints progress only. */
export async function withIndexSession<T>(
  context: Context,
  args: IndexArguments,
  work: (session: IndexSession) => Promise<T>,
): Promise<T> {
  const { host, settings, signal } = context;
  if (args.lowPriority) host.lowerPriority();
  const clock = startWorkClock();
  const tools = await findIndexTools(context, args);
  const { model, media } = tools;
  const database = openLibraryToWrite(settings.library, packageVersion());
  const progress = showIndexProgress(context);
  const unwatch = watchPauses(host, progress);
  try {
    // Before the first vector: a run that is killed has written its library as well.
    if (args.remember) {
      const held = readSpaces(database).map((space) => ({ key: space.model, revision: space.revision }));
      const used = { key: model.key, revision: model.source.revision };
      const others = held.filter(({ key, revision }) => key !== used.key || revision !== used.revision);
      createKnownLibraries(settings.home).remember({ path: settings.library, models: [...others, used] });
    }
    const shared = {
      ...tools,
      decoder: createVideoDecoder(media, { threads: args.threads }),
      thumbnailer: createThumbnailer(),
      videos: createVideoStore(database),
      frames: createFrameStore(database),
      elapsed: clock.elapsed,
      paces: NO_PACES,
    };
    return await work({
      tools,
      indexOnce: (options, own) =>
        // Drives come and go between two runs.
        indexLibrary(
          { ...options, model, hwaccel: args.hwaccel },
          { ...shared, volumes: createVolumes(host.platform), ...own },
          progress.onEvent,
          signal,
        ),
    });
  } catch (error) {
    throw translateSqliteError(error, settings.library);
  } finally {
    unwatch();
    progress.stop();
    clock.stop();
    closeLibrary(database);
  }
}
