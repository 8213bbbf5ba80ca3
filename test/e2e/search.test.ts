import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { golden } from '../support/golden.ts';
import { indexRig, type SearchDocument, writeTinyManifest } from '../support/index-rig.ts';
import { asNobody, needProgram } from '../support/machine.ts';
import { ffmpeg, H264, makeVideo } from '../support/media.ts';
import { PROGRAM, type RunResult, runHeimdex } from '../support/run-heimdex.ts';
import { folderOfSuite } from '../support/suite-folder.ts';
import { tempFolder } from '../support/temp-folder.ts';

// One library for all searches: three kinds of pictures in folders of two years. Each picture stands still, so that it
// gets one frame and every other picture of its shot looks like that one; bars.mp4 ends black, which gets none.
const folder = folderOfSuite();
const home = join(folder, 'home');
const videos = join(folder, 'videos');
const library = join(home, 'library.db');
const env = { HOME: folder, HEIMDEX_HOME: home, TMPDIR: folder };
const run = (...args: string[]): Promise<RunResult> => runHeimdex(args, { cwd: folder, env });

async function search(...args: string[]): Promise<SearchDocument> {
  const result = await run('search', '--json', '--min-confidence', '0', ...args);
  expect(result.code, result.stderr).toBe(0);
  return JSON.parse(result.stdout) as SearchDocument;
}

beforeAll(async () => {
  for (const year of ['2023', '2024']) mkdirSync(join(videos, year), { recursive: true });
  writeTinyManifest(home);
  for (const [path, source] of [
    ['2023/bars.mp4', "smptebars=size=160x120:rate=5,drawbox=c=black:t=fill:enable='gte(t,2.5)'"],
    ['2024/mandelbrot.mp4', 'mandelbrot=size=160x120:rate=5:end_scale=3'],
    ['2024/red.mp4', 'color=red:size=160x120:rate=5,drawbox=x=40:y=30:w=60:h=90:c=black:t=fill'],
  ] as const)
    ffmpeg('-f', 'lavfi', '-i', source, '-t', '4', ...H264, join(videos, path));
  const { code, stderr } = await run('index', videos, '--profile', 'tiny');
  expect(code, stderr).toBe(0);
});
afterAll(() => chmodSync(home, 0o755));

