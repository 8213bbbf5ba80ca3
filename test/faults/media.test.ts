import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { createProber } from '../../src/adapters/ffmpeg/create-prober.ts';
import { createVideoDecoder } from '../../src/adapters/ffmpeg/create-video-decoder.ts';
import type { DecodeOptions } from '../../src/domain/ports/media.ts';
import { fromSeconds } from '../../src/domain/time.ts';
import { indexRig } from '../support/index-rig.ts';
import { makeShots } from '../support/made-shots.ts';
import { ffmpeg, H264, makeVideo, tools } from '../support/media.ts';
import { noneWith, processesWith } from '../support/processes-with.ts';
import { folderOfSuite } from '../support/suite-folder.ts';
import { tempFolder } from '../support/temp-folder.ts';

const never = new AbortController().signal;
const folder = folderOfSuite();
const MEGABYTE = 1024 ** 2;

const OPTIONS: DecodeOptions = {
  interval: fromSeconds(0.5),
  modelSize: 32,
  crop: 'none',
  resample: 'bilinear',
  thumbnailSide: 64,
  hwaccel: 'none',
};
/** A video with nothing wrong with it, 2 s of 10 frames a second; its name is the mark for misbehaving(). */
const small = join(folder, 'bad.mp4');
beforeAll(() => makeVideo(small, { seconds: 2 }));

