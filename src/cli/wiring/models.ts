import type { PullTools } from '../../app/models/pull-models.ts';
import type { SelfTestTools } from '../../app/models/self-test-models.ts';
import type { Manifest } from '../../domain/manifest/schema.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import type { Context } from '../context.ts';
import { huggingFaceCache } from '../hugging-face-cache.ts';

/** What the verbs that only look at models work with. */
export interface ModelTools {
  readonly manifest: Manifest;
  readonly store: ModelStore;
}

/** So many files are hashed at once: more threads than cores gain nothing, and the disk sets the pace beyond. */
const MAX_HASH_THREADS = 4;

/**
 * Builds what `models list`, `verify` and `path` need, and closes it when the work is done.
 *
 * @param willHash whole files are going to be read: the threads for it start while the manifest is read
 */
export async function withModelTools<T>(
  context: Context,
  work: (tools: ModelTools) => Promise<T>,
  { willHash = false } = {},
): Promise<T> {
  const { createDigestPool } = await import('../../adapters/files/create-digest-pool.ts');
  const { availableParallelism } = await import('node:os');
  const threads = Math.min(MAX_HASH_THREADS, availableParallelism());
  const pool = createDigestPool(threads, willHash ? threads : 0);
  try {
    const { createModelStore } = await import('../../adapters/files/create-model-store.ts');
    const { readManifest } = await import('../../adapters/files/read-manifest.ts');
    const manifest = await readManifest(context.settings);
    return await work({ manifest, store: createModelStore(context.settings, pool.digest) });
  } finally {
    await pool.close();
  }
}

/**
 * Builds what `models pull` needs beyond that, and closes it when the work is done.
 *
 * @param idleMs after so many milliseconds without a byte a try counts as failed
 */
export async function withPullTools<T>(
  context: Context,
  tools: ModelTools,
  idleMs: number,
  work: (tools: PullTools) => Promise<T>,
): Promise<T> {
  const { createReceivingThreads } = await import('../../adapters/files/create-receiving-threads.ts');
  const { createHuggingFaceCache } = await import('../../adapters/files/create-hugging-face-cache.ts');
  const { createModelIntake } = await import('../../adapters/files/create-model-intake.ts');
  const { keyFolder } = await import('../../adapters/files/model-places.ts');
  const { createHubSource } = await import('../../adapters/hub/create-hub-source.ts');
  const { createPullLocks } = await import('../../adapters/sqlite/create-pull-locks.ts');
  const { setTimeout } = await import('node:timers/promises');
  const source = createHubSource(hubOptions(context, idleMs));
  const receiving = createReceivingThreads();
  try {
    return await work({
      store: tools.store,
      intake: createModelIntake(context.settings, receiving.start),
      cache: createHuggingFaceCache(huggingFaceCache(context.host)),
      locks: createPullLocks((model) => keyFolder(context.settings, model)),
      source,
      wait: (ms, signal) => setTimeout(ms, undefined, { signal }),
    });
  } finally {
    await source.close();
    await receiving.close();
  }
}

/** How the Hub is reached, by the environment. */
export function hubOptions({ host: { env } }: Context, idleMs: number) {
  return {
    endpoint: env.HF_ENDPOINT,
    token: env.HF_TOKEN,
    httpProxy: env.http_proxy || env.HTTP_PROXY,
    httpsProxy: env.https_proxy || env.HTTPS_PROXY,
    noProxy: env.no_proxy || env.NO_PROXY,
    idleMs,
  };
}

/** Builds what runs self-tests of models and keeps their records; each test cleans up after itself. */
export async function selfTestTools(context: Context, { store }: ModelTools): Promise<SelfTestTools> {
  const { createSelfTestRecordStore } = await import('../../adapters/files/create-self-test-record-store.ts');
  const { createSelfTester } = await import('../../adapters/inference/self-test/create-self-tester.ts');
  return {
    store,
    tester: createSelfTester({ env: context.host.env }),
    records: createSelfTestRecordStore(context.settings),
  };
}

/** Whether the user has forbidden all access to the Hub. */
export function isOffline(context: Context): boolean {
  return /^(?:1|true|yes|on)$/i.test(context.host.env.HF_HUB_OFFLINE?.trim() ?? '');
}
