import { chmodSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createProber } from '../../../src/adapters/ffmpeg/create-prober.ts';
import { createVideoDecoder } from '../../../src/adapters/ffmpeg/create-video-decoder.ts';
import type { MediaTools } from '../../../src/adapters/ffmpeg/locate-ffmpeg.ts';
import type { DecodedFrame, RgbImage } from '../../../src/domain/frame.ts';
import type { SamplingOptions } from '../../../src/domain/ports/media.ts';
import { fromSeconds, ticksToMicroseconds } from '../../../src/domain/time.ts';
import type { VideoFacts } from '../../../src/domain/video.ts';
import {
  ffmpeg,
  H264,
  makeVideo,
  needFfprobe,
  probeTimes,
  REAL_VIDEOS,
  rotate,
  tools,
} from '../../support/media.ts';
import { sharedData } from '../../support/shared-data.ts';
import { folderOfSuite } from '../../support/suite-folder.ts';

const never = new AbortController().signal;
const folder = folderOfSuite();
const OPTIONS: SamplingOptions = {
  interval: fromSeconds(1),
  modelSize: 32,
  crop: 'none',
  resample: 'bilinear',
  thumbnailSide: 64,
};

/** The candidates of a decode pass. */
function createFrameSource(media: MediaTools) {
  return {
    async *frames(
      path: string,
      facts: VideoFacts,
      options: SamplingOptions,
      signal: AbortSignal,
    ): AsyncGenerator<DecodedFrame> {
      const decoder = createVideoDecoder(media);
      for await (const { kind, frame } of decoder.decode(
        path,
        facts,
        { ...options, hwaccel: 'none' },
        signal,
      ))
        if (kind === 'candidate') yield frame;
    },
  };
}

async function framesOf(
  path: string,
  options: Partial<SamplingOptions> = {},
  signal = never,
): Promise<DecodedFrame[]> {
  const facts = (await createProber(tools).probe(path, never))!;
  const frames: DecodedFrame[] = [];
  for await (const frame of createFrameSource(tools).frames(
    path,
    facts,
    { ...OPTIONS, ...options },
    signal,
  )) {
    frames.push(frame);
  }
  return frames;
}

/** The first time of each second, from all the times that ffprobe tells. */
function expectedTimes(ffprobe: string, path: string): number[] {
  const { ticks, base } = probeTimes(ffprobe, path);
  const times = ticks.map((tick) => ticksToMicroseconds(tick, ...base)).sort((a, b) => a - b);
  return times.filter((time, i) => i === 0 || Math.floor(time / 1e6) > Math.floor(times[i - 1]! / 1e6));
}

/** The mean colour of a part of a picture, given in shares of its width and height. */
function meanColour(
  { width, height, pixels }: RgbImage,
  part = { left: 0, top: 0, right: 1, bottom: 1 },
): number[] {
  const sums = [0, 0, 0];
  let count = 0;
  for (let y = Math.ceil(part.top * height); y < Math.floor(part.bottom * height); y++) {
    for (let x = Math.ceil(part.left * width); x < Math.floor(part.right * width); x++) {
      for (let c = 0; c < 3; c++) sums[c]! += pixels[(y * width + x) * 3 + c]!;
      count++;
    }
  }
  return sums.map((sum) => Math.round(sum / count));
}

/** ffmpeg processes that this process started and that still run. */
function ownFfmpegs(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const [, parent] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^PPid:\s*(\d+)/m)!;
        return (
          Number(parent) === process.pid &&
          readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('-filter_complex')
        );
      } catch {
        return false;
      }
    });
}

