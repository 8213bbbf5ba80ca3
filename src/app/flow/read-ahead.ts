/**
 * Reads up to `count` items ahead of whoever takes them. A failure is met when its turn comes; whoever stops early stops
 * the source, which may be in the middle of its next item.
 *
 * @param open begins the source, which ends when the signal fires
 */
export async function* readAhead<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  count: number,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const stop = new AbortController();
  const iterator = open(AbortSignal.any([signal, stop.signal]))[Symbol.asyncIterator]();
  const asked: Promise<IteratorResult<T>>[] = [];
  const ask = () => {
    const next = iterator.next();
    // Until its turn a failure must not count as unhandled.
    next.catch(() => {});
    asked.push(next);
  };
  try {
    for (let ahead = 0; ahead < count; ahead++) ask();
    for (;;) {
      ask();
      const next = await asked.shift()!;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    stop.abort();
    await Promise.allSettled(asked);
    await iterator.return?.();
  }
}
