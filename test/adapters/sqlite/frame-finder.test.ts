import { expect, it } from 'vitest';
import { createFrameFinder } from '../../../src/adapters/sqlite/create-frame-finder.ts';
import type { Shot } from '../../../src/domain/shot.ts';
import { fingerprintOf, newLibrary, randomFrames, randomNumbers, SPACE } from '../../support/library.ts';

const sight = { stage: 'sight', parameters: 'p' } as const;
const shots: readonly Shot[] = [
  { start: 1_000_000, end: 3_000_000, transition: 'start' },
  { start: 3_000_000, end: 4_000_000, transition: 'dissolve' },
];
// The highest bit is set: in SQLite the number is below zero.
const quality = { sharpness: 12.5, brightness: 0.25, contrast: 0.125, hash: 0xf000_0000_0000_0003n };

function finderOf(qualities: readonly (typeof quality | undefined)[], ofVideo: readonly Shot[]) {
  const { database, videos, frames } = newLibrary();
  const video = videos.addVideo(fingerprintOf('a'));
  const other = videos.addVideo(fingerprintOf('other'));
  const random = randomNumbers(3);
  for (const [of, itsShots] of [
    [video, ofVideo],
    [other, [{ start: 0, end: 9_000_000, transition: 'start' }]],
  ] as const) {
    const writer = frames.writer(of, frames.ensureSpace(SPACE), sight);
    writer.add(
      randomFrames(qualities.length, random).map((frame, second) => {
        const known = qualities[second];
        return known === undefined ? frame : { ...frame, quality: known };
      }),
    );
    writer.addShots(itsShots);
    writer.commit({ state: 'done' });
  }
  return (second: number) => createFrameFinder(database).nearestFrame(video, second * 1_000_000);
}

it('tells the shot that a frame lies in: an end is the next shot’s', () => {
  const at = finderOf([undefined, undefined, undefined, undefined, undefined], shots);
  expect([0, 1, 2, 3, 4].map((second) => at(second)!.shot)).toEqual([
    undefined,
    shots[0],
    shots[0],
    shots[1],
    // A frame at the very end, as containers round it.
    shots[1],
  ]);
});

it('tells a frame’s quality with all 64 bits of its hash, and none where none was stored', () => {
  const at = finderOf([quality, undefined], []);
  expect(at(0)).toMatchObject({ quality, shot: undefined });
  expect(at(1)!.quality).toBeUndefined();
});
