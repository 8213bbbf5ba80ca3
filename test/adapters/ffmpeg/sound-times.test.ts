import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProber } from '../../../src/adapters/ffmpeg/create-prober.ts';
import { createVideoDecoder } from '../../../src/adapters/ffmpeg/create-video-decoder.ts';
import { fromSeconds, toSeconds } from '../../../src/domain/time.ts';
import { ffmpeg, H264, tools } from '../../support/media.ts';
import { BEEPS, beeps, beepTimes, flashes, makeSound, peakOf, soundOf } from '../../support/sounds.ts';
import { folderOfSuite } from '../../support/suite-folder.ts';

const never = new AbortController().signal;
const folder = folderOfSuite();

/** Half a picture at 50 a second. Seconds. */
const MOST_OFF = 0.01;

/** When the picture is white, seconds, as the video decoder tells it. */
async function flashTimes(path: string): Promise<number[]> {
  const facts = (await createProber(tools).probe(path, never))!;
  const options = {
    interval: fromSeconds(1),
    modelSize: 32,
    thumbnailSide: 32,
    resample: 'bilinear',
  } as const;
  const pictures = createVideoDecoder(tools).decode(
    path,
    facts,
    { ...options, crop: 'none', hwaccel: 'none' },
    never,
  );
  const times: number[] = [];
  for await (const picture of pictures) {
    if (picture.kind === 'small' && picture.frame.y[0]! > 128) times.push(toSeconds(picture.frame.time));
  }
  return times;
}

function expectTimes(got: readonly number[], expected: readonly number[]): void {
  expect(got).toHaveLength(expected.length);
  for (const [index, time] of expected.entries()) {
    expect(Math.abs(got[index]! - time), `${got} instead of ${expected}`).toBeLessThan(MOST_OFF);
  }
}

const shifted = (times: readonly number[], by: number) => times.map((time) => time + by);
const PICTURE = flashes(BEEPS);
const AAC = [...H264, '-c:a', 'aac'];
const PCM = [...H264, '-c:a', 'pcm_s16le'];
/** Leaves packets out, about from 1.0 to 1.6 s. */
const HOLE = ['-c', 'copy', '-bsf:a', "noise=drop='gt(n\\,43)*lt(n\\,70)'"];

/** A file's name, how it is made, and when its beeps are heard. */
const ALONE: [string, (path: string) => void, readonly number[]][] = [
  ['sound.wav', (path) => ffmpeg(...beeps(), path), BEEPS],
  ['sound.flac', (path) => ffmpeg(...beeps(), path), BEEPS],
  ['sound.m4a', (path) => ffmpeg(...beeps(), '-c:a', 'aac', path), BEEPS],
  ['sound.opus', (path) => ffmpeg(...beeps(BEEPS, { rate: 48_000 }), path), BEEPS],
  // By ffprobe too an mp3 begins when its encoder's delay is over: 1105 samples.
  ['sound.mp3', (path) => ffmpeg(...beeps(), path), shifted(BEEPS, 1105 / 44_100)],
  ['aac.mp4', (path) => ffmpeg(...PICTURE, ...beeps(), ...AAC, path), BEEPS],
  [
    'edit-list.mp4',
    (path) => {
      ffmpeg(...PICTURE, ...beeps(), ...AAC, '-g', '25', `${path}.whole.mp4`);
      ffmpeg('-ss', '1.5', '-i', `${path}.whole.mp4`, '-c', 'copy', path);
    },
    shifted(BEEPS.slice(1), -1.5),
  ],
  [
    'before-zero.mkv',
    (path) =>
      ffmpeg(
        ...PICTURE,
        ...beeps(),
        ...PCM,
        ...['-output_ts_offset', '-0.48', '-avoid_negative_ts', 'disabled'],
        path,
      ),
    shifted(BEEPS, -0.48),
  ],
  [
    'silence-left-out.mkv',
    (path) => ffmpeg(...PICTURE, ...beeps(), '-af', "aselect='not(between(t,1,1.6))'", ...PCM, path),
    BEEPS,
  ],
  [
    'packets-lost.mp4',
    (path) => {
      ffmpeg(...PICTURE, ...beeps(), ...AAC, `${path}.whole.mp4`);
      ffmpeg('-i', `${path}.whole.mp4`, ...HOLE, path);
    },
    BEEPS,
  ],
];

/** A file's name, how it is made, and how long after the picture's flash its beep is heard. */
const WITH_PICTURE: [string, (path: string) => void, number][] = [
  ['aac.mkv', (path) => ffmpeg(...PICTURE, ...beeps(), ...AAC, path), 0],
  ['aac.flv', (path) => ffmpeg(...PICTURE, ...beeps(), ...AAC, path), 0],
  [
    'three-hours-in.ts',
    (path) => ffmpeg(...PICTURE, ...beeps(), ...AAC, '-output_ts_offset', '10800.123', path),
    0,
  ],
  ['later.mp4', (path) => ffmpeg(...PICTURE, '-itsoffset', '0.75', ...beeps(), ...AAC, path), 0.75],
  ['later.mkv', (path) => ffmpeg(...PICTURE, '-itsoffset', '0.75', ...beeps(), ...AAC, path), 0.75],
  ['earlier.mp4', (path) => ffmpeg('-itsoffset', '0.76', ...PICTURE, ...beeps(), ...AAC, path), -0.76],
  ['earlier.mkv', (path) => ffmpeg('-itsoffset', '0.76', ...PICTURE, ...beeps(), ...AAC, path), -0.76],
  [
    'variable-rate.mkv',
    (path) => {
      const flashesAndSome = BEEPS.map((time) => `between(t,${time - 0.1},${time + 0.1})`).join('+');
      const some = `select='mod(n,3)*mod(n,5)+${flashesAndSome}'`;
      ffmpeg(...PICTURE, ...beeps(), '-vf', some, '-vsync', 'vfr', ...AAC, path);
    },
    0,
  ],
];

