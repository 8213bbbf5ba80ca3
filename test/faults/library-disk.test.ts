import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { createFrameStore } from '../../src/adapters/sqlite/create-frame-store.ts';
import { createVideoStore } from '../../src/adapters/sqlite/create-video-store.ts';
import { translateSqliteError } from '../../src/adapters/sqlite/translate-sqlite-error.ts';
import { faultsOf } from '../support/checked-library.ts';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { fingerprintOf, newLibrary, randomFrames, randomNumbers, SPACE } from '../support/library.ts';
import { asNobody, needProgram } from '../support/machine.ts';
import { madeSightModel } from '../support/made-sight-model.ts';
import { makeVideo } from '../support/media.ts';
import { PROGRAM } from '../support/run-heimdex.ts';
import { sightRig } from '../support/sight-rig.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

const sample = join(folderOfSuite(), 'sample.mp4');
beforeAll(() => makeVideo(sample, { seconds: 2 }));

function rigWith(videos: number) {
  const rig = indexRig();
  for (let i = 0; i < videos; i++) writeFileSync(join(rig.videos, `${i}.mp4`), variantOf(sample, i));
  return rig;
}

type Rig = ReturnType<typeof rigWith>;

/** The program under strace, which has system calls on the library's log fail. */
function withFailing(context: TestContext, rig: Rig, calls: string, how: string) {
  const strace = needProgram(context, 'strace');
  const files = ['-P', rig.library, '-P', `${rig.library}-wal`];
  return { before: [strace, '-f', '-qq', '-o', '/dev/null', ...files, '-e', `inject=${calls}:${how}`] };
}

/** What was reported as safe is there, whole, and found; and the next run does the rest. */
async function expectRecovery(rig: Rig, videos: number): Promise<void> {
  const done = rig.query<{ n: number }>(
    "SELECT count(*) AS n FROM stage_run WHERE state = 'done' AND stage = 'sight'",
  )[0]!.n;
  expect((await rig.run(['verify'])).code).toBe(0);
  expect((await rig.run(['search', 'a wall'])).code).toBe(0);
  const [{ frames }] = rig.query<{ frames: number }>('SELECT count(*) AS frames FROM frame') as [
    { frames: number },
  ];
  expect((await rig.index()).frames).toBe((frames / done) * (videos - done));
  expect((await rig.run(['verify'])).code).toBe(0);
}

describe('a disk that is full', () => {
  test('B3 ends an index run with 9, says how many videos are safe, and they are', async (context) => {
    const rig = rigWith(4);
    const failing = withFailing(context, rig, 'pwrite64', 'error=ENOSPC:when=200+');
    const { code, stderr } = await rig.run(
      ['index', rig.videos, '--profile', 'tiny', '--json', '--quiet'],
      failing,
    );
    expect(code, stderr).toBe(9);
    const error = JSON.parse(stderr);
    expect(error).toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/^disk full, \d videos? safe: no space left for the library /),
      try: expect.stringContaining('free some space'),
    });
    const done = rig.query<{ n: number }>(
      "SELECT count(*) AS n FROM stage_run WHERE state = 'done' AND stage = 'sight'",
    )[0]!.n;
    expect(error.message).toContain(` ${done} video`);
    expect(done, 'it is filled in the middle of the work').toBeGreaterThan(0);
    expect(done).toBeLessThan(4);
    await expectRecovery(rig, 4);
  });

  test('B3 a library that may have no more pages keeps what it had', async () => {
    const { path, database } = newLibrary();
    const videos = createVideoStore(database);
    const frames = createFrameStore(database);
    const space = frames.ensureSpace(SPACE);
    const put = (name: string, count: number) => {
      const writer = frames.writer(videos.addVideo(fingerprintOf(name)), space, {
        stage: 'sight',
        parameters: 'p',
      });
      const thumbnail = new Uint8Array(5000);
      writer.add(randomFrames(count, randomNumbers(1)).map((frame) => ({ ...frame, thumbnail })));
      writer.commit({ state: 'done' });
    };
    put('first', 3);
    database.pragma(`max_page_count = ${(database.pragma('page_count', { simple: true }) as number) + 3}`);
    let error: unknown;
    try {
      put('second', 20);
    } catch (thrown) {
      error = translateSqliteError(thrown, path);
    }
    expect(error).toMatchObject({ code: 'disk-full' });
    expect(database.prepare('SELECT count(*) FROM frame').pluck().get()).toBe(3);
    expect(await faultsOf(path)).toEqual([]);
  });
});

describe('a disk that fails', () => {
  test.for([
    ['a write', 'pwrite64', 'error=EIO:when=200+'],
    ['making what was written safe', 'fsync,fdatasync', 'error=EIO:when=15+'],
  ] as const)(
    'B3 in %s ends an index run with 9, and what was committed is safe',
    async ([_, calls, how], context) => {
      const rig = rigWith(4);
      const failing = withFailing(context, rig, calls, how);
      const { code, stderr } = await rig.run(
        ['index', rig.videos, '--profile', 'tiny', '--json', '--quiet'],
        failing,
      );
      expect(code, stderr).toBe(9);
      expect(JSON.parse(stderr)).toMatchObject({
        code: 'disk',
        message: expect.stringContaining(rig.library),
      });
      await expectRecovery(rig, 4);
    },
  );
});

describe('a library that may not be written', () => {
  /** A rig with an indexed library below a folder of its own, read by another user. */
  async function readOnlyRig(context: TestContext) {
    const nobody = asNobody(context);
    const rig = sightRig(madeSightModel('made'));
    const folder = join(rig.folder, 'shelf');
    mkdirSync(folder);
    chmodSync(rig.folder, 0o755);
    const library = join(folder, 'library.db');
    const indexed = await rig.run([...rig.verbs.index, '--db', library]);
    expect(indexed.code, indexed.stderr).toBe(0);
    chmodSync(library, 0o444);
    chmodSync(folder, 0o555);
    context.onTestFinished(() => chmodSync(folder, 0o755));
    for (const path of readdirSync(rig.home, { recursive: true, encoding: 'utf8', withFileTypes: true }))
      chmodSync(join(path.parentPath, path.name), path.isDirectory() ? 0o755 : 0o444);
    chmodSync(rig.home, 0o755);
    return {
      ...rig,
      shelf: folder,
      asNobody(args: readonly string[]) {
        const command = [...nobody, process.execPath, PROGRAM, ...args, '--db', library];
        const env = { ...rig.env, HOME: '/nonexistent', TMPDIR: '/tmp' };
        return spawnSync(command[0]!, command.slice(1), { encoding: 'utf8', env, cwd: '/' });
      },
    };
  }

  test('B10 is searched, checked and told about; written it is not, with 9 and the reason', async (context) => {
    const rig = await readOnlyRig(context);
    for (const args of [rig.verbs.search, ['status'], ['verify']]) {
      const { status, stderr } = rig.asNobody(args);
      expect(status, `${args[0]}: ${stderr}`).toBe(0);
    }
    const { status, stderr } = rig.asNobody(rig.verbs.index);
    expect(status, stderr).toBe(9);
    expect(stderr).toMatch(/library\.db.*\ntry: .*(permissions|--db)/);
    expect(readdirSync(rig.shelf)).toEqual(['library.db']);
  });
});
