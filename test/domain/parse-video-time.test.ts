import { expect, it } from 'vitest';
import { parseVideoTime } from '../../src/domain/parse-video-time.ts';

it.each([
  ['a.mp4@83.4', 'a.mp4', 83_400_000],
  ['a.mp4@1:23.4', 'a.mp4', 83_400_000],
  ['a.mp4@0:01:23', 'a.mp4', 83_000_000],
  ['a.mp4@1:00:00.5', 'a.mp4', 3_600_500_000],
  ['a.mp4@90:00', 'a.mp4', 5_400_000_000],
  ['a@b.mp4@0', 'a@b.mp4', 0],
  ['a.mp4@-1.5', 'a.mp4', -1_500_000],
])('reads %s', (text, video, time) => {
  expect(parseVideoTime(text)).toEqual({ video, time });
});

it.each([
  'a.mp4',
  'a.mp4@',
  '@5',
  'a.mp4@soon',
  'a.mp4@1:60',
  'a.mp4@1:2:3:4',
  'a.mp4@0:61:00',
  'a.mp4@1e3',
  '',
  'a@5s',
])('refuses %j', (text) => {
  expect(() => parseVideoTime(text)).toThrow(expect.objectContaining({ code: 'usage' }));
});
