import { expect, it } from 'vitest';
import { createForecast } from '../../src/app/forecast.ts';

const file = (bytes: number) => ({ absolutePath: `/${bytes}`, bytes, modifiedNs: 0n, inode: 0n });

it('forecasts from what was measured: the rest of a video, and the others by their size', () => {
  let now = 0;
  const files = [file(100), file(300)] as const;
  const forecast = createForecast(files, () => now, undefined);
  forecast.begin(files[0], 40_000_000);
  expect(forecast.secondsLeft()).toBeUndefined();
  now = 5000;
  forecast.reach(20_000_000, 40_000_000);
  expect(forecast.pace()).toBeCloseTo(4);
  // 20 s of the first, and 120 s of the second, which is three times as large, at 4 a second.
  expect(forecast.secondsLeft()).toBeCloseTo(35);
  now = 10_000;
  forecast.end(files[0]);
  expect(forecast.secondsLeft()).toBeCloseTo(30);
  forecast.begin(files[1], 60_000_000);
  expect(forecast.secondsLeft()).toBeCloseTo(15);
  forecast.end(files[1]);
  expect(forecast.secondsLeft()).toBe(0);
});

it('begins with the pace of an earlier run, and leaves it for its own', () => {
  let now = 0;
  const files = [file(100)] as const;
  const forecast = createForecast(files, () => now, 10);
  forecast.begin(files[0], 60_000_000);
  expect([forecast.pace(), forecast.secondsLeft()]).toEqual([10, 6]);
  now = 10_000;
  forecast.reach(20_000_000, 60_000_000);
  expect(forecast.pace()).toBeCloseTo(2);
});

it('does not take the time between two videos for work on them', () => {
  let now = 0;
  const files = [file(1), file(1)] as const;
  const forecast = createForecast(files, () => now, undefined);
  forecast.begin(files[0], 10_000_000);
  now = 2000;
  forecast.reach(10_000_000, 10_000_000);
  forecast.end(files[0]);
  now = 100_000;
  forecast.begin(files[1], 10_000_000);
  now = 102_000;
  forecast.reach(10_000_000, 10_000_000);
  expect(forecast.pace()).toBeCloseTo(5);
});
