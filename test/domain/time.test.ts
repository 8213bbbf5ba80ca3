import { describe, expect, it } from 'vitest';
import { formatTime, fromSeconds, ticksToMicroseconds, toSeconds } from '../../src/domain/time.ts';

describe('ticksToMicroseconds', () => {
  it.each([
    [0n, 1n, 90_000n, 0],
    [1n, 1n, 90_000n, 11],
    [90_000n, 1n, 90_000n, 1_000_000],
    // 1001/30000 s a frame: the 100th lies at 3.336666… s.
    [100n, 1001n, 30_000n, 3_336_667],
    [1n, 1n, 2_000_000n, 1],
    [-1n, 1n, 90_000n, -11],
    [-90_000n, 1n, 90_000n, -1_000_000],
    [-1n, 1n, 3n, -333_333],
    [-2n, 1n, 3n, -666_667],
    // 30 h of a 90 kHz clock and one tick: "%g" seconds would show 108000.
    [9_720_000_001n, 1n, 90_000n, 108_000_000_011],
    [9_007_199_254_740_993n, 1n, 1_000_000_000n, 9_007_199_254_741],
  ])('turns %d ticks of %d/%d s into %d µs', (ticks, numerator, denominator, expected) => {
    expect(ticksToMicroseconds(ticks, numerator, denominator)).toBe(expected);
  });

  it('rounds halves up on both sides of zero, so that steps stay equal', () => {
    expect([-3n, -1n, 1n, 3n].map((ticks) => ticksToMicroseconds(ticks, 1n, 2_000_000n))).toEqual([
      -1, 0, 1, 2,
    ]);
  });

  it('never differs by more than half a microsecond, whatever the clock', () => {
    for (const denominator of [24n, 25n, 1000n, 12_800n, 90_000n, 1_000_000n, 14_112_000n]) {
      for (const ticks of [1n, 7n, 1_234_567n, -1n, -7_654_321n]) {
        const exact = (Number(ticks) * 1e6) / Number(denominator);
        expect(Math.abs(ticksToMicroseconds(ticks, 1n, denominator) - exact)).toBeLessThanOrEqual(0.5001);
      }
    }
  });
});

describe('formatTime', () => {
  it.each([
    [0, '0:00:00.0'],
    [83_400_000, '0:01:23.4'],
    [59_949_999, '0:00:59.9'],
    [59_950_000, '0:01:00.0'],
    [3_599_960_000, '1:00:00.0'],
    [36_000_000_000, '10:00:00.0'],
    [-1_500_000, '-0:00:01.5'],
    [-40_000, '0:00:00.0'],
  ])('writes %d µs as %s', (time, text) => {
    expect(formatTime(time)).toBe(text);
  });
});

it('seconds and microseconds turn into each other', () => {
  expect(fromSeconds(12.345678)).toBe(12_345_678);
  expect(fromSeconds(0.1 + 0.2)).toBe(300_000);
  expect(toSeconds(1_500_000)).toBe(1.5);
});