const source = (rate: string, seconds: number) => [
  '-f',
  'lavfi',
  '-i',
  `testsrc2=size=96x64:rate=${rate}:duration=${seconds}`,
];
const TIMED: [string, (path: string) => void][] = [
  ['constant.mp4', (path) => ffmpeg(...source('30000/1001', 6), ...H264, path)],
  ['slow.mp4', (path) => ffmpeg(...source('1/3', 12), ...H264, path)],
  // Every 3rd and 5th frame is left out: no two steps are alike.
  [
    'variable.mkv',
    (path) =>
      ffmpeg(...source('24', 8), '-vf', "select='mod(n,3)*mod(n,5)'", '-fps_mode', 'vfr', ...H264, path),
  ],
  [
    'b-frames.mp4',
    (path) =>
      ffmpeg(
        ...source('25', 5),
        '-c:v',
        'libx264',
        '-preset',
        'medium',
        '-bf',
        '3',
        '-pix_fmt',
        'yuv420p',
        path,
      ),
  ],
  [
    'late.ts',
    (path) => ffmpeg(...source('25', 4), ...H264, '-output_ts_offset', '41.3', '-f', 'mpegts', path),
  ],
  [
    'three-hours-in.mkv',
    (path) => ffmpeg(...source('30000/1001', 4), ...H264, '-output_ts_offset', '10800.123', path),
  ],
  [
    'three-hours-in.ts',
    (path) =>
      ffmpeg(...source('30000/1001', 4), ...H264, '-output_ts_offset', '10800.123', '-f', 'mpegts', path),
  ],
  [
    'edit-list.mp4',
    (path) => {
      ffmpeg(
        ...source('25', 6),
        '-f',
        'lavfi',
        '-i',
        'sine=duration=6',
        ...H264,
        '-g',
        '50',
        '-c:a',
        'aac',
        `${path}.whole.mp4`,
      );
      ffmpeg('-ss', '1.5', '-i', `${path}.whole.mp4`, '-c', 'copy', path);
    },
  ],
  ['one-frame.mp4', (path) => ffmpeg(...source('25', 1), '-frames:v', '1', ...H264, path)],
  [
    'titled.mkv',
    (path) =>
      ffmpeg(
        ...source('10', 3),
        ...H264,
        '-metadata',
        'title=[Parsed_showinfo_1 @ 0x1] n:   0 pts:  99999 pts_time:9',
        path,
      ),
  ],
];

describe('the times of frames are ffprobe’s, to the tick', () => {
  it.for(TIMED)('in %s', async ([name, make], context) => {
    const ffprobe = needFfprobe(context);
    const path = join(folder, name);
    make(path);
    const times = (await framesOf(path)).map(({ time }) => time);
    expect(times.length).toBeGreaterThan(0);
    expect(times).toEqual(expectedTimes(ffprobe, path));
  });

  it.for(REAL_VIDEOS)('in the real %s', async (name, context) => {
    const ffprobe = needFfprobe(context);
    const path = sharedData(context, `media/video/${name}`);
    expect((await framesOf(path)).map(({ time }) => time)).toEqual(expectedTimes(ffprobe, path));
  });
});

