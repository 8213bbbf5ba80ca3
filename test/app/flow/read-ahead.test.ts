import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { readAhead } from '../../../src/app/flow/read-ahead.ts';

const never = new AbortController().signal;

it('gives all items in order, with so many read ahead', async () => {
  const read: number[] = [];
  async function* source() {
    for (let i = 0; i < 6; i++) {
      read.push(i);
      yield i;
    }
  }
  const taken: number[] = [];
  for await (const item of readAhead(source, 2, never)) {
    taken.push(item);
    await wait(5);
    expect(read.length).toBe(Math.min(6, item + 3));
  }
  expect(taken).toEqual([0, 1, 2, 3, 4, 5]);
});

it('meets a failure when its turn comes', async () => {
  async function* source() {
    yield 'first';
    throw new Error('the second');
  }
  const taken: string[] = [];
  await expect(async () => {
    for await (const item of readAhead(source, 3, never)) {
      await wait(5);
      taken.push(item);
    }
  }).rejects.toThrow('the second');
  expect(taken).toEqual(['first']);
});

it('stops a source in the middle of its next item, and lets it close', async () => {
  let closed = false;
  async function* source(signal: AbortSignal) {
    try {
      yield 'first';
      await wait(60_000, undefined, { signal });
    } finally {
      closed = true;
    }
  }
  for await (const _ of readAhead(source, 1, never)) break;
  expect(closed).toBe(true);
}, 10_000);

it('hands a request to stop on to the source', async () => {
  const stop = new AbortController();
  async function* source(signal: AbortSignal) {
    yield 'first';
    await wait(60_000, undefined, { signal });
  }
  await expect(async () => {
    for await (const _ of readAhead(source, 1, stop.signal)) stop.abort();
  }).rejects.toMatchObject({ name: 'AbortError' });
});
