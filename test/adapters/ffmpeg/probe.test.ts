import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createProber } from '../../../src/adapters/ffmpeg/create-prober.ts';
import { parseFfmpegText } from '../../../src/adapters/ffmpeg/parse-ffmpeg-text.ts';
import { ffmpeg, H264, makeVideo, needFfprobe, REAL_VIDEOS, rotate, tools } from '../../support/media.ts';
import { ODD_NAMES } from '../../support/odd-names.ts';
import { sharedData } from '../../support/shared-data.ts';
import { folderOfSuite } from '../../support/suite-folder.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const never = new AbortController().signal;
const folder = folderOfSuite();
const withoutProbe = createProber({ ffmpeg: tools.ffmpeg, ffprobe: undefined });

const picture = (size = '160x120', rate = '25') => [
  '-f',
  'lavfi',
  '-i',
  `testsrc2=duration=2:size=${size}:rate=${rate}`,
];
const SOUND = ['-f', 'lavfi', '-i', 'sine=duration=2'];

function turned(degrees: number): (path: string) => void {
  return (path) => {
    makeVideo(`${path}.upright.mp4`, { seconds: 1 });
    rotate(`${path}.upright.mp4`, path, degrees);
  };
}

/** A file's name, how it is made, and what must be said of it. */
const FILES: [string, (path: string) => void, object][] = [
  [
    'h264-aac.mp4',
    (path) => ffmpeg(...picture(), ...SOUND, ...H264, '-c:a', 'aac', path),
    { codec: 'h264', width: 160, height: 120, hasAudio: true, frameRate: 25 },
  ],
  [
    'ntsc.mkv',
    (path) => ffmpeg(...picture('176x144', '30000/1001'), ...H264, path),
    { width: 176, height: 144, hasAudio: false },
  ],
  [
    'mpeg4.avi',
    (path) => ffmpeg(...picture(), ...SOUND, '-c:v', 'mpeg4', '-c:a', 'mp2', path),
    { codec: 'mpeg4', hasAudio: true },
  ],
  [
    'vp8.webm',
    (path) => ffmpeg(...picture('96x64', '10'), '-c:v', 'libvpx', '-deadline', 'realtime', path),
    { codec: 'vp8', width: 96, height: 64 },
  ],
  ['turned-90.mp4', turned(90), { width: 120, height: 160 }],
  ['turned-180.mp4', turned(180), { width: 160, height: 120 }],
  ['turned-270.mp4', turned(270), { width: 120, height: 160 }],
  [
    'anamorphic.mp4',
    (path) => ffmpeg(...picture('180x144'), '-vf', 'setsar=16/11', ...H264, path),
    { width: 262, height: 144 },
  ],
  [
    'anamorphic-container.mkv',
    (path) => {
      makeVideo(`${path}.square.mp4`, { seconds: 1 });
      ffmpeg('-i', `${path}.square.mp4`, '-c', 'copy', '-aspect', '16:9', path);
    },
    { width: 213, height: 120 },
  ],
  [
    'late.ts',
    (path) =>
      ffmpeg(...picture(), ...SOUND, ...H264, '-c:a', 'mp2', '-output_ts_offset', '40', '-f', 'mpegts', path),
    { hasAudio: true },
  ],
  [
    'fast.mp4',
    (path) => ffmpeg('-f', 'lavfi', '-i', 'testsrc2=duration=0.1:size=64x64:rate=1000', ...H264, path),
    { frameRate: 1000 },
  ],
  [
    'subtitled.mkv',
    (path) => {
      writeFileSync(`${path}.srt`, '1\n00:00:00,000 --> 00:00:01,000\nHello\n');
      const title =
        'title=a\n  Stream #0:0: Video: mpeg4, yuv420p, 1x1, 9 fps\n  Duration: 09:00:00.00, start: 5';
      ffmpeg(...picture(), '-i', `${path}.srt`, ...H264, '-c:s', 'srt', '-metadata', title, path);
    },
    { width: 160, codec: 'h264', hasAudio: false },
  ],
  [
    'with-cover.mp4',
    (path) => {
      ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=64x64', '-frames:v', '1', `${path}.png`);
      ffmpeg(
        '-i',
        `${path}.png`,
        ...picture(),
        '-map',
        '0',
        '-map',
        '1',
        '-c:v:0',
        'png',
        '-disposition:v:0',
        'attached_pic',
        '-c:v:1',
        'libx264',
        '-preset',
        'ultrafast',
        '-pix_fmt:v:1',
        'yuv420p',
        path,
      );
    },
    { width: 160, codec: 'h264' },
  ],
];

/** Asks both ways and holds them against each other; returns ffprobe's answer. */
async function hold(path: string, ffprobe: string) {
  const byProbe = (await createProber({ ffmpeg: tools.ffmpeg, ffprobe }).probe(path, never))!;
  const byText = (await withoutProbe.probe(path, never))!;
  const rounded = { duration: byProbe.duration, start: byProbe.start, frameRate: byProbe.frameRate };
  expect({ ...byText, ...rounded }).toEqual(byProbe);
  expect(Math.abs(byText.duration - byProbe.duration)).toBeLessThanOrEqual(10_000);
  expect(Math.abs(byText.start - byProbe.start)).toBeLessThanOrEqual(10_000);
  expect(Math.abs(byText.frameRate - byProbe.frameRate)).toBeLessThanOrEqual(0.01);
  return byProbe;
}

