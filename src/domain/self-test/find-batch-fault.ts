import { cosine } from './cosine.ts';

/**
 * Batches of a float graph differ from single runs by rounding alone: some 1e-6 in 32 bits, 1e-3 in 16, which is less
 * than 1e-6 of the cosine. A dynamically quantised graph gave 0.974 to 0.994 (docs/decisions/004).
 */
export const MIN_BATCH_COSINE = 0.9999;

/** What is wrong where a graph's vectors of a batch are not those of its items alone; undefined where they are. */
export function findBatchFault(
  singles: readonly ArrayLike<number>[],
  batch: readonly ArrayLike<number>[],
): string | undefined {
  if (batch.length !== singles.length) {
    return `expected ${singles.length} vectors of a batch of ${singles.length}, got ${batch.length}`;
  }
  for (const [index, single] of singles.entries()) {
    const similarity = cosine(single, batch[index]!);
    if (similarity >= MIN_BATCH_COSINE) continue;
    return (
      `expected the same vector alone and in a batch of ${singles.length} ` +
      `(cosine at least ${MIN_BATCH_COSINE}), got ${similarity.toFixed(6)}`
    );
  }
  return undefined;
}
