/**
 * Does work on each item, on at most `limit` at once, in order. The first failure asks the rest to stop and is thrown
 * when all have ended.
 */
export async function runLimited<T>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const all = AbortSignal.any([signal, stop.signal]);
  const queue = items.values();
  const failures: unknown[] = [];
  const runner = async (): Promise<void> => {
    for (const item of queue) {
      if (all.aborted) return;
      try {
        await work(item, all);
      } catch (error) {
        failures.push(error);
        stop.abort();
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, runner));
  if (failures.length > 0) throw failures[0];
}
