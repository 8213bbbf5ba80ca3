import { randomBytes } from 'node:crypto';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { heicPicture } from '../support/heic-picture.ts';
import { hugePng } from '../support/huge-png.ts';
import { indexRig } from '../support/index-rig.ts';
import { ffmpeg, H264, makeVideo } from '../support/media.ts';

const SOUND = ['-f', 'lavfi', '-i', 'sine=duration=2'];
const PICTURE = ['-f', 'lavfi', '-i', 'testsrc2=duration=1:size=64x64:rate=10'];

it('F4 what is no video is said to be none, and the others are indexed', async () => {
  const rig = indexRig();
  makeVideo(join(rig.videos, 'good.mp4'), { seconds: 1 });
  const contents: Record<string, string | Buffer> = {
    'empty.mp4': '',
    'page.mp4': '<!doctype html><title>x</title>',
    'random.mp4': randomBytes(100_000),
    'text.mp4': 'hello\n'.repeat(1000),
  };
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(rig.videos, name), content);
  const { videos, problems } = await rig.index({ code: 3 });
  expect(videos).toMatchObject({ indexed: 1, failed: 3, skipped: 1 });
  expect(problems.map(({ path }) => path).sort()).toEqual(
    Object.keys(contents).map((name) => join(rig.videos, name)),
  );
  for (const { message } of problems) expect(message).toContain('not a video');
});

it('F6 sound, silence, covers and data are handled by what they are', async () => {
  const rig = indexRig();
  const at = (name: string) => join(rig.videos, name);
  makeVideo(at('silent.mp4'), { seconds: 1 });
  ffmpeg(...SOUND, '-c:a', 'aac', at('sound.mp4'));
  const cover = join(rig.folder, 'cover.png');
  ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=64x64', '-frames:v', '1', cover);
  const covered = ['-i', cover, '-map', '0', '-map', '1', '-disposition:v:0', 'attached_pic'];
  ffmpeg(...SOUND, ...covered, at('covered.mp3'));
  ffmpeg(...SOUND, ...covered, '-c:a', 'aac', '-c:v', 'png', '-f', 'mp4', at('cover-art.mp4'));
  // A track of time codes, which is data, beside the picture, and alone.
  ffmpeg(...PICTURE, ...H264, '-timecode', '00:00:01:00', at('with-data.mov'));
  ffmpeg('-i', at('with-data.mov'), '-map', '0:d', '-c', 'copy', at('data.mov'));
  const first = await rig.index();
  expect(first).toMatchObject({
    videos: { indexed: 5, skipped: 1, failed: 0 },
    skippedBy: { 'no-picture': 1 },
    frames: 2,
    problems: [],
  });
  expect(first.seconds).toBeCloseTo(1 + 2 + 2 + 2 + 1, 0);
  const rows = rig.query(
    `SELECT max(replace(path, rtrim(path, replace(path, '/', '')), '')) AS name, width, has_audio AS sound,
       count(frame.id) AS frames
     FROM video JOIN place ON place.video_id = video.id LEFT JOIN frame ON frame.video_id = video.id
     WHERE container IS NOT NULL GROUP BY video.id ORDER BY name`,
  );
  expect(rows).toEqual([
    { name: 'cover-art.mp4', width: 0, sound: 1, frames: 0 },
    { name: 'covered.mp3', width: 0, sound: 1, frames: 0 },
    { name: 'silent.mp4', width: 160, sound: 0, frames: 1 },
    { name: 'sound.mp4', width: 0, sound: 1, frames: 0 },
    { name: 'with-data.mov', width: 64, sound: 0, frames: 1 },
  ]);
  expect(await rig.index()).toMatchObject({ videos: { unchanged: 6, skipped: 0 }, inferenceMs: 0 });
});

it('F9 a picture in a format that is not on the list is refused, whatever its name', async () => {
  const rig = indexRig();
  const at = (name: string) => join(rig.videos, name);
  const red = sharp({ create: { width: 64, height: 48, channels: 3, background: 'red' } });
  await red.clone().jpeg().toFile(at('good.jpg'));
  writeFileSync(
    at('drawing.png'),
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="64" height="48" fill="red"/></svg>',
  );
  copyFileSync(at('drawing.png'), at('drawing.jpg'));
  await red.clone().tiff().toFile(at('scan.jpg'));
  await red.clone().gif().toFile(at('moving.png'));
  writeFileSync(at('phone.jpg'), await heicPicture());
  const { videos, problems } = await rig.index({ code: 3 });
  expect(videos).toMatchObject({ indexed: 1, failed: 5 });
  for (const { message } of problems) expect(message).toContain('is not a photo that can be read');
  expect(problems.find(({ path }) => path === at('phone.jpg'))?.message).toContain(
    'HEIC pictures need a decoder for HEVC, which this build of sharp does not have',
  );
});

it('F8 a picture of 256 million pixels is too large, and takes no memory', async () => {
  const rig = indexRig();
  writeFileSync(join(rig.videos, 'huge.png'), hugePng(16_000));
  const script =
    'process.on("exit", () => process.stderr.write("most " + process.resourceUsage().maxRSS + " kB"))';
  const { code, stderr } = await rig.run(['index', rig.videos, '--profile', 'tiny'], {
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` },
  });
  expect(code, stderr).toBe(3);
  expect(stderr).toContain('huge.png is not a photo that can be read: too large (256 MP)');
  expect(Number(stderr.match(/most (\d+) kB/)?.[1])).toBeLessThan(300_000);
});
