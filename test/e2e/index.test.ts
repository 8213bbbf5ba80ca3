import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ticksToMicroseconds } from '../../src/domain/time.ts';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { makeShots } from '../support/made-shots.ts';
import { ffmpeg, H264, needFfprobe, probeTimes, REAL_VIDEOS } from '../support/media.ts';
import { sharedData } from '../support/shared-data.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

const samples = folderOfSuite();
const [bars, mandelbrot] = [join(samples, 'bars.mp4'), join(samples, 'mandelbrot.mp4')];
beforeAll(() => {
  // Three shots, so three frames; and one shot that changes, and lasts for two times the length that a frame stands for.
  makeShots(bars, { shots: 3 });
  ffmpeg('-f', 'lavfi', '-i', 'mandelbrot=size=160x120:rate=5', '-t', '8', ...H264, mandelbrot);
});

const counts = (numbers: Record<string, number>) => ({
  indexed: 0,
  unchanged: 0,
  moved: 0,
  copied: 0,
  failed: 0,
  skipped: 0,
  gone: 0,
  offline: 0,
  ...numbers,
});

/** A rig with two indexed videos. */
async function indexed() {
  const rig = indexRig();
  copyFileSync(bars, join(rig.videos, 'bars.mp4'));
  copyFileSync(mandelbrot, join(rig.videos, 'mandelbrot.mp4'));
  expect((await rig.index()).videos).toEqual(counts({ indexed: 2 }));
  // A place is told from the mount of its volume, which may be the folder for temporary files.
  const paths = () =>
    rig
      .query<{ path: string }>('SELECT path FROM place ORDER BY path')
      .map(({ path }) => path.replace(/^.*\bvideos\//, ''));
  return { ...rig, paths };
}

describe('heimdex index', () => {
  it('indexes what is new and then leaves it alone, without loading the model', async () => {
    const rig = indexRig();
    copyFileSync(bars, join(rig.videos, 'bars.mp4'));
    copyFileSync(mandelbrot, join(rig.videos, 'mandelbrot.mp4'));
    const first = await rig.index();
    expect(first).toMatchObject({
      schema: 'heimdex.index/1',
      videos: counts({ indexed: 2 }),
      frames: 5,
      seconds: 11,
      problems: [],
      interrupted: false,
    });
    expect(first.inferenceMs).toBeGreaterThan(0);
    expect(readdirSync(rig.home).filter((name) => name.startsWith('library'))).toEqual(['library.db']);
    const second = await rig.index();
    expect(second).toMatchObject({ videos: counts({ unchanged: 2 }), frames: 0, seconds: 0, inferenceMs: 0 });
  });

  it('leaves fifty files alone', async () => {
    const rig = indexRig();
    for (let i = 0; i < 50; i++) writeFileSync(join(rig.videos, `${i}.mp4`), variantOf(bars, i));
    expect((await rig.index()).videos).toEqual(counts({ indexed: 50 }));
    const again = await rig.index();
    expect(again).toMatchObject({ videos: counts({ unchanged: 50 }), frames: 0, inferenceMs: 0 });
    expect(rig.query('SELECT count(*) AS n FROM frame')).toEqual([{ n: 150 }]);
  });

  it('names a file that can’t be read on one line, indexes the others and ends with 3', async () => {
    const rig = indexRig();
    copyFileSync(bars, join(rig.videos, 'good.mp4'));
    writeFileSync(join(rig.videos, 'broken.mp4'), 'no video at all\n'.repeat(99));
    const { code, stdout, stderr } = await rig.run(['index', rig.videos, '--profile', 'tiny']);
    expect(code).toBe(3);
    expect(stderr.split('\n').filter((line) => line.includes('broken.mp4'))).toHaveLength(1);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toMatch(/^1 video indexed .*, 1 failed\n/);
    const again = await rig.index({ code: 3 });
    expect(again.videos).toEqual(counts({ unchanged: 1, failed: 1 }));
    expect(again.problems).toEqual([
      {
        path: join(rig.videos, 'broken.mp4'),
        code: 'media-unreadable',
        message: expect.stringContaining('broken.mp4'),
      },
    ]);
  });

  it('knows a renamed file again', async () => {
    const rig = await indexed();
    const before = rig.query('SELECT id, time_us FROM frame');
    mkdirSync(join(rig.videos, 'sub'));
    renameSync(join(rig.videos, 'bars.mp4'), join(rig.videos, 'sub', 'renamed.mp4'));
    expect(await rig.index()).toMatchObject({ videos: counts({ moved: 1, unchanged: 1 }), inferenceMs: 0 });
    expect(rig.paths()).toEqual(['mandelbrot.mp4', 'sub/renamed.mp4']);
    expect(rig.query('SELECT id, time_us FROM frame')).toEqual(before);
  });

  it('knows a copy again, also one of a file that is new itself', async () => {
    const rig = await indexed();
    copyFileSync(bars, join(rig.videos, 'copy.mp4'));
    expect(await rig.index()).toMatchObject({ videos: counts({ copied: 1, unchanged: 2 }), inferenceMs: 0 });
    for (const name of ['twin-1.mp4', 'twin-2.mp4'])
      writeFileSync(join(rig.videos, name), variantOf(bars, 7));
    expect((await rig.index()).videos).toEqual(counts({ indexed: 1, copied: 1, unchanged: 3 }));
    expect(rig.query('SELECT count(*) AS n FROM video')).toEqual([{ n: 3 }]);
    expect(rig.query('SELECT vectors AS n FROM space')).toEqual([{ n: 8 }]);
  });

  it('forgets a deleted file with all its rows', async () => {
    const rig = await indexed();
    rmSync(join(rig.videos, 'bars.mp4'));
    expect(await rig.index()).toMatchObject({ videos: counts({ gone: 1, unchanged: 1 }), inferenceMs: 0 });
    expect(rig.paths()).toEqual(['mandelbrot.mp4']);
    expect(
      rig.query(
        'SELECT (SELECT count(*) FROM video) AS videos, (SELECT count(*) FROM frame) AS frames, vectors FROM space',
      ),
    ).toEqual([{ videos: 1, frames: 2, vectors: 2 }]);
  });

  it('forgets nothing outside the folders it was given', async () => {
    const rig = await indexed();
    mkdirSync(join(rig.videos, 'sub'));
    rmSync(join(rig.videos, 'bars.mp4'));
    const { stdout } = await rig.run(['index', join(rig.videos, 'sub'), '--profile', 'tiny', '--json']);
    expect(JSON.parse(stdout).videos).toEqual(counts({}));
    expect(rig.paths()).toEqual(['bars.mp4', 'mandelbrot.mp4']);
  });

  it('takes a touched file for what it was', async () => {
    const rig = await indexed();
    utimesSync(join(rig.videos, 'bars.mp4'), 1, 1);
    expect(await rig.index()).toMatchObject({ videos: counts({ unchanged: 2 }), inferenceMs: 0 });
    expect(await rig.index()).toMatchObject({ videos: counts({ unchanged: 2 }), inferenceMs: 0 });
  });

  it('indexes replaced content again and drops the old rows', async () => {
    const rig = await indexed();
    copyFileSync(mandelbrot, join(rig.videos, 'bars.mp4'));
    writeFileSync(join(rig.videos, 'mandelbrot.mp4'), variantOf(bars, 1));
    const { videos, frames } = await rig.index();
    expect([videos.indexed, frames]).toEqual([1, 3]);
    const rows = rig.query(
      'SELECT substr(path, -14) AS name, count(frame.id) AS frames FROM place JOIN frame USING (video_id) GROUP BY path ORDER BY path',
    );
    expect(rows).toEqual([
      { name: expect.stringContaining('bars.mp4'), frames: 2 },
      { name: 'mandelbrot.mp4', frames: 3 },
    ]);
    expect(rig.query('SELECT count(*) AS n FROM video')).toEqual([{ n: 2 }]);
  });

  it('sees another content of the same size, by its time or its inode', async () => {
    const rig = await indexed();
    const path = join(rig.videos, 'bars.mp4');
    writeFileSync(path, variantOf(bars, 1));
    utimesSync(path, 5, 5);
    expect((await rig.index()).videos.indexed).toBe(1);
    writeFileSync(path, variantOf(bars, 2));
    expect((await rig.index()).videos.indexed).toBe(1);
    writeFileSync(`${path}.new`, variantOf(bars, 3));
    utimesSync(path, 5, 5);
    await rig.index();
    utimesSync(`${path}.new`, 5, 5);
    renameSync(`${path}.new`, path);
    expect((await rig.index()).videos.indexed).toBe(1);
  });

  it('does all again with --reindex', async () => {
    const rig = await indexed();
    expect(await rig.index({ args: ['--reindex'] })).toMatchObject({
      videos: counts({ indexed: 2 }),
      frames: 5,
    });
    expect(rig.query('SELECT vectors FROM space')).toEqual([{ vectors: 5 }]);
  });

  it('indexes what a link leads to when the link is named, under the true path', async () => {
    const rig = await indexed();
    symlinkSync('videos', join(rig.folder, 'link'));
    symlinkSync(join(rig.videos, 'bars.mp4'), join(rig.folder, 'one.mp4'));
    const { code, stdout } = await rig.run(['index', 'link', 'one.mp4', '--profile', 'tiny', '--json']);
    expect([code, JSON.parse(stdout).videos]).toEqual([0, counts({ unchanged: 2 })]);
    expect(rig.paths()).toEqual(['bars.mp4', 'mandelbrot.mp4']);
  });

  it('keeps the vectors of two models side by side', async () => {
    const rig = await indexed();
    const { stdout } = await rig.run(['index', rig.videos, '--profile', 'tiny-q8', '--json']);
    expect(JSON.parse(stdout).videos).toEqual(counts({ indexed: 2 }));
    expect(rig.query('SELECT model, vectors FROM space ORDER BY id')).toEqual([
      { model: 'tiny-siglip2', vectors: 5 },
      { model: 'tiny-siglip2-q8', vectors: 5 },
    ]);
    expect((await rig.index()).videos).toEqual(counts({ unchanged: 2 }));
  });

  it.each([
    ['mkv', H264],
    ['mp4', [...H264, '-movflags', '+faststart']],
    ['flv', H264],
  ])('says each time that a file is damaged, and keeps what was readable: %s', async (ending, coding) => {
    const rig = indexRig();
    const whole = join(samples, `long.${ending}`);
    makeShots(whole, { shots: 20, coding });
    const bytes = readFileSync(whole);
    const cut = join(rig.videos, `cut.${ending}`);
    writeFileSync(cut, bytes.subarray(0, bytes.length / 2));
    const first = await rig.index({ code: 3 });
    expect(first.problems).toEqual([
      {
        path: cut,
        code: 'media-damaged',
        message: expect.stringMatching(/damaged: \d+ of 20 s are readable/),
      },
    ]);
    expect(first.frames).toBeGreaterThan(5);
    const second = await rig.index({ code: 3 });
    expect(second).toMatchObject({
      videos: counts({ unchanged: 1 }),
      problems: first.problems,
      inferenceMs: 0,
    });
  });
});

it('a video whose sound goes on after its last picture is not damaged', async () => {
  const rig = indexRig();
  ffmpeg(
    '-i',
    bars,
    '-f',
    'lavfi',
    '-i',
    'sine=duration=20',
    '-c:v',
    'copy',
    '-c:a',
    'aac',
    join(rig.videos, 'sound.mp4'),
  );
  expect(await rig.index()).toMatchObject({ videos: counts({ indexed: 1 }), problems: [] });
});

describe('what index prints', () => {
  it('is JSON alone on stdout with --json, and nothing at all on stderr with --quiet', async () => {
    const rig = indexRig();
    copyFileSync(bars, join(rig.videos, 'bars.mp4'));
    const { stdout, stderr } = await rig.run(['index', rig.videos, '--profile', 'tiny', '--json', '--quiet']);
    expect(Object.keys(JSON.parse(stdout))).toEqual(
      expect.arrayContaining(['schema', 'videos', 'frames', 'seconds', 'problems']),
    );
    expect(stderr).toBe('');
  });

  it('is one JSON object a line on stderr with --progress json', async () => {
    const rig = indexRig();
    copyFileSync(bars, join(rig.videos, 'bars\n\u001b[31m.mp4'));
    const { stdout, stderr } = await rig.run([
      'index',
      rig.videos,
      '--profile',
      'tiny',
      '--progress',
      'json',
    ]);
    const events = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string });
    expect(events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['walking', 'video-started', 'frames', 'video-indexed']),
    );
    for (const event of events) expect(event).toMatchObject({ schema: 'heimdex.index-event/1' });
    expect(stdout).toContain('1 video indexed');
  });

  it('has no escape sequence and no control character, even where a name has', async () => {
    const rig = indexRig();
    const name = 'a\u001b]52;c;aGk=\u0007\n\u202egpj.mp4';
    copyFileSync(bars, join(rig.videos, name));
    writeFileSync(join(rig.videos, `broken${name}`), 'x');
    const text = await rig.run(['index', rig.videos, '--profile', 'tiny']);
    for (const output of [text.stdout, text.stderr])
      expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text.stderr).toContain('\\x1b]52;c;aGk=\\x07\\x0a\\u{202e}gpj.mp4');
    const json = await rig.run(['index', rig.videos, '--profile', 'tiny', '--json']);
    expect(JSON.parse(json.stdout).problems[0].path).toBe(join(rig.videos, `broken${name}`));
    const found = await rig.run(['search', 'anything', '--min-confidence', '0']);
    expect(found.stdout).toContain('a\\x1b]52;c;aGk=\\x07\\x0a\\u{202e}gpj.mp4');
    expect((await rig.search('anything')).moments[0]!.path).toBe(join(rig.videos, name));
  });
});

