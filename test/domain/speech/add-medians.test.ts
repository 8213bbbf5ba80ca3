import { describe, expect, it } from 'vitest';
import { addMedians } from '../../../src/domain/speech/add-medians.ts';
import { seededRandom } from '../../../src/domain/speech/seeded-random.ts';

describe('addMedians', () => {
  it.each([4, 5, 6, 7, 8, 9, 50, 1501])('adds the median of seven neighbours, of %i positions', (length) => {
    const random = seededRandom(length);
    const row = Float32Array.from({ length }, () => random() - 0.5);
    const total = Float32Array.from({ length }, (_, i) => i);
    addMedians(row, total);
    expect(total).toEqual(Float32Array.from({ length }, (_, i) => i + medianAround(row, i)));
  });

  it.each([0, 1, 2, 3])('adds a row of %i as it is', (length) => {
    const row = Float32Array.from({ length }, (_, i) => 3 - i);
    const total = new Float32Array(length);
    addMedians(row, total);
    expect(total).toEqual(row);
  });
});

/** By putting seven in order; before the first comes the second, behind the last the one before it. */
function medianAround(row: Float32Array, i: number): number {
  const last = row.length - 1;
  const seven = [-3, -2, -1, 0, 1, 2, 3].map((step) => {
    const at = Math.abs(i + step);
    return row[at > last ? 2 * last - at : at]!;
  });
  return seven.sort((a, b) => a - b)[3]!;
}
