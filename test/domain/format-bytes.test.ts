import { expect, test } from 'vitest';
import { formatBytes, formatShare } from '../../src/domain/format-bytes.ts';

test.each([
  [0, '0 B'],
  [532, '532 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [23_684_031, '23.7 MB'],
  [99_940_000, '99.9 MB'],
  [138_934_000, '139 MB'],
  [999_499_999, '999 MB'],
  [999_500_000, '1.0 GB'],
  [2_123_000_000, '2.1 GB'],
  [5e15, '5000 TB'],
])('%i bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});

test.each([
  [1_200_000, 3_000_000, '1.2 of 3.0 MB'],
  [2_999_999, 3_000_000, '2.9 of 3.0 MB'],
  [3_000_000, 3_000_000, '3.0 of 3.0 MB'],
  [0, 532, '0 of 532 B'],
  [12_000_000, 139_000_000, '12 of 139 MB'],
])('%i of %i bytes are %s', (part, whole, words) => {
  expect(formatShare(part, whole)).toBe(words);
});
