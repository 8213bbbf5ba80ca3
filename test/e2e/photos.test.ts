import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { indexRig } from '../support/index-rig.ts';
import { ffmpeg, makeVideo } from '../support/media.ts';

it('photos are indexed beside videos and found, as moments without a length', async () => {
  const rig = indexRig();
  const paint = (background: string) =>
    sharp({ create: { width: 640, height: 480, channels: 3, background } });
  const red = join(rig.videos, 'red.jpg');
  await paint('red').jpeg().toFile(red);
  await paint('blue').png().toFile(join(rig.videos, 'blue.png'));
  await paint('green').webp().toFile(join(rig.videos, 'green.webp'));
  makeVideo(join(rig.videos, 'video.mp4'), { seconds: 3 });
  expect(await rig.index()).toMatchObject({
    videos: { indexed: 4, failed: 0, skipped: 0 },
    // One of each photo, though they are flat, and one of the video: it is shorter than 4 s.
    frames: 4,
    seconds: 3,
  });
  const { moments } = await rig.search('--image', red, '--limit', '1');
  expect(moments).toMatchObject([{ path: red, start: 0, end: 0, best: 0 }]);
  expect(moments[0]?.score).toBeCloseTo(1, 3);
  const others = (await rig.search('--like', 'red.jpg@0', '--min-confidence', '0')).moments;
  expect(others.length).toBeGreaterThan(0);
  expect(others.map(({ path }) => path)).not.toContain(red);
  expect((await rig.index()).videos).toMatchObject({ unchanged: 4, indexed: 0 });
});

it('sound alone is a video without frames: its hours count, and no model is loaded for it', async () => {
  const rig = indexRig();
  for (const [name, ...coding] of [
    ['a.wav'],
    ['b.mp3'],
    ['c.flac'],
    ['d.m4a', '-c:a', 'aac'],
    ['e.ogg', '-c:a', 'libvorbis'],
    ['f.opus', '-c:a', 'libopus'],
  ])
    ffmpeg('-f', 'lavfi', '-i', 'sine=duration=2', ...coding, join(rig.videos, name!));
  const report = await rig.index();
  expect(report).toMatchObject({
    videos: { indexed: 6, skipped: 0 },
    frames: 0,
    inferenceMs: 0,
    problems: [],
  });
  const status = JSON.parse((await rig.run(['status', '--json'])).stdout);
  expect(status).toMatchObject({ videos: 6, frames: 0, problems: [] });
  expect(status.seconds).toBeCloseTo(12, 0);
});
