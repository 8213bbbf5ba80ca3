/**
 * Maps a stream with up to `ahead` items under way at once, keeping their order: the source goes on being read while
 * earlier items are worked on. The first failure ends the stream; whoever stops early closes the source.
 */
export async function* mapAhead<T, R>(
  source: AsyncIterable<T>,
  ahead: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const iterator = source[Symbol.asyncIterator]();
  const underWay: Promise<R>[] = [];
  try {
    for (;;) {
      const next = await iterator.next();
      if (next.done) break;
      const result = work(next.value);
      // A failure is met when its turn comes; until then it must not count as unhandled.
      result.catch(() => {});
      underWay.push(result);
      if (underWay.length >= ahead) yield await underWay.shift()!;
    }
    while (underWay.length > 0) yield await underWay.shift()!;
  } finally {
    await Promise.allSettled(underWay);
    await iterator.return?.();
  }
}
