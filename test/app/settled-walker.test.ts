import { expect, it } from 'vitest';
import { settledOnly } from '../../src/app/settled-walker.ts';
import type { VideoWalker, WalkEntry } from '../../src/domain/ports/video-walker.ts';

it('passes over a file until its size and time have stayed the same for long enough', async () => {
  let now = 1_000_000;
  let file = { absolutePath: '/v/a.mp4', bytes: 1, modifiedNs: BigInt(now) * 1_000_000n, inode: 1n };
  const walker: VideoWalker = {
    resolveRoot: async (named) => named,
    isGone: async () => false,
    async *walk(): AsyncGenerator<WalkEntry> {
      yield { kind: 'file', file };
    },
  };
  const settled = settledOnly(walker, 5000, () => now);
  const look = async () => {
    const found = [];
    for await (const entry of settled.walk('/v', new AbortController().signal)) found.push(entry);
    return found.length;
  };
  const change = (change: Partial<typeof file>) => {
    file = { ...file, ...change };
  };
  expect(await look()).toBe(0);
  expect(settled.takeUnsettled()).toEqual(['/v/a.mp4']);
  now += 4000;
  // Grown, and its time set back, as some programs that copy do.
  change({ bytes: 2, modifiedNs: 5n });
  expect(await look()).toBe(0);
  now += 4000;
  expect(await look()).toBe(0);
  now += 1000;
  expect(await look()).toBe(1);
  settled.takeUnsettled();
  change({ modifiedNs: BigInt(now) * 1_000_000n });
  expect(await look()).toBe(0);
  expect(settled.takeUnsettled()).toEqual(['/v/a.mp4']);
  expect(settled.takeUnsettled()).toEqual([]);
});