describe('heimdex search', () => {
  it('answers with the documented form', async () => {
    const answer = await search('a red wall');
    expect(answer).toMatchObject({ schema: 'heimdex.search/1', query: 'a red wall', library });
    expect(Object.keys(answer).sort()).toEqual(['library', 'moments', 'query', 'schema', 'tookMs']);
    expect(answer.moments.length).toBeGreaterThanOrEqual(3);
    let previous = Number.POSITIVE_INFINITY;
    answer.moments.forEach((moment, i) => {
      expect(Object.keys(moment).sort()).toEqual([
        'alike',
        'best',
        'confidence',
        'end',
        'online',
        'path',
        'rerank',
        'score',
        'start',
        'volume',
        'why',
      ]);
      expect(moment.online).toBe(true);
      expect(moment.start).toBeLessThanOrEqual(moment.best);
      expect(moment.best).toBeLessThanOrEqual(moment.end);
      expect(moment.end).toBeLessThanOrEqual(4.01);
      expect(moment.score).toBeLessThanOrEqual(previous);
      expect(moment.confidence).toBeGreaterThan(0);
      expect(moment.confidence).toBeLessThan(1);
      const { score, confidence } = moment;
      expect(moment.why).toEqual([{ channel: 'sight', rank: i + 1, score, confidence }]);
      previous = moment.score;
    });
  });

  it('finds the video that a picture was taken from, with no probability for two pictures', async () => {
    const picture = join(folder, 'frame.png');
    ffmpeg('-ss', '2', '-i', join(videos, '2024', 'mandelbrot.mp4'), '-frames:v', '1', picture);
    const { moments } = await search('--image', picture);
    expect(moments[0]).toMatchObject({ path: join(videos, '2024', 'mandelbrot.mp4'), confidence: null });
    expect(moments[0]!.score).toBeGreaterThan(0.99);
  });

  it('shows a table for people: paths from where they are, no escape sequence', async () => {
    const { code, stdout, stderr } = await run(
      'search',
      '--min-confidence',
      '0',
      'a',
      'red',
      'wall',
      '--limit',
      '1',
    );
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('videos/20');
    expect(stdout).not.toContain('\u001b');
  });

  it('never shows more than --limit', async () => {
    expect((await search('wall', '--limit', '1')).moments).toHaveLength(1);
    expect((await search('wall', '--limit', '10000')).moments.length).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['2024/*.mp4', ['2024/mandelbrot.mp4', '2024/red.mp4']],
    ['**/red.mp4', ['2024/red.mp4']],
    ['red.*', ['2024/red.mp4']],
    [join(videos, '2023', '**'), ['2023/bars.mp4']],
    ['nothing/**', []],
  ])('looks only at %s with --in', async (pattern, expected) => {
    const paths = new Set(
      (await search('wall', '--in', pattern)).moments.map(({ path }) => path.slice(videos.length + 1)),
    );
    expect([...paths].sort()).toEqual(expected);
  });

  it('holds a pattern that could fit in billions of ways against a path at once', async (context) => {
    const pattern = join(videos, '2024', `${'*'.repeat(60)}x`);
    const { code, stderr } = await runHeimdex(['search', 'wall', '--in', pattern], {
      cwd: folder,
      env,
      before: [needProgram(context, 'timeout'), '--signal=KILL', '10'],
    });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('nothing found');
  });

  it('ends with 10 where nothing is found and --exit-code is given', async () => {
    expect(await run('search', 'wall', '--in', 'nothing/**', '--exit-code')).toMatchObject({
      code: 10,
      stdout: '',
    });
    expect(await run('search', 'wall', '--in', 'nothing/**')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('nothing found'),
    });
    expect((await run('search', 'wall', '--min-confidence', '0', '--exit-code')).code).toBe(0);
  });

  it('takes unwanted words behind --, and inside quotes', async () => {
    const plain = await search('red wall');
    const without = await search('red wall -fractal');
    expect(without.moments[0]!.score).not.toBe(plain.moments[0]!.score);
    const { stdout, code } = await run(
      'search',
      '--json',
      '--min-confidence',
      '0',
      '--',
      'red',
      'wall',
      '-fractal',
    );
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as SearchDocument).moments).toEqual(without.moments);
  });

  it('passes over a copy that lies outside the pattern', async () => {
    const rig = indexRig();
    mkdirSync(join(rig.videos, 'a'));
    mkdirSync(join(rig.videos, 'b'));
    for (const name of ['a', 'b'])
      copyFileSync(join(videos, '2023', 'bars.mp4'), join(rig.videos, name, 'same.mp4'));
    await rig.index();
    for (const name of ['a', 'b']) {
      expect((await rig.search('wall', '--in', `${name}/*`)).moments[0]!.path).toBe(
        join(rig.videos, name, 'same.mp4'),
      );
    }
  });

  it('keeps a moment’s end behind its start where a video’s clock begins late', async () => {
    const rig = indexRig();
    ffmpeg(
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=160x120:rate=10:duration=3',
      ...H264,
      '-output_ts_offset',
      '5000',
      '-f',
      'mpegts',
      join(rig.videos, 'late.ts'),
    );
    await rig.index();
    const [moment] = (await rig.search('wall', '--limit', '1')).moments;
    expect(moment!.start).toBeGreaterThan(4999);
    expect(moment!.end - moment!.best).toBeGreaterThan(0.3);
  });
});