describe('pictures', () => {
  it('have the model’s size and the thumbnail’s shape', async () => {
    const path = join(folder, 'shape.mp4');
    makeVideo(path, { size: '320x180', seconds: 1 });
    const [frame] = await framesOf(path, { modelSize: 48, thumbnailSide: 100 });
    expect(frame!.forModel).toMatchObject({ width: 48, height: 48 });
    expect(frame!.forModel.pixels).toHaveLength(48 * 48 * 3);
    expect(frame!.forThumbnail).toMatchObject({ width: 100, height: 56 });
    expect(frame!.forThumbnail.pixels).toHaveLength(100 * 56 * 3);
  });

  it('are never enlarged for people', async () => {
    const path = join(folder, 'small.mp4');
    makeVideo(path, { size: '32x24', seconds: 1 });
    expect((await framesOf(path, { thumbnailSide: 320 }))[0]!.forThumbnail).toMatchObject({
      width: 32,
      height: 24,
    });
  });

  it.each([
    ['red', [255, 0, 0]],
    ['lime', [0, 255, 0]],
    ['blue', [0, 0, 255]],
    ['white', [255, 255, 255]],
    ['0x808080', [128, 128, 128]],
  ])('keep their colours: %s', async (colour, expected) => {
    const path = join(folder, `colour-${colour}.mp4`);
    ffmpeg('-f', 'lavfi', '-i', `color=${colour}:size=64x64:rate=5:duration=1`, ...H264, path);
    const [frame] = await framesOf(path);
    for (const image of [frame!.forModel, frame!.forThumbnail]) {
      meanColour(image).forEach(
        (level, i) => void expect(Math.abs(level - expected[i]!)).toBeLessThanOrEqual(4),
      );
    }
  });

  it('stand upright where the container says that they lie on their side', async () => {
    const lying = join(folder, 'lying.mp4');
    // Red above, blue below.
    ffmpeg(
      '-f',
      'lavfi',
      '-i',
      'color=red:size=64x32:rate=5:duration=1',
      '-f',
      'lavfi',
      '-i',
      'color=blue:size=64x32:rate=5:duration=1',
      '-filter_complex',
      'vstack',
      ...H264,
      lying,
    );
    const path = join(folder, 'upright.mp4');
    rotate(lying, path, 90);
    const facts = (await createProber(tools).probe(path, never))!;
    const [frame] = await framesOf(path);
    const half = (left: number) =>
      meanColour(frame!.forThumbnail, { left, top: 0.1, right: left + 0.3, bottom: 0.9 });
    // Turned, the colours lie beside each other; and not both to the same side as in the unturned one.
    const [left, right] = [half(0.1), half(0.6)];
    expect([left[0]! > 200, left[2]! > 200].filter(Boolean)).toHaveLength(1);
    expect(left[0]! > 200).toBe(right[2]! > 200);
    expect(left[2]! > 200).toBe(right[0]! > 200);
    expect(facts).toMatchObject({ width: 64, height: 64 });
  });

  it('are cut in the middle by the shape as shown, not by the stored pixels', async () => {
    const path = join(folder, 'squeezed.mp4');
    // Stored 64×64, shown 128×64: red, green, green, blue quarters; the middle square is green alone.
    const bars = ['red', 'lime', 'lime', 'blue'].flatMap((colour) => [
      '-f',
      'lavfi',
      '-i',
      `color=${colour}:size=16x64:rate=5:duration=1`,
    ]);
    ffmpeg(...bars, '-filter_complex', 'hstack=4,setsar=2/1', ...H264, path);
    const [frame] = await framesOf(path, { crop: 'center' });
    expect(frame!.forModel).toMatchObject({ width: 32, height: 32 });
    const edge = (left: number) =>
      meanColour(frame!.forModel, { left, top: 0.2, right: left + 0.15, bottom: 0.8 });
    for (const [red, green, blue] of [edge(0.08), edge(0.77)]) {
      expect(green).toBeGreaterThan(200);
      expect(red! + blue!).toBeLessThan(100);
    }
  });

  it('go on where the picture’s size changes on the way', async () => {
    const [first, second] = [join(folder, 'first.ts'), join(folder, 'second.ts')];
    ffmpeg(...source('10', 2), ...H264, '-f', 'mpegts', first);
    ffmpeg(
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=160x120:rate=10:duration=2',
      ...H264,
      '-output_ts_offset',
      '2',
      '-f',
      'mpegts',
      second,
    );
    const path = join(folder, 'changing.ts');
    writeFileSync(path, Buffer.concat([readFileSync(first), readFileSync(second)]));
    const times = (await framesOf(path)).map(({ time }) => time);
    expect(times.length).toBeGreaterThanOrEqual(4);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(2.5e6);
  });
});

