import { expect, it, onTestFinished } from 'vitest';
import { startWorkClock } from '../../src/cli/work-clock.ts';

it('counts the time that passes, but not a gap that only a stopped process has', () => {
  let now = 1000;
  const clock = startWorkClock(() => now);
  onTestFinished(() => clock.stop());
  now += 300;
  expect(clock.elapsed()).toBe(300);
  now += 3_600_000;
  expect(clock.elapsed()).toBe(300);
  now += 4000;
  expect(clock.elapsed()).toBe(4300);
});