describe('search refuses', () => {
  const text = (name: string) => join(folder, name);
  beforeAll(() => {
    writeFileSync(text('no-picture.png'), 'not a picture');
    writeFileSync(text('drawing.png'), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  });

  it.each([
    ['an empty query', ['search', ''], 2, 'usage'],
    ['no query', ['search'], 2, 'usage'],
    ['only what is unwanted', ['search', '--', '-x'], 2, 'usage'],
    ['an open quote', ['search', 'a "b'], 2, 'usage'],
    ['a query of a megabyte', ['search', 'x'.repeat(100_000)], 2, 'usage'],
    ['--limit 0', ['search', 'x', '--limit', '0'], 2, 'usage'],
    ['--limit many', ['search', 'x', '--limit', 'many'], 2, 'usage'],
    ['a pattern that is none', ['search', 'x', '--in', '[z-a]'], 2, 'usage'],
    ['an unknown option', ['search', 'x', '--limits', '3'], 2, 'usage'],
    ['a word with a minus that looks like an option', ['search', '-x'], 2, 'usage'],
    ['a picture that is not there', ['search', '--image', 'nowhere.png'], 2, 'image-unreadable'],
    ['a file that is no picture', ['search', '--image', text('no-picture.png')], 2, 'image-unreadable'],
    ['a drawing that calls itself PNG', ['search', '--image', text('drawing.png')], 2, 'image-unreadable'],
    ['a folder as a picture', ['search', '--image', '.'], 2, 'image-unreadable'],
    ['no library', ['search', 'x', '--db', 'none.db'], 7, 'library-missing'],
    ['a library made with another model', ['search', 'x', '--profile', 'tiny-q8'], 7, 'library-other-model'],
  ])('%s', async (_, args, code, name) => {
    const plain = await run(...args);
    expect([plain.code, plain.stdout]).toEqual([code, '']);
    expect(plain.stderr).toMatch(/^heimdex: [^\n]+\ntry: [^\n]+\n$/);
    const [verb, ...others] = args;
    const json = await run(verb!, '--json', ...others);
    expect(json.code).toBe(code);
    expect(JSON.parse(json.stderr)).toMatchObject({
      schema: 'heimdex.error/1',
      code: name,
      exit: code,
      try: expect.any(String),
    });
    expect(json.stdout).toBe('');
  });

  it.each([
    [['serach', 'x'], 'search'],
    [['search', 'x', '--limt', '3'], '--limit'],
    [['statsu'], 'status'],
  ])('%j, with a guess at what was meant', async (args, meant) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(`did you mean ${meant}?`);
  });

  it('a library of a newer heimdex', async () => {
    const path = join(tempFolder(), 'newer.db');
    copyFileSync(library, path);
    const database = new Database(path);
    database.pragma('user_version = 99');
    database.close();
    expect(await run('search', 'x', '--db', path)).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('newer heimdex'),
    });
    expect((await run('status', '--db', path)).code).toBe(7);
  });

  it('C1 C4 a model whose file is gone or changed, naming what mends it', async () => {
    const rig = indexRig();
    // A manifest entry like the tiny one whose weights are another file: the model is damaged.
    const manifest = join(rig.home, 'models.manifest.json');
    const text = readFileSync(manifest, 'utf8');
    makeVideo(join(rig.videos, 'a.mp4'));
    writeFileSync(
      manifest,
      text.replace('b3b2917e8ab16e19e9538b62a3753ea7354bc5c3db7dd884d94ea32de6029c2b', '0'.repeat(64)),
    );
    expect(await rig.run(['index', rig.videos, '--profile', 'tiny'])).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('tiny-siglip2 is damaged: onnx/vision_model.onnx'),
    });
    writeFileSync(manifest, text.replaceAll('onnx/text_model.onnx', 'onnx/missing.onnx'));
    expect(await rig.run(['index', rig.videos, '--profile', 'tiny'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('onnx/missing.onnx is missing'),
    });
  });
});

describe('where nothing may be written', () => {
  it('C7 search and status work as another user, with library and models read-only', async (context) => {
    const nobody = asNobody(context);
    const place = tempFolder();
    writeTinyManifest(join(place, 'home'));
    copyFileSync(library, join(place, 'home', 'library.db'));
    for (const [path, mode] of [
      ['home/library.db', 0o444],
      ['home/models.manifest.json', 0o444],
      ['home', 0o555],
      ['', 0o755],
    ] as const)
      chmodSync(join(place, path), mode);
    for (const args of [
      ['search', 'wall', '--json'],
      ['search', '--json', '--image', golden('pictures/noise-128x96.png')],
      ['status', '--json'],
    ]) {
      const command = [...nobody, process.execPath, PROGRAM, ...args];
      const { status, stdout, stderr } = spawnSync(command[0]!, command.slice(1), {
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          HOME: '/nonexistent',
          HEIMDEX_HOME: join(place, 'home'),
          TMPDIR: '/tmp',
        },
      });
      expect(status, stderr).toBe(0);
      expect(JSON.parse(stdout).schema).toMatch(/^heimdex\./);
    }
    expect(readdirSync(join(place, 'home')).sort()).toEqual(['library.db', 'models.manifest.json']);
    chmodSync(join(place, 'home'), 0o755);
  });
});