describe('the number of a sample tells its time', () => {
  it.each(ALONE)('in %s', async (name, make, expected) => {
    const path = join(folder, name);
    make(path);
    expectTimes(beepTimes(await soundOf(path)), expected);
  });

  it.each(WITH_PICTURE)('beside the picture in %s', async (name, make, later) => {
    const path = join(folder, name);
    make(path);
    const seen = await flashTimes(path);
    expect(seen).toHaveLength(BEEPS.length);
    expectTimes(beepTimes(await soundOf(path)), shifted(seen, later));
  });

  it('where the sound changes its rate and channels on the way', async () => {
    const parts = [
      beeps([0.5], { seconds: 1, rate: 48_000 }),
      beeps([0.5], { seconds: 1, rate: 32_000 }),
    ].map((input, part) => {
      const path = join(folder, `part-${part}.ts`);
      const channels = part === 0 ? '2' : '1';
      ffmpeg(
        ...input,
        '-c:a',
        'mp2',
        '-ac',
        channels,
        '-output_ts_offset',
        String(part),
        '-muxdelay',
        '0',
        path,
      );
      return readFileSync(path);
    });
    const path = join(folder, 'changing.ts');
    writeFileSync(path, Buffer.concat(parts));
    const sound = await soundOf(path);
    // The first is moved by MP2's delay of 481 samples, as no time may lie before zero.
    expectTimes(beepTimes(sound), [0.5 + 481 / 48_000, 1.5]);
    // ffmpeg makes two channels of one with 3 dB less in each.
    expect(peakOf(sound.samples.subarray(0, 14_000))).toBeCloseTo(0.5 * Math.SQRT1_2, 1);
    expect(peakOf(sound.samples.subarray(18_000))).toBeCloseTo(0.5, 1);
  });

  it.each([
    ['8 kHz', 8000],
    ['96 kHz', 96_000],
    ['11.025 kHz', 11_025],
  ])('at %s, and the level stays', async (_, rate) => {
    const path = join(folder, `${rate}.flac`);
    ffmpeg(...beeps(BEEPS, { rate }), path);
    const sound = await soundOf(path);
    expectTimes(beepTimes(sound), BEEPS);
    expect(sound.samples).toHaveLength(64_000);
    expect(peakOf(sound.samples)).toBeCloseTo(0.5, 2);
  });
});

describe('channels', () => {
  /** The level of speech in one channel or several, out of a file that `filter` makes. */
  async function levelOf(name: string, filter: string, amplitude = 0.5): Promise<number> {
    const path = join(folder, name);
    makeSound(path, beeps(BEEPS, { amplitude }), filter, '-c:a', 'pcm_s16le');
    const sound = await soundOf(path);
    expectTimes(beepTimes(sound), BEEPS);
    return peakOf(sound.samples);
  }

  it.each([
    ['one channel', 'anull', 0.5],
    ['two that are alike', 'pan=stereo|FL=c0|FR=c0', 0.5],
    ['the right one dead', 'pan=stereo|FL=c0|FR=0*c0', 0.5],
    ['the left one dead', 'pan=stereo|FL=0*c0|FR=c0', 0.5],
    ['the left one nearly dead', 'pan=stereo|FL=0.01*c0|FR=c0', 0.5],
    ['opposite phase', 'pan=stereo|FL=c0|FR=-1*c0', 0.5],
    ['one that hums', 'pan=stereo|FL=c0|FR=0*c0,aeval=val(0)|0.04*sin(2*PI*50*t):c=same', 0.5],
  ])('lose nothing of the level: %s', async (name, filter, expected) => {
    expect(Math.abs((await levelOf(`${name}.wav`, filter)) - expected)).toBeLessThan(0.02);
  });

  it.each(['5.1', '7.1', 'quad', '5.0', '7.1(wide)'])('are heard in the middle of %s', async (layout) => {
    const middle = layout === 'quad' ? 'FL=c0|FR=c0' : 'FC=c0';
    const level = await levelOf(`${layout}.wav`, `pan=${layout}|${middle}`);
    expect(Math.abs(level - 0.5)).toBeLessThan(0.02);
  });

  it('are turned down where all of them together are too loud', async () => {
    const all = ['FL', 'FR', 'FC', 'LFE', 'BL', 'BR', 'SL', 'SR'].map((channel) => `${channel}=c0`);
    const level = await levelOf('full.wav', `pan=7.1|${all.join('|')}`, 0.98);
    expect(level).toBeGreaterThan(0.9);
    expect(level).toBeLessThanOrEqual(1);
  });

  it('hold numbers from −1 to 1, where the file holds others', async () => {
    const path = join(folder, 'odd-numbers.wav');
    ffmpeg(...beeps(), '-c:a', 'pcm_f32le', path);
    const bytes = readFileSync(path);
    const data = bytes.indexOf('data') + 8;
    for (const [index, value] of [Number.NaN, Number.POSITIVE_INFINITY, -1e30, 3].entries()) {
      for (let at = 0; at < 200; at++) bytes.writeFloatLE(value, data + 4 * (150_000 + index * 1000 + at));
    }
    writeFileSync(path, bytes);
    const { samples } = await soundOf(path);
    expect(samples.every((sample) => sample >= -1 && sample <= 1)).toBe(true);
    expect(beepTimes({ start: 0, samples: samples.subarray(0, 54_000) })).toHaveLength(2);
  });
});