/** An ffmpeg that does what it should but where it is to decode the file `bad.mp4`: then it does something else. */
function misbehaving(deed: string): string {
  const path = join(tempFolder(), 'ffmpeg');
  const cases = `case "$*" in *bad.mp4*-filter_complex*) ${deed};; esac`;
  writeFileSync(path, `#!/bin/bash\n${cases}\nexec '${tools.ffmpeg}' "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('damaged videos', () => {
  const whole = join(folder, 'whole.mp4');
  beforeAll(() => {
    // A shot, and a frame of it, for each second.
    makeShots(whole, { shots: 20, rate: 25, coding: [...H264, '-g', '25', '-movflags', '+faststart'] });
  });

  /** Indexes one damaged video beside a good one. */
  async function indexDamaged(damage: (bytes: Buffer, mdat: number) => Buffer) {
    const rig = indexRig();
    makeVideo(join(rig.videos, 'good.mp4'), { seconds: 1 });
    const bytes = readFileSync(whole);
    writeFileSync(join(rig.videos, 'bad.mp4'), damage(bytes, bytes.indexOf('mdat') + 4));
    const document = await rig.index({ code: 3 });
    expect(document.problems).toHaveLength(1);
    expect(document.problems[0]!.path).toBe(join(rig.videos, 'bad.mp4'));
    const runs = rig.query<{ state: string; frames: number }>(
      `SELECT stage_run.state, count(frame.id) AS frames FROM stage_run JOIN video ON video.id = stage_run.video_id AND stage = 'sight'
       LEFT JOIN frame ON frame.video_id = video.id GROUP BY video.id ORDER BY frames`,
    );
    return { document, problem: document.problems[0]!, runs };
  }

  it('F5 without its index can’t be read; the others are indexed', async () => {
    const { document, problem, runs } = await indexDamaged((bytes, mdat) => {
      // The index lies in front: without it the file is that of a camera that lost its power.
      const from = bytes.indexOf('moov') - 4;
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(mdat - 8)]);
    });
    expect(problem).toMatchObject({ code: 'media-unreadable', message: expect.stringContaining('moov') });
    expect(document.videos).toMatchObject({ indexed: 1, failed: 1 });
    expect(runs.map(({ state }) => state)).toEqual(['failed', 'done']);
  });

  it.each([
    [
      'its second half is missing',
      (bytes: Buffer, mdat: number) => bytes.subarray(0, (mdat + bytes.length) / 2),
    ],
    [
      'its middle is mangled',
      (bytes: Buffer, mdat: number) => {
        const quarter = Math.floor((bytes.length - mdat) / 4);
        return bytes.fill(0, mdat + quarter, mdat + 3 * quarter);
      },
    ],
  ])('F5 keep what is readable, and how much is said, where %s', async (_, damage) => {
    const { document, problem, runs } = await indexDamaged(damage);
    expect(problem).toMatchObject({
      code: 'media-damaged',
      message: expect.stringMatching(/damaged: (?:9|10|11) of 20 s/),
    });
    expect(document.videos).toMatchObject({ failed: 0 });
    expect(runs.map(({ state }) => state)).toEqual(['done', 'partial']);
    expect(runs[1]!.frames).toBeGreaterThanOrEqual(9);
    expect(runs[1]!.frames).toBeLessThanOrEqual(12);
  });
});

describe('pictures that are too large', () => {
  it('F8 are not indexed, the video beside them is: 16000×16000', async () => {
    const rig = indexRig();
    makeVideo(join(rig.videos, 'good.mp4'), { seconds: 1 });
    const path = join(rig.videos, 'huge.mp4');
    ffmpeg('-f', 'lavfi', '-i', 'color=red:size=64x64:rate=1:duration=2', '-c:v', 'mjpeg', path);
    const bytes = readFileSync(path);
    const writeSize = (at: number) => {
      expect([bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)]).toEqual([64, 64]);
      bytes.writeUInt16BE(16_000, at);
      bytes.writeUInt16BE(16_000, at + 2);
    };
    // The start of each JPEG frame states 8 bits, height and width.
    const start = Buffer.from([0xff, 0xc0, 0x00, 0x11, 0x08, 0, 64, 0, 64]);
    for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at)) writeSize(at + 5);
    writeSize(bytes.indexOf('mp4v') + 28);
    writeFileSync(path, bytes);
    let most = 0;
    const watch = setInterval(() => {
      for (const each of processesWith(rig.videos)) most = Math.max(most, each.most);
    }, 5);
    const document = await rig.index({ code: 3 });
    clearInterval(watch);
    expect(document.problems).toEqual([
      { path, code: 'media-unreadable', message: expect.stringContaining('too large (256 MP)') },
    ]);
    expect(document.videos).toMatchObject({ indexed: 1, failed: 1 });
    expect(most, 'some process was seen').toBeGreaterThan(0);
    expect(most).toBeLessThan(300 * MEGABYTE);
  });

  it('F8 are not decoded, whatever size the container claims', async () => {
    const path = join(folder, 'larger.mp4');
    const picture = ['-f', 'lavfi', '-i', 'color=red:size=7200x7200:rate=1', '-frames:v', '1'];
    ffmpeg(...picture, '-c:v', 'mjpeg', '-threads', '1', path);
    const claimed = (await createProber(tools).probe(small, never))!;
    const decoding = createVideoDecoder(tools).decode(path, claimed, OPTIONS, never);
    await expect(decoding[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringContaining('too large (52 MP)'),
    });
  });
});

describe('an ffmpeg that can’t be used', () => {
  const index = async (env: NodeJS.ProcessEnv) => {
    const rig = indexRig();
    makeVideo(join(rig.videos, 'a.mp4'), { seconds: 1 });
    return rig.run(['index', rig.videos, '--profile', 'tiny'], { env });
  };
  const program = (text: string | Buffer) => {
    const path = join(tempFolder(), 'ffmpeg');
    writeFileSync(path, text, { mode: 0o755 });
    return path;
  };

  it('F10 is not there', async (context) => {
    needNoStatic(context);
    const { code, stderr } = await index({ PATH: '/nowhere' });
    expect(stderr).toMatch(/^heimdex: ffmpeg not found: .*\ntry: .*install.*\n$/);
    expect(code).toBe(11);
  });

  it('F10 is too old', async () => {
    const { code, stderr } = await index({
      HEIMDEX_FFMPEG: program("#!/bin/sh\necho 'ffmpeg version 3.4.2'\n"),
    });
    expect(stderr).toMatch(
      /^heimdex: .* is ffmpeg 3\.4\.2, which is too old: 4\.4 or newer is needed\ntry: .*\n$/m,
    );
    expect(code).toBe(11);
  });

  it('F10 is made for another kind of processor', async () => {
    const header = readFileSync(process.execPath).subarray(0, 4096);
    // e_machine: Alpha, which no Node runs on.
    header.writeUInt16LE(0x9026, 18);
    const { code, stderr } = await index({ HEIMDEX_FFMPEG: program(header) });
    expect(stderr).toMatch(/^heimdex: .*ffmpeg.*\ntry: .*HEIMDEX_FFMPEG.*\n$/m);
    expect(code).toBe(11);
  });
});

describe('an ffmpeg that misbehaves', () => {
  const path = small;
  async function decodeWith(program: string, stallMs: number): Promise<number> {
    const facts = (await createProber(tools).probe(path, never))!;
    const decoder = createVideoDecoder({ ffmpeg: program, ffprobe: undefined }, { stallMs });
    let count = 0;
    for await (const _ of decoder.decode(path, facts, OPTIONS, never)) count++;
    return count;
  }

  it('F11 hangs: it is ended, with what it started, and the video has failed', async () => {
    // A number that no other process has in its command line.
    const naps = `86399.25${process.pid}`;
    const stub = misbehaving(`sleep ${naps}`);
    await expect(decodeWith(stub, 300)).rejects.toMatchObject({
      code: 'media-unreadable',
      message: `${path}: ffmpeg gave no picture for 0.3 s`,
    });
    await noneWith(naps);
  });

  it('F11 hangs while a video is looked at', async () => {
    const naps = `86399.75${process.pid}`;
    const stub = join(tempFolder(), 'ffmpeg');
    const cases = `case "$*" in -version) exec '${tools.ffmpeg}' -version;; esac`;
    writeFileSync(stub, `#!/bin/bash\n${cases}\nsleep ${naps}\n`, { mode: 0o755 });
    const prober = createProber({ ffmpeg: stub, ffprobe: undefined }, { timeoutMs: 500 });
    await expect(prober.probe(path, never)).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringContaining('it did not end within 0.5 s'),
    });
    await noneWith(naps);
  });

  it('F11 crashes: that video has failed, the others are indexed', async () => {
    const rig = indexRig();
    makeVideo(join(rig.videos, 'bad.mp4'), { seconds: 1 });
    makeVideo(join(rig.videos, 'good.mp4'), { seconds: 2 });
    const env = { HEIMDEX_FFMPEG: misbehaving('kill -SEGV $$') };
    const document = await rig.index({ code: 3, options: { env } });
    expect(document.videos).toMatchObject({ indexed: 1, failed: 1 });
    expect(document.problems).toEqual([
      {
        path: join(rig.videos, 'bad.mp4'),
        code: 'media-unreadable',
        message: expect.stringContaining('SIGSEGV'),
      },
    ]);
  });

  it.each([
    ['lines to stderr', 'yes "error while decoding" >&2', 'gave no picture'],
    ['one line to stderr', 'cat /dev/zero >&2', 'gave no picture'],
    ['one line where times should be', 'cat /dev/zero >&6', 'gave no picture'],
    ['pictures without times', 'cat /dev/zero >&3', 'do not belong together'],
    ['pictures of one kind alone', 'cat /dev/zero >&5', 'do not belong together'],
    [
      'times without pictures',
      "for ((i=0;;i++)); do printf 'frame:%d pts:%d pts_time:0\\nsmall=1\\n' $i $i; done >&6",
      'do not belong together',
    ],
    ['to stdout', 'cat /dev/zero', 'gave no picture'],
  ])('F11 writes without end, and memory stays flat: %s', async (_, deed, expected) => {
    const before = process.memoryUsage.rss();
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 20);
    await expect(
      decodeWith(misbehaving(deed), expected.startsWith('gave no') ? 1500 : 60_000),
    ).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringContaining(expected),
    });
    clearInterval(watch);
    expect(most - before).toBeLessThan(200 * MEGABYTE);
    await noneWith(`file:${path}`);
  });

  it('F11 a deed like these is what the others are measured by: without it all pictures come', async () => {
    expect(await decodeWith(misbehaving('true'), 5000)).toBe(24);
  });
});