describe('ffprobe and ffmpeg’s own text tell the same facts', () => {
  it.for(FILES)('of %s', async ([name, make, expected]) => {
    const path = join(folder, name);
    make(path);
    expect(await withoutProbe.probe(path, never)).toMatchObject(expected);
    if (tools.ffprobe !== undefined) expect(await hold(path, tools.ffprobe)).toMatchObject(expected);
  });

  it.for(REAL_VIDEOS)('of the real %s', async (name, context) => {
    const facts = await hold(sharedData(context, `media/video/${name}`), needFfprobe(context));
    expect(facts).toMatchObject({ codec: 'h264' });
  });
});

describe('a prober refuses as unreadable', () => {
  const both = [
    ['ffprobe', createProber(tools)],
    ['ffmpeg', withoutProbe],
  ] as const;
  const refused: [string, (path: string) => void][] = [
    ['text', (path) => writeFileSync(path, 'hello\n'.repeat(1000))],
    ['random bytes', (path) => writeFileSync(path, randomBytes(100_000))],
    ['an empty file', (path) => writeFileSync(path, '')],
    ['a web page', (path) => writeFileSync(path, '<!doctype html><title>x</title>')],
    [
      'a video without its index',
      (path) => {
        makeVideo(`${path}.whole.mp4`);
        writeFileSync(path, readFileSync(`${path}.whole.mp4`).subarray(0, 20_000));
      },
    ],
  ];
  it.each(refused)('%s', async (_, make) => {
    const path = join(tempFolder(), 'file.mp4');
    make(path);
    for (const [how, prober] of both) {
      await expect(prober.probe(path, never), how).rejects.toMatchObject({
        code: 'media-unreadable',
        message: expect.stringContaining(path),
      });
    }
  });

  it('a file that is not there, and stops when asked to', async () => {
    for (const [how, prober] of both) {
      await expect(prober.probe('/nowhere/x.mp4', never), how).rejects.toMatchObject({
        code: 'media-unreadable',
      });
      await expect(prober.probe('/nowhere/x.mp4', AbortSignal.abort(130)), how).rejects.toMatchObject({
        code: 'interrupted',
      });
    }
  });
});

describe('a prober finds sound alone in', () => {
  const silent: [string, (path: string) => void][] = [
    ['sound alone', (path) => ffmpeg(...SOUND, '-c:a', 'aac', '-f', 'mp4', path)],
    [
      'sound with a cover picture',
      (path) => {
        ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=64x64', '-frames:v', '1', `${path}.png`);
        ffmpeg(
          ...SOUND,
          '-i',
          `${path}.png`,
          '-c:a',
          'aac',
          '-c:v',
          'png',
          '-disposition:v:0',
          'attached_pic',
          '-f',
          'mp4',
          path,
        );
      },
    ],
  ];
  it.each(silent)('%s', async (_, make) => {
    const path = join(tempFolder(), 'file.mp4');
    make(path);
    for (const prober of [createProber(tools), withoutProbe]) {
      expect(await prober.probe(path, never)).toEqual({
        container: 'mov,mp4,m4a,3gp,3g2,mj2',
        codec: 'aac',
        width: 0,
        height: 0,
        duration: 2_000_000,
        start: 0,
        frameRate: 0,
        hasAudio: true,
        dynamicRange: 'sdr',
        interlaced: false,
      });
    }
  });
});

it('a program that is no ffmpeg is told as that, not as a fault of the file', async () => {
  const path = join(tempFolder(), 'any.mp4');
  makeVideo(path);
  for (const ffmpeg of ['/bin/true', '/bin/cat']) {
    await expect(createProber({ ffmpeg, ffprobe: undefined }).probe(path, never)).rejects.toMatchObject({
      code: 'ffmpeg-missing',
      message: expect.stringContaining(ffmpeg),
    });
  }
});

it('Matroska whose pictures begin late plays as long as they do', async () => {
  const path = join(tempFolder(), 'late.mkv');
  ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=64x64:rate=10:duration=3', '-output_ts_offset', '5', path);
  for (const prober of [createProber(tools), withoutProbe]) {
    const facts = await prober.probe(path, never);
    expect(facts?.start).toBeCloseTo(5_000_000, -5);
    expect(facts?.duration).toBeCloseTo(3_000_000, -5.5);
  }
});

describe('a file is found under any name', () => {
  beforeAll(() => makeVideo(join(folder, 'good.mp4')));

  it.each([...ODD_NAMES, ` ${'x'.repeat(250)}.mp4`.slice(-255)])('%j', async (name) => {
    const place = tempFolder();
    const path = join(place, name);
    copyFileSync(join(folder, 'good.mp4'), path);
    const probers = tools.ffprobe === undefined ? [withoutProbe] : [withoutProbe, createProber(tools)];
    for (const prober of probers) {
      expect(await prober.probe(path, never)).toMatchObject({ width: 160, height: 120, codec: 'h264' });
    }
  });
});

it('a picture of more than 50 million pixels is refused before memory is taken for it', async () => {
  const path = join(tempFolder(), 'huge.mp4');
  execFileSync(tools.ffmpeg, [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'color=size=8192x8192:rate=1:duration=1',
    '-c:v',
    'mjpeg',
    '-f',
    'avi',
    path,
  ]);
  await expect(
    withoutProbe.probe(path, never).then((facts) => facts!.width * facts!.height),
  ).rejects.toMatchObject({ code: 'media-unreadable' });
});

it('text without a picture and without sound gives no facts', () => {
  expect(
    parseFfmpegText(
      "Input #0, mov, from 'file:/a.mp4':\n  Duration: 00:00:02.00\n  Stream #0:0: Data: none\n",
      0,
    ),
  ).toBeUndefined();
});
