import { expect, test } from 'vitest';
import { createWrittenBuffers } from '../../../src/adapters/inference/whisper/create-written-buffers.ts';

const shape = (length: number) => ({ rows: 1, heads: 2, length, size: 4 });
const memoryOf = (tensor: { data: unknown }) => (tensor.data as Float32Array).buffer;

test('a step never reads and writes the same memory, and the one after the next has it again', () => {
  const bufferFor = createWrittenBuffers();
  const [one, two, three] = [2, 3, 4].map((length) => bufferFor('0.decoder.key', length, shape(length)));
  expect(one!.dims).toEqual([1, 2, 2, 4]);
  expect(memoryOf(one!)).not.toBe(memoryOf(two!));
  expect(memoryOf(one!)).toBe(memoryOf(three!));
  expect(memoryOf(bufferFor('0.decoder.value', 2, shape(2)))).not.toBe(memoryOf(one!));
});

test('memory grows where a text gets longer than it', () => {
  const bufferFor = createWrittenBuffers();
  expect(bufferFor('a', 2, shape(2)).data).toHaveLength(16);
  expect(bufferFor('a', 200, shape(200)).data).toHaveLength(1600);
});
