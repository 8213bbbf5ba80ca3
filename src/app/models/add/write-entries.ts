import type { Model } from '../../../domain/manifest/schema.ts';
import type { AddTools } from './add-tools.ts';

/** So long one process writes the manifest at most; who waits longer waits for one that hangs. */
const LOCK_LIMIT_MS = 30_000;

/** Writes models into the user's manifest, one process at a time. */
export async function writeEntries(
  models: readonly Model[],
  { userManifest, manifestLock }: Pick<AddTools, 'userManifest' | 'manifestLock'>,
  signal: AbortSignal,
): Promise<void> {
  const first = models[0];
  if (first === undefined) return;
  const release = await manifestLock.acquire(first, { signal, limitMs: LOCK_LIMIT_MS, onWait: () => {} });
  try {
    await userManifest.put(Object.fromEntries(models.map(({ key, ...entry }) => [key, entry])));
  } finally {
    await release();
  }
}
