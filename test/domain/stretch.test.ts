import { expect, it } from 'vitest';
import { stretchOf } from '../../src/domain/stretch.ts';

const seconds = (value: number) => value * 1_000_000;
const none = { before: null, after: null, shotStart: null, shotEnd: null, videoEnd: null };
const inShot = { ...none, shotStart: seconds(10), shotEnd: seconds(20), videoEnd: seconds(60) };

it('the only frame of a shot stands for all of it, whatever lies in the shots around it', () => {
  const around = { ...inShot, time: seconds(13), before: seconds(9.5), after: seconds(20) };
  expect(stretchOf(around)).toEqual({ start: seconds(10), end: seconds(20) });
  expect(stretchOf({ ...inShot, time: seconds(13) })).toEqual({ start: seconds(10), end: seconds(20) });
});

it('frames of one shot share it in the middle between them', () => {
  const around = { ...inShot, time: seconds(13), before: seconds(11), after: seconds(18) };
  expect(stretchOf(around)).toEqual({ start: seconds(12), end: seconds(15.5) });
});

it('the frame at which a shot begins stands for it', () => {
  expect(stretchOf({ ...inShot, time: seconds(10) })).toEqual({ start: seconds(10), end: seconds(20) });
});

it('a frame whose shot is not known stands for a second, as far as the video goes', () => {
  expect(stretchOf({ ...none, time: seconds(3) })).toEqual({ start: seconds(3), end: seconds(4) });
  expect(stretchOf({ ...none, time: seconds(3), videoEnd: seconds(3.25) }).end).toBe(seconds(3.25));
  // A photo has no length.
  expect(stretchOf({ ...none, time: 0, videoEnd: 0 })).toEqual({ start: 0, end: 0 });
});

it('a frame behind the last shot that is known is in none', () => {
  expect(stretchOf({ ...inShot, time: seconds(25) })).toEqual({ start: seconds(25), end: seconds(26) });
});