it('F14 no ffmpeg is left soon after the program was killed', async () => {
  const rig = indexRig();
  const path = join(rig.videos, 'long.mp4');
  const once = join(rig.folder, 'once.mp4');
  makeVideo(once, { seconds: 120, size: '320x240', rate: 25 });
  // An hour and a half: ffmpeg is far from done with it when nobody waits for its end any more.
  ffmpeg('-stream_loop', '44', '-i', once, '-c', 'copy', path);
  let seen = 0;
  const { signal } = await rig.run(['index', rig.videos, '--profile', 'tiny', '--progress', 'json'], {
    onStart: (child) =>
      child.stderr.on('data', (chunk: Buffer) => {
        if (seen > 0 || !chunk.toString().includes('"frames"')) return;
        seen = processesWith(`file:${path}`).length;
        child.kill('SIGKILL');
      }),
  });
  expect(signal).toBe('SIGKILL');
  expect(seen, 'ffmpeg was at work').toBe(1);
  for (let tries = 0; tries < 50 && processesWith(`file:${path}`).length > 0; tries++) await wait(100);
  expect(processesWith(`file:${path}`)).toEqual([]);
});

/** Where ffmpeg-static is installed it is found whatever the PATH holds. */
function needNoStatic(context: TestContext): void {
  let path: unknown;
  try {
    path = createRequire(import.meta.url)('ffmpeg-static');
  } catch {
    return;
  }
  if (typeof path === 'string' && existsSync(path)) context.skip('ffmpeg-static is installed');
}
