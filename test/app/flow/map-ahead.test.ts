import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { batched } from '../../../src/app/flow/batched.ts';
import { mapAhead } from '../../../src/app/flow/map-ahead.ts';

/** Counts from 1, and remembers how far it was read and whether it was closed. */
function counter(end: number) {
  const state = { read: 0, closed: false };
  async function* numbers() {
    try {
      for (let n = 1; n <= end; n++) {
        state.read = n;
        yield n;
      }
    } finally {
      await wait(1);
      state.closed = true;
    }
  }
  return { state, numbers: numbers() };
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of source) list.push(item);
  return list;
}

describe('mapAhead', () => {
  it('keeps the order, however long each item takes', async () => {
    const { numbers } = counter(20);
    const results = await all(
      mapAhead(numbers, 4, async (n) => {
        await wait((n * 7) % 5);
        return n * 10;
      }),
    );
    expect(results).toEqual(Array.from({ length: 20 }, (_, i) => (i + 1) * 10));
  });

  it('has as many items under way as allowed and never more', async () => {
    let underWay = 0;
    let most = 0;
    await all(
      mapAhead(counter(12).numbers, 3, async () => {
        most = Math.max(most, ++underWay);
        await wait(2);
        underWay--;
      }),
    );
    expect(most).toBe(3);
  });

  it('reads no further ahead than it may while nobody takes the results', async () => {
    const { state, numbers } = counter(100);
    const results = mapAhead(numbers, 3, (n) => Promise.resolve(n));
    expect((await results.next()).value).toBe(1);
    await wait(5);
    expect(state.read).toBe(3);
    await results.return(undefined);
  });

  it('ends with the first failure, after what came before it, and closes the source', async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', listener);
    onTestFinished(() => void process.off('unhandledRejection', listener));
    const { state, numbers } = counter(100);
    const seen: number[] = [];
    const work = (async () => {
      // The later items fail sooner: their failures wait for their turn, or for nothing.
      const results = mapAhead(numbers, 4, async (n) => {
        await wait(20 - n * 4);
        if (n >= 3) throw new Error(`item ${n}`);
        return n;
      });
      for await (const n of results) seen.push(n);
    })();
    await expect(work).rejects.toThrow('item 3');
    expect(seen).toEqual([1, 2]);
    expect(state.closed).toBe(true);
    await wait(5);
    expect(unhandled).toEqual([]);
  });

  it('waits for what is under way and closes the source when the consumer stops early', async () => {
    const { state, numbers } = counter(100);
    let finished = 0;
    const results = mapAhead(numbers, 3, async (n) => {
      await wait(5);
      finished++;
      return n;
    });
    for await (const n of results) if (n === 1) break;
    expect(state.closed).toBe(true);
    expect(finished).toBe(state.read);
  });

  it('hands on a failure of the source', async () => {
    async function* broken() {
      yield 1;
      throw new Error('source');
    }
    await expect(all(mapAhead(broken(), 4, (n) => Promise.resolve(n)))).rejects.toThrow('source');
  });
});

describe('batched', () => {
  it('gathers lists of the size, the last one shorter', async () => {
    expect(await all(batched(counter(7).numbers, 3))).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(await all(batched(counter(6).numbers, 3))).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(await all(batched(counter(0).numbers, 3))).toEqual([]);
    expect(await all(batched(counter(2).numbers, 1))).toEqual([[1], [2]]);
  });

  it('closes the source when the consumer stops early', async () => {
    const { state, numbers } = counter(100);
    for await (const batch of batched(numbers, 2)) if (batch.includes(4)) break;
    expect(state).toEqual({ read: 4, closed: true });
  });
});
