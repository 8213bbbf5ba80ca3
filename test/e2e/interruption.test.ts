import { type ChildProcessWithoutNullStreams, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { needProgram } from '../support/machine.ts';
import { makeShots } from '../support/made-shots.ts';
import { PROGRAM } from '../support/run-heimdex.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

/** As many as the sample has shots. */
const FRAMES = 4;
const samples = folderOfSuite();
const sample = join(samples, 'sample.mp4');
beforeAll(() => makeShots(sample, { shots: FRAMES }));

function rigWith(videos: number) {
  const rig = indexRig();
  for (let i = 0; i < videos; i++) writeFileSync(join(rig.videos, `${i}.mp4`), variantOf(sample, i));
  return {
    ...rig,
    start: (onStart: (child: ChildProcessWithoutNullStreams) => void, ...args: string[]) =>
      rig.run(['index', rig.videos, '--profile', 'tiny', '--json', '--progress', 'json', ...args], {
        onStart,
      }),
  };
}

/** Calls back when so many videos have been indexed. */
function afterVideos(count: number, act: (child: ChildProcessWithoutNullStreams) => void) {
  return (child: ChildProcessWithoutNullStreams) => {
    let indexed = 0;
    child.stderr.on('data', (chunk: Buffer) => {
      const before = indexed;
      indexed += chunk.toString().split('"video-indexed"').length - 1;
      if (before < count && indexed >= count) act(child);
    });
  };
}

/** Each video of the library has all its frames and its record, or neither; the counts are those of the rows. */
function expectWhole(rig: ReturnType<typeof indexRig>): number {
  const rows = rig.query<{ frames: number; vectors: number; state: string | null }>(
    `SELECT count(frame.id) AS frames, count(vector_1.frame_id) AS vectors, (SELECT state FROM stage_run WHERE video_id = video.id AND stage = 'sight') AS state
     FROM video LEFT JOIN frame ON frame.video_id = video.id LEFT JOIN vector_1 ON frame_id = frame.id GROUP BY video.id`,
  );
  for (const row of rows) {
    expect([
      { frames: FRAMES, vectors: FRAMES, state: 'done' },
      { frames: 0, vectors: 0, state: null },
    ]).toContainEqual(row);
  }
  expect(rig.query('SELECT vectors FROM space')).toEqual([
    { vectors: rows.reduce((sum, { vectors }) => sum + vectors, 0) },
  ]);
  expect(rig.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(rig.query('PRAGMA foreign_key_check')).toEqual([]);
  return rows.filter(({ state }) => state === 'done').length;
}

/** Running ffmpeg processes that read from a folder. */
function ffmpegsIn(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`file:${folder}`);
    } catch {
      return false;
    }
  });
}

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 143],
] as const)('%s', (signal, code) => {
  it('ends the work in order: a summary, one plain file, and the next run goes on', async () => {
    const rig = rigWith(12);
    const result = await rig.start(afterVideos(3, (child) => child.kill(signal)));
    expect([result.code, result.signal]).toEqual([code, null]);
    const document = JSON.parse(result.stdout);
    expect(document).toMatchObject({ schema: 'heimdex.index/1', interrupted: true });
    expect(readdirSync(rig.home).filter((name) => name.startsWith('library'))).toEqual(['library.db']);
    const done = expectWhole(rig);
    expect(done).toBe(document.videos.indexed);
    expect(done).toBeLessThan(12);
    expect(ffmpegsIn(rig.videos)).toEqual([]);
    const next = await rig.index();
    // What is done is not done again; that nothing is said in them has been looked at in none so far.
    expect(next).toMatchObject({ frames: (12 - done) * FRAMES, videos: { indexed: 12 } });
    expect(expectWhole(rig)).toBe(12);
  });
});

it('people are told what is kept when they interrupt', async () => {
  const rig = rigWith(12);
  const { code, stdout } = await rig.run(['index', rig.videos, '--profile', 'tiny'], {
    onStart: (child) => child.stderr.once('data', () => void child.kill('SIGINT')),
  });
  expect(code).toBe(130);
  expect(stdout).toMatch(/^stopped: \d+ videos? indexed/);
  expect(stdout).toContain('run the same command to go on');
});

it('a second interruption ends the program at once', async () => {
  const rig = rigWith(4);
  const result = await rig.start(
    afterVideos(1, (child) => {
      child.kill('SIGINT');
      setTimeout(() => child.kill('SIGINT'), 1);
    }),
  );
  expect(result.code).toBe(130);
  await rig.index();
  expect(expectWhole(rig)).toBe(4);
});