describe('index refuses', () => {
  it.each([
    ['a folder that is not there', ['index', 'nowhere', '--profile', 'tiny'], 2, 'nowhere'],
    ['an unknown profile', ['index', '.', '--profile', 'tinny'], 2, '--profile tiny'],
    ['no model installed', ['index', '.'], 4, 'heimdex models pull'],
    ['a model that is not pulled', ['index', '.', '--profile', 'lite'], 4, 'heimdex models pull'],
    ['--threads 0', ['index', '.', '--profile', 'tiny', '--threads', '0'], 2, 'whole number'],
    ['no folder at all', ['index'], 2, 'heimdex index --help'],
  ])('%s', async (_, args, code, text) => {
    const rig = indexRig();
    const result = await rig.run(args);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toMatch(/^heimdex: .*\ntry: .*\n$/);
    expect(result.stderr).toContain(text);
    expect(readdirSync(rig.home)).not.toContain('library.db');
  });

  it('a machine without ffmpeg, and a HEIMDEX_FFMPEG that is none', async () => {
    const rig = indexRig();
    const bin = join(rig.folder, 'bin');
    mkdirSync(bin);
    for (const env of [{ HEIMDEX_FFMPEG: '/nowhere/ffmpeg' }, { HEIMDEX_FFMPEG: rig.folder }]) {
      const result = await rig.run(['index', '.', '--profile', 'tiny', '--json'], { env });
      expect(result.code).toBe(11);
      expect(JSON.parse(result.stderr)).toMatchObject({
        schema: 'heimdex.error/1',
        code: 'ffmpeg-missing',
        exit: 11,
      });
    }
    const none = await rig.run(['index', '.', '--profile', 'tiny'], { env: { PATH: bin } });
    // Where the package ffmpeg-static is installed, none is needed on the PATH.
    expect([0, 11]).toContain(none.code);
    if (none.code === 11) expect(none.stderr).toContain('try: ');
  });

  it('a HEIMDEX_FFMPEG is read from where the user is', async () => {
    const rig = indexRig();
    mkdirSync(join(rig.folder, 'tools'));
    const { tools } = await import('../support/media.ts');
    writeFileSync(join(rig.folder, 'tools', 'my-ffmpeg'), `#!/bin/sh\nexec '${tools.ffmpeg}' "$@"\n`);
    chmodSync(join(rig.folder, 'tools', 'my-ffmpeg'), 0o755);
    copyFileSync(bars, join(rig.videos, 'bars.mp4'));
    const { videos } = await rig.index({
      options: { env: { HEIMDEX_FFMPEG: 'my-ffmpeg' }, cwd: join(rig.folder, 'tools') },
    });
    expect(videos.indexed).toBe(1);
  });

  it('a library that is none, newer, or in use as a folder', async () => {
    const rig = indexRig();
    writeFileSync(rig.library, 'text\n'.repeat(1000));
    expect((await rig.run(['index', rig.videos, '--profile', 'tiny'])).code).toBe(7);
    expect(readFileSync(rig.library, 'utf8')).toBe('text\n'.repeat(1000));
    rmSync(rig.library);
    mkdirSync(rig.library);
    expect((await rig.run(['index', rig.videos, '--profile', 'tiny'])).code).toBe(7);
  });
});

