import type { AddTools } from '../../app/models/add/add-tools.ts';
import type { HubTools } from '../../app/models/add/hub-tools.ts';
import type { OnPullEvent } from '../../app/models/pull-event.ts';
import { hasSystemCode } from '../../domain/errors.ts';
import type { ModelFolder } from '../../domain/ports/model-folder.ts';
import type { Context } from '../context.ts';
import { namedPath } from '../paths.ts';
import { hubOptions, isOffline, withModelTools, withPullTools } from './models.ts';

/** Builds what `models add` and `models lock` need to change the user's manifest and the store. */
export async function withAddTools<T>(context: Context, work: (tools: AddTools) => Promise<T>): Promise<T> {
  const { createDigests } = await import('../../adapters/files/create-digests.ts');
  const { createModelIntake } = await import('../../adapters/files/create-model-intake.ts');
  const { createUserManifest } = await import('../../adapters/files/create-user-manifest.ts');
  const { openModelFolder } = await import('../../adapters/files/open-model-folder.ts');
  const { keyFolder } = await import('../../adapters/files/model-places.ts');
  const { readManifests } = await import('../../adapters/files/read-manifest.ts');
  const { createGraphReader } = await import('../../adapters/inference/create-graph-reader.ts');
  const { createPullLocks } = await import('../../adapters/sqlite/create-pull-locks.ts');
  const { settings } = context;
  return withModelTools(context, async ({ store }) => {
    const { builtIn } = await readManifests(settings);
    return work({
      builtIn,
      userManifest: createUserManifest(settings, builtIn),
      graphs: createGraphReader(),
      digests: createDigests(),
      openFolder: openModelFolder,
      store,
      intake: createModelIntake(settings),
      locks: createPullLocks((model) => keyFolder(settings, model)),
      manifestLock: createPullLocks(() => settings.home),
    });
  });
}

export interface HubWork {
  /** After so many seconds without a byte a try counts as failed. */
  readonly timeout: number;
  /** How many seconds to wait for another process that pulls the same model. */
  readonly wait: number;
  readonly onPull: OnPullEvent;
}

/** Builds what it takes to ask the Hub for models beyond that, and closes it when the work is done. */
export async function withHubTools<T>(
  context: Context,
  { builtIn, store }: AddTools,
  { timeout, wait, onPull }: HubWork,
  work: (tools: HubTools) => Promise<T>,
): Promise<T> {
  const idleMs = timeout * 1000;
  const { createHubListing } = await import('../../adapters/hub/create-hub-listing.ts');
  const listing = createHubListing(hubOptions(context, idleMs));
  const options = { jobs: 3, lockLimitMs: wait * 1000, offline: isOffline(context) };
  try {
    return await withPullTools(context, { manifest: builtIn, store }, idleMs, (pull) =>
      work({ listing, pull, options, onPull }),
    );
  } finally {
    await listing.close();
  }
}

export interface LocalModel {
  readonly folder: ModelFolder;
  /** The graph that the user named instead of a folder. */
  readonly graph: string | undefined;
}

/** The folder that a user named, or that of the file named; undefined where nothing of that name is there. */
export async function findLocalModel(context: Context, name: string): Promise<LocalModel | undefined> {
  const { stat } = await import('node:fs/promises');
  const { basename, dirname } = await import('node:path');
  const { openModelFolder } = await import('../../adapters/files/open-model-folder.ts');
  const { translateDiskError } = await import('../../adapters/files/translate-disk-error.ts');
  const path = namedPath(context.host, name);
  try {
    const stats = await stat(path);
    return stats.isDirectory()
      ? { folder: openModelFolder(path), graph: undefined }
      : { folder: openModelFolder(dirname(path)), graph: basename(path) };
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw translateDiskError(error, 'read', path);
  }
}
