import { expect, test } from 'vitest';
import { byLength } from '../../../src/adapters/inference/by-length.ts';

test('items of like length share a batch, the longest first, padding counted', () => {
  // Places 1 and 3 (512 each) fill 1024; 7 more of 100 and of 30 fit beside one of 120 (8 × 120 = 960).
  const lengths = [30, 512, 100, 512, 120, 100, 30, 30, 30, 30];
  expect(byLength(lengths, 1024)).toEqual([
    [1, 3],
    [4, 2, 5, 0, 6, 7, 8, 9],
  ]);
  expect(byLength(lengths, 600)).toEqual([[1], [3], [4, 2, 5, 0, 6], [7, 8, 9]]);
});

test('an item beyond the limit is a batch alone, and with a limit of nothing all are', () => {
  expect(byLength([5, 2000, 5], 1024)).toEqual([[1], [0, 2]]);
  expect(byLength([1, 2, 3], 0)).toEqual([[2], [1], [0]]);
});

test('nothing is no batch', () => {
  expect(byLength([], 1024)).toEqual([]);
});
