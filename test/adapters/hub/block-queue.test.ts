import { expect, test } from 'vitest';
import { createBlockQueue } from '../../../src/adapters/hub/create-block-queue.ts';
import { LENT_CHUNKS } from '../../../src/domain/ports/model-source.ts';
import { someBytes } from '../../support/made-models.ts';

const content = someBytes(10_000);

test('a queue of blocks gives back what was put in, in its order, however it is cut', () => {
  const queue = createBlockQueue(64);
  const taken: Buffer[] = [];
  let size = 1;
  for (let at = 0; at < content.length; at += size) {
    size = 1 + ((size * 7) % 150);
    queue.put(content.subarray(at, at + size));
    const block = size % 3 === 0 ? queue.take() : undefined;
    if (block !== undefined) taken.push(Buffer.from(block));
  }
  for (let block = queue.take(); block !== undefined; block = queue.take()) taken.push(Buffer.from(block));
  expect(Buffer.concat(taken).equals(content)).toBe(true);
  expect(queue.isEmpty).toBe(true);
});

test('what it lends keeps its bytes until so many more have been taken, and is filled again then', () => {
  const queue = createBlockQueue(64);
  const loans: { block: Uint8Array; as: Buffer }[] = [];
  const memories = new Set<ArrayBufferLike>();
  for (let at = 0; at + 100 <= content.length; at += 100) {
    queue.put(content.subarray(at, at + 100));
    while (queue.full > 0 || at % 3 === 0) {
      const block = queue.take();
      if (block === undefined) break;
      memories.add(block.buffer);
      loans.push({ block, as: Buffer.from(block) });
      for (const { block, as } of loans.slice(-LENT_CHUNKS)) expect(Buffer.from(block).equals(as)).toBe(true);
    }
    for (const { block, as } of loans.slice(-LENT_CHUNKS)) expect(Buffer.from(block).equals(as)).toBe(true);
  }
  expect(memories.size).toBeLessThanOrEqual(LENT_CHUNKS + 2);
});
