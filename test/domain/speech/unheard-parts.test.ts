import { expect, test } from 'vitest';
import type { Segment } from '../../../src/domain/speech/segment.ts';
import { unheardParts } from '../../../src/domain/speech/unheard-parts.ts';

const part = (start: number, seconds: number) => ({
  start: start * 1e6,
  samples: new Float32Array(seconds * 16_000),
});
const heard = (start: number, end: number) => ({ start: start * 1e6, end: end * 1e6 }) as Segment;

test('are those that no segment lies in', () => {
  const parts = [part(10, 4), part(20, 3), part(30, 5)];
  expect(unheardParts(parts, [heard(10.2, 13.8), heard(30.1, 32)])).toEqual([parts[1]]);
  expect(unheardParts(parts, [heard(10.2, 13.8), heard(22.5, 23), heard(30.1, 32)])).toEqual([]);
  expect(unheardParts(parts, [])).toEqual(parts);
});

test('are not those that are shorter than a second, or that a segment only touches', () => {
  const parts = [part(10, 0.9), part(20, 1), part(30, 2)];
  expect(unheardParts(parts, [heard(21, 21.5), heard(29, 30), heard(32, 33)])).toEqual(parts.slice(1));
});