it('B1 kill -9 at any moment leaves no half video and no ffmpeg, and the last run finishes', async () => {
  const rig = rigWith(32);
  let done = 0;
  for (const delay of [0, 30, 70, 120, 180, 250, 330]) {
    const result = await rig.start((child) => {
      afterVideos(1, () => setTimeout(() => child.kill('SIGKILL'), delay))(child);
      // However fast the machine is, videos are left for the next.
      afterVideos(3, () => child.kill('SIGKILL'))(child);
    });
    expect(result.signal).toBe('SIGKILL');
    const now = expectWhole(rig);
    expect(now, 'what was done stays').toBeGreaterThan(done);
    done = now;
    for (let tries = 0; tries < 20 && ffmpegsIn(rig.videos).length > 0; tries++) await wait(100);
    expect(ffmpegsIn(rig.videos)).toEqual([]);
  }
  expect(await rig.index()).toMatchObject({ frames: (32 - done) * FRAMES, videos: { indexed: 32 } });
  expect(expectWhole(rig)).toBe(32);
});

it.for([
  ['write', 'pwrite64', 4],
  ['fsync', 'fsync,fdatasync', 2],
] as const)(
  'B2 kill -9 at any %s of the library leaves no half video',
  async ([_, calls, least], context) => {
    const strace = needProgram(context, 'strace');
    const rig = rigWith(3);
    let killed = 0;
    for (let write = 1; write < 200; write = Math.ceil(write * 1.6)) {
      for (const name of readdirSync(rig.home).filter((entry) => entry.startsWith('library')))
        rmSync(join(rig.home, name));
      const inject = [
        '-e',
        `trace=${calls}`,
        '-P',
        `${rig.library}-wal`,
        '-P',
        rig.library,
        '-e',
        `inject=${calls}:signal=SIGKILL:when=${write}`,
      ];
      const command = [
        '-f',
        '-qq',
        '-o',
        '/dev/null',
        ...inject,
        process.execPath,
        PROGRAM,
        'index',
        rig.videos,
        '--profile',
        'tiny',
      ];
      const { signal } = spawnSync(strace, command, { env: { PATH: process.env.PATH, ...rig.env } });
      if (signal !== 'SIGKILL') break;
      killed++;
      const [{ user_version: version }] = rig.query<{ user_version: number }>('PRAGMA user_version') as [
        { user_version: number },
      ];
      // Before the first migration is whole there is nothing at all.
      if (version === 0) expect(rig.query('SELECT name FROM sqlite_master')).toEqual([]);
      else if (rig.query("SELECT 1 FROM sqlite_master WHERE name = 'vector_1'").length > 0) expectWhole(rig);
      expect((await rig.index()).videos.failed).toBe(0);
      expect(expectWhole(rig)).toBe(3);
      expect((await rig.run(['verify'])).code).toBe(0);
    }
    expect(killed).toBeGreaterThan(least);
  },
);

it('B4 two runs on one folder at once do no harm', async () => {
  const rig = rigWith(10);
  const results = await Promise.all([rig.start(() => {}), rig.start(() => {})]);
  for (const { code, stderr } of results) expect([0, 8], stderr).toContain(code);
  expect(
    results.map(({ code }) => code),
    'one of them has the lock',
  ).toContain(0);
  expect(expectWhole(rig)).toBe(10);
  expect((await rig.index()).videos).toMatchObject({ unchanged: 10, indexed: 0 });
});

it('B4 two runs on one folder that wait for each other both end well, and nothing is done twice', async () => {
  const rig = rigWith(6);
  const start = () => rig.start(() => {}, '--wait', '100');
  const results = await Promise.all([start(), start()]);
  for (const { code, stderr } of results) expect(code, stderr).toBe(0);
  const done = results.map(({ stdout }) => JSON.parse(stdout).videos);
  expect(done.map(({ indexed }) => indexed).sort()).toEqual([0, 6]);
  expect(done.map(({ unchanged }) => unchanged).sort()).toEqual([0, 6]);
  expect(expectWhole(rig)).toBe(6);
});

it('B5 search answers while a run writes', async () => {
  const rig = rigWith(10);
  let searching: Promise<number[]> | undefined;
  const indexing = rig.start(
    afterVideos(2, () => {
      searching = (async () => {
        const codes = [];
        for (let i = 0; i < 3; i++) codes.push((await rig.run(['search', 'wall', '--json'])).code!);
        return codes;
      })();
    }),
  );
  expect((await indexing).code).toBe(0);
  expect(await searching).toEqual([0, 0, 0]);
  expect(expectWhole(rig)).toBe(10);
});
