import { expect, it } from 'vitest';
import { createSoundClock } from '../../../src/adapters/ffmpeg/create-sound-clock.ts';

/** Frames of 1000 samples with these times: where each goes, as [silence before it, samples left out of it]. */
function place(...times: (number | undefined)[]): [number, number][] {
  const clock = createSoundClock(() => {});
  return times.map((time, index) => {
    const { silence, skip } = clock.place({ time, count: 1000 }, times[index + 1]);
    return [silence, skip];
  });
}

it.each<[string, (number | undefined)[], [number, number][]]>([
  [
    'what follows is put behind',
    [5000, 6000, 7000],
    [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  ],
  [
    'rounded times are no gaps',
    [0, 1016, 1984, 3080],
    [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  ],
  [
    'a drift is made up for when it has grown',
    [0, 1050, 2100, 3150],
    [
      [0, 0],
      [0, 0],
      [100, 0],
      [0, 0],
    ],
  ],
  [
    'a gap is filled',
    [0, 1000, 2500, 3500],
    [
      [0, 0],
      [0, 0],
      [500, 0],
      [0, 0],
    ],
  ],
  [
    'what overlaps is left out',
    [0, 1000, 1700, 2700],
    [
      [0, 0],
      [0, 0],
      [0, 300],
      [0, 0],
    ],
  ],
  [
    'so is all that lies before',
    [9000, 2000, 3000, 10_000],
    [
      [0, 0],
      [0, 1000],
      [0, 1000],
      [0, 0],
    ],
  ],
  [
    'a slip ahead is not followed',
    [0, 90_000, 2000, 3000],
    [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  ],
  [
    'nor one back',
    [50_000, 0, 52_000, 53_000],
    [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  ],
  [
    'no time is the next time',
    [undefined, undefined, 2000, undefined],
    [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  ],
  [
    'times may lie before zero',
    [-1500, -500, 500],
    [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  ],
  [
    'a last frame’s gap is filled too',
    [0, 5000],
    [
      [0, 0],
      [4000, 0],
    ],
  ],
])('%s', (_, times, expected) => {
  expect(place(...times)).toEqual(expected);
});

it('a gap of more than a day is damage, told once, and what lies behind is left out', () => {
  const told: string[] = [];
  const clock = createSoundClock((complaint) => told.push(complaint));
  clock.place({ time: 0, count: 1000 }, 1000);
  const day = 24 * 3600 * 16_000;
  for (const time of [day + 2000, day + 3000]) {
    expect(clock.place({ time, count: 1000 }, time + 1000)).toEqual({ silence: 0, skip: 1000 });
  }
  expect(clock.place({ time: day + 1000, count: 1000 }, undefined)).toEqual({ silence: day, skip: 0 });
  expect(told).toEqual([expect.stringContaining('more than a day')]);
});