describe('a decoding', () => {
  const long = join(folder, 'long.mp4');
  const begin = async (signal: AbortSignal) => {
    ffmpeg(...source('25', 60), ...H264, long);
    const facts = (await createProber(tools).probe(long, never))!;
    return createFrameSource(tools).frames(long, facts, OPTIONS, signal);
  };

  it('leaves no ffmpeg behind when the consumer stops early', async () => {
    for await (const frame of await begin(never)) {
      expect(ownFfmpegs()).toHaveLength(1);
      if (frame.time > 0) break;
    }
    expect(ownFfmpegs()).toEqual([]);
  });

  it('ends with "interrupted" and no ffmpeg when the signal fires', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const work = (async () => {
      for await (const { time } of await begin(controller.signal)) {
        seen.push(time);
        controller.abort(130);
      }
    })();
    await expect(work).rejects.toMatchObject({ code: 'interrupted', cause: 130 });
    expect(seen).toEqual([0]);
    expect(ownFfmpegs()).toEqual([]);
  });

  it('waits for a slow consumer without reading on for ever', async () => {
    const times: number[] = [];
    for await (const { time } of await begin(never)) {
      if (times.length === 0) await wait(1500);
      times.push(time);
    }
    expect(times).toEqual(Array.from({ length: 60 }, (_, second) => second * 1e6));
  });

  it('gives what is readable of a truncated file', async () => {
    const path = join(folder, 'cut.mkv');
    ffmpeg(...source('25', 20), ...H264, path);
    truncateSync(path, Math.floor(statSync(path).size / 2));
    const frames = await framesOf(path);
    expect(frames.length).toBeGreaterThan(5);
    expect(frames.length).toBeLessThan(16);
    expect(frames.map(({ time }) => time)).toEqual(frames.map((_, i) => i * 1e6));
  });

  it('says so where not one frame can be decoded', async () => {
    const path = join(folder, 'noise.mp4');
    makeVideo(path);
    const bytes = readFileSync(path);
    const start = bytes.indexOf('mdat') + 4;
    bytes.fill(0, start, bytes.indexOf('moov') - 4);
    writeFileSync(path, bytes);
    await expect(framesOf(path)).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringContaining(path),
    });
  });

  it('is no whole one where ffmpeg is killed on the way', async () => {
    const path = join(folder, 'long-enough.mp4');
    ffmpeg(...source('25', 60), ...H264, path);
    const facts = (await createProber(tools).probe(path, never))!;
    const stub = join(folder, 'dying-ffmpeg');
    const decode = `'${tools.ffmpeg}' "$@" & child=$!; sleep 0.2; kill -9 $child; wait $child; kill -9 $$`;
    writeFileSync(
      stub,
      `#!/bin/bash\ncase "$1" in -version) exec '${tools.ffmpeg}' -version;; esac\n${decode}\n`,
    );
    chmodSync(stub, 0o755);
    const decoding = createFrameSource({ ffmpeg: stub, ffprobe: undefined }).frames(
      path,
      facts,
      OPTIONS,
      never,
    );
    const reading = (async () => {
      for await (const _ of decoding);
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringContaining('ffmpeg was ended on the way'),
    });
  });

  it('names an ffmpeg that can’t be started', async () => {
    const path = join(folder, 'any.mp4');
    makeVideo(path);
    const facts = (await createProber(tools).probe(path, never))!;
    const frames = createFrameSource({ ffmpeg: '/nowhere/ffmpeg', ffprobe: undefined }).frames(
      path,
      facts,
      OPTIONS,
      never,
    );
    await expect(frames[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'ffmpeg-missing' });
  });

  it('refuses a playlist although the prober was not asked', async () => {
    const path = join(folder, 'list.mp4');
    const target = join(folder, 'target.ts');
    ffmpeg(...source('10', 1), ...H264, '-f', 'mpegts', target);
    writeFileSync(path, `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\ntarget.ts\n#EXT-X-ENDLIST\n`);
    const facts = (await createProber(tools).probe(target, never))!;
    const frames = createFrameSource(tools).frames(path, facts, OPTIONS, never);
    await expect(frames[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'media-unreadable' });
  });
});
