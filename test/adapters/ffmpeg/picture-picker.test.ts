import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPicturePicker } from '../../../src/adapters/ffmpeg/create-picture-picker.ts';
import { createProber } from '../../../src/adapters/ffmpeg/create-prober.ts';
import { createVideoDecoder } from '../../../src/adapters/ffmpeg/create-video-decoder.ts';
import type { RgbImage } from '../../../src/domain/frame.ts';
import type { PickedPicture } from '../../../src/domain/ports/media.ts';
import { fromSeconds } from '../../../src/domain/time.ts';
import { ffmpeg, H264, makeVideo, REAL_VIDEOS, rotate, tools } from '../../support/media.ts';
import { sharedData } from '../../support/shared-data.ts';
import { folderOfSuite } from '../../support/suite-folder.ts';

const never = new AbortController().signal;
const folder = folderOfSuite();

async function pick(
  path: string,
  times: readonly number[],
  { side = 4096, signal = never, onComplaint = (_: string) => {} } = {},
): Promise<PickedPicture[]> {
  const facts = (await createProber(tools).probe(path, never))!;
  const picked: PickedPicture[] = [];
  for await (const each of createPicturePicker(tools).pick(path, facts, times, side, signal, onComplaint))
    picked.push(each);
  return picked;
}

/** What the decode pass makes candidates of, with the thumbnail as large as the picture. */
async function candidatesOf(path: string, interval: number): Promise<PickedPicture[]> {
  const facts = (await createProber(tools).probe(path, never))!;
  const options = { interval, modelSize: 32, crop: 'none', resample: 'bilinear' } as const;
  const found: PickedPicture[] = [];
  for await (const { kind, frame } of createVideoDecoder(tools).decode(
    path,
    facts,
    { ...options, thumbnailSide: 320, hwaccel: 'none' },
    never,
  ))
    if (kind === 'candidate') found.push({ time: frame.time, picture: frame.forThumbnail });
  return found;
}

/** Mean difference of two pictures of one size, grey levels. */
function difference(one: RgbImage, other: RgbImage): number {
  expect([one.width, one.height]).toEqual([other.width, other.height]);
  return (
    one.pixels.reduce((sum, value, i) => sum + Math.abs(value - other.pixels[i]!), 0) / one.pixels.length
  );
}

describe('a picture that is picked', () => {
  it.each([
    ['mp4', H264],
    ['mkv', H264],
    ['ts', [...H264, '-bf', '2', '-g', '40', '-preset', 'fast']],
    ['avi', ['-c:v', 'mpeg4', '-q:v', '3']],
    ['webm', ['-c:v', 'libvpx', '-b:v', '1M', '-deadline', 'realtime']],
  ])('is the frame of its time, in %s', async (extension, codec) => {
    const path = join(folder, `numbers.${extension}`);
    ffmpeg('-f', 'lavfi', '-i', 'testsrc2=duration=70:size=320x180:rate=5', ...codec, path);
    const candidates = await candidatesOf(path, fromSeconds(3.4));
    // Far apart, so that it is sought more than once.
    const wanted = candidates.filter((_, index) => index % 8 < 2);
    const picked = await pick(
      path,
      wanted.map(({ time }) => time),
    );
    expect(picked.map(({ time }) => time)).toEqual(wanted.map(({ time }) => time));
    for (const [index, { picture }] of picked.entries())
      expect(difference(picture, wanted[index]!.picture)).toBeLessThan(0.5);
  });

  it.for(REAL_VIDEOS)('is the frame of its time in the real %s', async (name, context) => {
    const path = sharedData(context, `media/video/${name}`);
    const wanted = (await candidatesOf(path, fromSeconds(2.3))).filter((_, index) => index % 3 === 0);
    const picked = await pick(
      path,
      wanted.map(({ time }) => time),
      { side: 320 },
    );
    expect(picked.map(({ time }) => time)).toEqual(wanted.map(({ time }) => time));
    for (const [index, { picture }] of picked.entries())
      expect(difference(picture, wanted[index]!.picture)).toBeLessThan(0.5);
  });

  it('comes in order, once, whatever the order of the times, and more than one run has of them', async () => {
    const path = join(folder, 'many.mp4');
    makeVideo(path, { seconds: 20, rate: 10 });
    const times = Array.from({ length: 150 }, (_, index) => fromSeconds(index / 10));
    const picked = await pick(path, [...times].reverse().concat(times));
    expect(picked.map(({ time }) => time)).toEqual(times);
  });

  it('is left out where there is no frame of that time', async () => {
    const path = join(folder, 'few.mp4');
    makeVideo(path);
    const picked = await pick(path, [fromSeconds(1), 1_050_000, fromSeconds(2), fromSeconds(900)]);
    expect(picked.map(({ time }) => time)).toEqual([fromSeconds(1), fromSeconds(2)]);
  });

  it('is upright, not larger than wanted and never enlarged', async () => {
    const [flat, turned] = [join(folder, 'flat.mp4'), join(folder, 'turned.mp4')];
    makeVideo(flat, { size: '320x180' });
    rotate(flat, turned, 90);
    const sizeAt = async (path: string, side: number) => {
      const [{ picture }] = (await pick(path, [0], { side })) as [PickedPicture];
      return [picture.width, picture.height];
    };
    expect(await sizeAt(flat, 4096)).toEqual([320, 180]);
    expect(await sizeAt(turned, 4096)).toEqual([180, 320]);
    expect(await sizeAt(turned, 160)).toEqual([90, 160]);
  });

  it('is left out of what a truncated file has lost, with a complaint', async () => {
    const path = join(folder, 'short.mkv');
    makeVideo(path, { seconds: 10, size: '320x180' });
    truncateSync(path, 60_000);
    const complaints: string[] = [];
    const picked = await pick(path, [0, fromSeconds(9.9)], { onComplaint: (each) => complaints.push(each) });
    expect(picked.map(({ time }) => time)).toEqual([0]);
    expect(complaints.length).toBeGreaterThan(0);
  });

  it('is waited for until the signal fires', async () => {
    const path = join(folder, 'stopped.mp4');
    makeVideo(path, { seconds: 10 });
    const controller = new AbortController();
    const facts = (await createProber(tools).probe(path, never))!;
    const times = Array.from({ length: 100 }, (_, index) => fromSeconds(index / 10));
    const picking = createPicturePicker(tools).pick(path, facts, times, 4096, controller.signal);
    const all = (async () => {
      for await (const _ of picking) controller.abort();
    })();
    await expect(all).rejects.toMatchObject({ code: 'interrupted' });
  });
});
