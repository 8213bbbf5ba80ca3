import { expect, it } from 'vitest';
import { createReadableTime } from '../../src/domain/readable-time.ts';

/** Frames at so many seconds, each standing for one; three seconds between two are a gap. */
function covered(...seconds: number[]): number {
  const readable = createReadableTime(1e6, 2e6);
  for (const second of seconds) readable.add(second * 1e6);
  return readable.covered() / 1e6;
}

it.each([
  [[], 0],
  [[0], 1],
  [[0, 1, 2, 3], 4],
  // Two seconds apart is not yet a gap.
  [[0, 2, 4], 5],
  [[0, 1, 2, 13, 14], 5],
  [[-1.5, -0.5, 0.5], 3],
  [[10_800, 10_801], 2],
])('frames at %j s cover %d s', (times, expected) => {
  expect(covered(...times)).toBe(expected);
});
