import { expect, it } from 'vitest';
import { findAnchored } from '../../../src/domain/identity/find-anchored.ts';

const SECOND = 1_000_000;
const box = (left: number) => ({ left, top: 0, width: 100, height: 100 });
const faces = [
  { track: 3, video: 1, time: SECOND, box: box(0) },
  { track: 4, video: 1, time: SECOND, box: box(60) },
  { track: 5, video: 1, time: 1.4 * SECOND, box: box(20) },
  { track: 6, video: 2, time: SECOND, box: box(20) },
];

it('finds the face at a place, the nearest time first and then the largest overlap', () => {
  const place = (video: number, time: number, left: number) => ({
    video,
    time: time * SECOND,
    box: box(left),
  });
  expect(findAnchored([place(1, 1, 10), place(1, 1, 50), place(1, 1.4, 20), place(2, 1, 20)], faces)).toEqual(
    [3, 4, 5, 6],
  );
  expect(findAnchored([place(1, 1.3, 10)], faces)).toEqual([5]);
});

it('finds nothing where no face overlaps by half, half a second away, or in another video', () => {
  const place = (video: number, time: number, left: number) => ({
    video,
    time: time * SECOND,
    box: box(left),
  });
  expect(findAnchored([place(1, 1, 300), place(2, 1.6, 20), place(3, 1, 0), place(2, 1, 70)], faces)).toEqual(
    [undefined, undefined, undefined, undefined],
  );
});