describe('the times in the library', () => {
  it.for(REAL_VIDEOS)('are within one frame of ffprobe’s in %s', async (name, context) => {
    const ffprobe = needFfprobe(context);
    const path = sharedData(context, `media/video/${name}`);
    const rig = indexRig();
    symlinkSync(path, join(rig.folder, 'video.mp4'));
    const { code, stderr } = await rig.run(['index', 'video.mp4', '--profile', 'tiny']);
    expect(code, stderr).toBe(0);
    const { ticks, base } = probeTimes(ffprobe, path);
    const exact = ticks.map((tick) => ticksToMicroseconds(tick, ...base)).sort((a, b) => a - b);
    const timesOf = (sql: string) => rig.query<{ time: number }>(sql).map(({ time }) => time);
    const stored = timesOf('SELECT time_us AS time FROM frame');
    // A fade's or a dissolve's shot begins in its middle, which need not be a frame's time.
    const cuts = timesOf("SELECT start_us AS time FROM shot WHERE transition IN ('start', 'cut')");
    const [shots] = timesOf('SELECT count(*) AS time FROM shot');
    expect(stored.length).toBeGreaterThanOrEqual(shots!);
    expect(stored.length).toBeGreaterThanOrEqual(5);
    const oneFrame = (exact.at(-1)! - exact[0]!) / (exact.length - 1);
    const worst = Math.max(
      ...[...stored, ...cuts].map((time) => Math.min(...exact.map((other) => Math.abs(other - time)))),
    );
    expect(worst).toBeLessThan(oneFrame);
    // The times are read from whole ticks: they are not only near, but the same.
    expect(worst).toBe(0);
  });
});