describe('a user whom the system does not know', () => {
  it('C8 and who has no HOME is told to name a folder', async (context) => {
    const stranger = asNobody(context).map((word) => word.replace('65534', '54321'));
    if (stranger.length === 0) context.skip('only root can become a user whom the system does not know');
    const place = tempFolder();
    chmodSync(place, 0o755);
    const asStranger = (environment: Record<string, string>) =>
      spawnSync(stranger[0]!, [...stranger.slice(1), process.execPath, PROGRAM, 'status'], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, ...environment },
      });
    const { status, stderr } = asStranger({});
    expect(status).toBe(2);
    expect(stderr).toMatch(/^heimdex: .*HOME is not set\ntry: .*--home FOLDER or HEIMDEX_HOME\n$/);
    expect(asStranger({ HEIMDEX_HOME: join(place, 'nowhere') }).status).toBe(7);
  });
});

describe('the ends of the streams', () => {
  it('a reader that goes away ends the program in peace', async (context) => {
    const shell = needProgram(context, 'bash');
    const script = `"${process.execPath}" "${PROGRAM}" search wall --min-confidence 0 --limit 10000 | head -1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync(shell, ['-c', script], {
      encoding: 'utf8',
      env: { ...env, PATH: process.env.PATH },
    });
    expect(stderr).toBe('');
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('score');
    expect(lines[1]).toBe('0');
  });

  it('a disk that is full ends it with 9', async (context) => {
    const shell = needProgram(context, 'bash');
    const script = `"${process.execPath}" "${PROGRAM}" search wall --min-confidence 0 > /dev/full`;
    const { status, stderr } = spawnSync(shell, ['-c', script], {
      encoding: 'utf8',
      env: { ...env, PATH: process.env.PATH },
    });
    expect(status).toBe(9);
    expect(stderr).toMatch(/^heimdex: .*standard output.*\n/);
  });

  it('a standard output that is closed before the first line ends it in peace', async () => {
    const { code, stderr } = await runHeimdex(
      ['search', 'wall', '--min-confidence', '0', '--limit', '10000'],
      {
        env,
        onStart: (child) => void child.stdout.destroy(),
      },
    );
    expect([code, stderr]).toEqual([0, '']);
  });

  it('a closed standard error changes nothing', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'search', 'wall', '--min-confidence', '0', '--json'], {
      env: { ...env, PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.destroy();
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    expect(JSON.parse(stdout).moments.length).toBeGreaterThan(0);
  });
});

describe('heimdex status', () => {
  it('tells what the library holds', async () => {
    const { code, stdout } = await run('status', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'heimdex.status/1',
      library,
      videos: 3,
      seconds: 12,
      shots: 4,
      frames: 3,
      volumes: [{ online: true, videos: 3 }],
      spaces: [{ model: 'tiny-siglip2', dimension: 32, vectors: 3 }],
      problems: [],
    });
    const text = await run('status');
    expect(text.stdout).toContain('3 videos, 12 s, 4 shots, 3 frames');
  });

  it('refuses where there is no library', async () => {
    expect(await run('status', '--db', 'none.db')).toMatchObject({ code: 7, stdout: '' });
  });
});

it('a verb is needed; help and version are no errors', async () => {
  expect((await run()).code).toBe(2);
  for (const args of [['--help'], ['search', '--help'], ['index', '-h'], ['status', '-h'], ['demo', '-h']]) {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: heimdex/);
    if (args.length > 1) expect(stdout).toContain('Examples:\n  $ heimdex ');
  }
  expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
