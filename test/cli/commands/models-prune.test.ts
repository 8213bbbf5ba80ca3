import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFrameStore } from '../../../src/adapters/sqlite/create-frame-store.ts';
import { createPullLocks } from '../../../src/adapters/sqlite/create-pull-locks.ts';
import { closeLibrary, openLibraryToWrite } from '../../../src/adapters/sqlite/open-library.ts';
import { indexRig } from '../../support/index-rig.ts';
import { install, madeModel, someBytes, writeUserManifest } from '../../support/made-models.ts';
import { makeVideo } from '../../support/media.ts';
import { type RunOptions, runHeimdex } from '../../support/run-heimdex.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const REVISION = 'a'.repeat(40);
const mine = madeModel('mine', { 'onnx/model.onnx': someBytes(1000) });
const builtIn = JSON.parse(
  readFileSync(new URL('../../../models.manifest.json', import.meta.url), 'utf8'),
).models;

function setUp() {
  const home = tempFolder();
  const models = join(home, 'models');
  writeUserManifest(home, [mine]);
  install(home, mine);
  /** Puts a file of 100 bytes into the store. */
  const put = (path: string, ageDays = 0): string => {
    const place = join(models, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, Buffer.alloc(100));
    const then = Date.now() / 1000 - ageDays * 86_400;
    utimesSync(place, then, then);
    return path;
  };
  const run = (args: string[] = [], options: RunOptions = {}) =>
    runHeimdex(['models', 'prune', ...args], { ...options, env: { HEIMDEX_HOME: home, ...options.env } });
  /** Every file and link in the store, sorted. */
  const files = () =>
    readdirSync(models, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('pull.'))
      .map((entry) => join(entry.parentPath, entry.name).slice(models.length + 1))
      .sort();
  return { home, models, put, run, files };
}

/** A library whose vectors were made by a model. */
function makeLibrary(path: string, model: string, revision = REVISION): string {
  const database = openLibraryToWrite(path, '0.0.0-test');
  createFrameStore(database).ensureSpace({
    model,
    revision,
    weights: 'w',
    preprocessing: '{}',
    dimension: 4,
  });
  closeLibrary(database);
  return path;
}

const remember = (home: string, ...paths: string[]) =>
  writeFileSync(
    join(home, 'libraries.json'),
    JSON.stringify({
      schemaVersion: 1,
      libraries: paths.map((path) => ({ path, models: [{ key: 'noted', revision: REVISION }] })),
    }),
  );

const mineAt = `mine/${mine.model.source.revision}`;
const small = `whisper-small/${builtIn['whisper-small'].source.revision}`;
const medium = `whisper-medium/${builtIn['whisper-medium'].source.revision}`;

test('prune keeps what profiles and the user’s manifest need, and removes the rest', async () => {
  const { run, put, files, models } = setUp();
  const kept = [
    put(`${small}/config.json`, 100),
    put(`${small}.verified.json`, 100),
    put(`${mineAt}/young`),
    put(`${mineAt}/young.part`, 6),
    put('notes/todo.txt', 100),
    put('README', 100),
    put(`Upper/${REVISION}/model.onnx`, 100),
  ];
  const removed = [
    put(`${medium}/config.json`),
    put(`${medium}/onnx/model.onnx`),
    put(`${medium}.verified.json`),
    put(`${small.replace(/\w+$/, REVISION)}/config.json`),
    put(`unheard-of/${REVISION}/model.onnx`),
    put(`${mineAt}/onnx/model.onnx.part`, 8),
    put(`${mineAt}/onnx/model.onnx.bad`),
    put(`${mineAt}/stray`, 8),
  ];
  const outside = tempFolder();
  writeFileSync(join(outside, 'precious'), '');
  symlinkSync(outside, join(models, 'linked'));
  symlinkSync(outside, join(models, `unheard-of/${REVISION}/linked`));
  symlinkSync(outside, join(models, 'whisper-small', 'b'.repeat(40)));
  const before = files();

  const dry = await run(['--dry-run', '--json']);
  expect(files()).toEqual(before);
  expect(existsSync(join(models, 'unheard-of/pull.lock')), 'a dry run writes nothing').toBe(false);
  const { code, stdout } = await run(['--json']);
  expect(code).toBe(0);
  const { dryRun, ...report } = JSON.parse(stdout);
  expect(JSON.parse(dry.stdout)).toEqual({ ...report, dryRun: true });
  expect(dryRun).toBe(false);
  expect(report.bytes).toBe(removed.length * 100);
  expect(
    report.removed.map(({ kind, path }: { kind: string; path: string }) => `${kind} ${path}`).sort(),
  ).toEqual(
    [
      `model ${medium}`,
      `record ${medium}.verified.json`,
      `model whisper-small/${REVISION}`,
      `model unheard-of/${REVISION}`,
      `part ${mineAt}/onnx/model.onnx.part`,
      `damaged ${mineAt}/onnx/model.onnx.bad`,
      `extra ${mineAt}/stray`,
    ].sort(),
  );
  expect(
    report.left.map(({ reason, path }: { reason: string; path: string }) => `${reason} ${path}`).sort(),
  ).toEqual(
    [
      'foreign README',
      'foreign Upper',
      'foreign linked',
      'foreign notes',
      `foreign whisper-small/${'b'.repeat(40)}`,
      `extra ${mineAt}/young`,
    ].sort(),
  );
  expect(files()).toEqual(
    [...kept, `${mineAt}/onnx/model.onnx`, 'linked', `whisper-small/${'b'.repeat(40)}`].sort(),
  );
  expect(readdirSync(outside)).toEqual(['precious']);
  expect(readdirSync(join(models, 'unheard-of'))).toEqual(['pull.lock']);

  const again = await run();
  expect(again).toMatchObject({ code: 0, stdout: '' });
  expect(again.stderr).toContain('left: notes: is not heimdex’s\n');
  expect(again.stderr).toContain('nothing to remove\n');
});

test('for a person it prints a line for each thing, and what it comes to', async () => {
  const { run, put } = setUp();
  put(`gone/${REVISION}/model.onnx`);
  const line = `model         100 B  gone/${REVISION}\n`;
  const dry = await run(['--dry-run']);
  expect([dry.stdout, dry.stderr]).toEqual([line, 'would remove 1 thing, 100 B\n']);
  const real = await run();
  expect([real.stdout, real.stderr]).toEqual([line, 'removed 1 thing, 100 B\n']);
});

test('--grace says what counts as old', async () => {
  const { run, put, files } = setUp();
  const part = put(`${mineAt}/onnx/model.onnx.part`, 3);
  await run();
  expect(files()).toContain(part);
  await run(['--grace', '2']);
  expect(files()).not.toContain(part);
  expect((await run(['--grace', '-1'])).code).toBe(2);
});

test('a model that a pull may go on with stays until its part is old', async () => {
  const { run, put, files } = setUp();
  const [whole, part] = [put(`${medium}/config.json`, 30), put(`${medium}/onnx/model.onnx.part`, 3)];
  expect((await run()).stderr).toContain(`left: ${medium}: a pull may go on with it`);
  expect(files()).toEqual(expect.arrayContaining([whole, part]));
  await run(['--grace', '1']);
  expect(files()).toEqual([`${mineAt}/onnx/model.onnx`]);
});

test('nothing is removed below a running pull: exit 3', async () => {
  const { run, put, files, models } = setUp();
  const [busy, free] = [put(`${medium}/config.json`), put(`gone/${REVISION}/model.onnx`)];
  const locks = createPullLocks(({ key }) => join(models, key));
  const { signal } = new AbortController();
  const release = await locks.acquire({ key: 'whisper-medium' }, { signal, limitMs: 0, onWait: () => {} });
  onTestFinished(release);
  const { code, stderr } = await run();
  expect([code, stderr]).toEqual([
    3,
    expect.stringContaining('heimdex: whisper-medium is left: another heimdex is pulling it'),
  ]);
  expect(files()).toContain(busy);
  expect(files()).not.toContain(free);
});

test('a revision that a library holds vectors of stays, though no manifest names it', async () => {
  const { run, put, files, home } = setUp();
  const kept = ['by-default', 'by-option', 'by-note'].map((key) => put(`${key}/${REVISION}/model.onnx`));
  const other = put(`by-default/${'b'.repeat(40)}/model.onnx`);
  const elsewhere = tempFolder();
  makeLibrary(join(home, 'library.db'), 'by-default');
  remember(home, makeLibrary(join(elsewhere, 'known.db'), 'by-note'));
  const named = makeLibrary(join(elsewhere, 'named.db'), 'by-option');
  await run(['--db', named]);
  expect(files()).toEqual(expect.arrayContaining(kept));
  expect(files()).not.toContain(other);
  await run([], { env: { HEIMDEX_DB: named } });
  expect(files()).toContain(kept[1]);
  await run();
  expect(files()).toContain(kept[0]);
  expect(files()).toContain(kept[2]);
  expect(files()).not.toContain(kept[1]);
});

test('a library that was named and is not there is an error, before anything is removed', async () => {
  const { run, put, files } = setUp();
  const model = put(`gone/${REVISION}/model.onnx`);
  expect(await run(['--db', '/nowhere.db'])).toMatchObject({
    code: 7,
    stderr: expect.stringContaining('there is no library at /nowhere.db'),
  });
  expect(files()).toContain(model);
});

test('a library on a disk that is not there keeps what was noted of it; one that was removed does not', async () => {
  const { run, put, files, home } = setUp();
  const noted = put(`noted/${REVISION}/model.onnx`);
  const folder = tempFolder();
  const disk = join(folder, 'disk');
  for (const path of [join(disk, 'not/mounted/library.db'), join(disk, 'library.db')]) {
    remember(home, path);
    mkdirSync(disk, { recursive: true });
    const { stderr } = await run();
    expect(stderr).toContain(`${path} is not here now: the models that it needs stay`);
    expect(files()).toContain(noted);
  }
  writeFileSync(join(disk, 'something else'), '');
  expect(JSON.parse((await run(['--json', '--dry-run'])).stdout).libraries.forgotten).toEqual([
    join(disk, 'library.db'),
  ]);
  expect(JSON.parse(readFileSync(join(home, 'libraries.json'), 'utf8')).libraries).toHaveLength(1);
  await run();
  expect(files()).not.toContain(noted);
  expect(JSON.parse(readFileSync(join(home, 'libraries.json'), 'utf8')).libraries).toEqual([]);
});

test.each([
  [
    'is damaged',
    (path: string) => writeFileSync(path, 'no database at all '.repeat(100)),
    /is not a heimdex library/,
  ],
  ['is a folder', (path: string) => mkdirSync(path), /is not a file/],
])(
  'where a library %s no model is removed, only what broken-off pulls have left: exit 3',
  async (_, damage, message) => {
    const { run, put, files, home } = setUp();
    const [model, part] = [put(`gone/${REVISION}/model.onnx`), put(`${mineAt}/onnx/model.onnx.part`, 8)];
    const path = join(tempFolder(), 'library.db');
    damage(path);
    remember(home, path);
    const { code, stderr } = await run();
    expect(code).toBe(3);
    expect(stderr).toMatch(/heimdex: no model is removed, since what .*library\.db needs is not known: /);
    expect(stderr).toMatch(message);
    expect(files()).toContain(model);
    expect(files()).not.toContain(part);
  },
);

test('where the list of libraries can’t be made out no model is removed', async () => {
  const { run, put, files, home } = setUp();
  const model = put(`gone/${REVISION}/model.onnx`);
  writeFileSync(join(home, 'libraries.json'), '{');
  const { code, stderr } = await run();
  expect([code, stderr]).toEqual([3, expect.stringContaining('libraries.json is not a list of libraries')]);
  expect(files()).toContain(model);
});

test('where there is no store there is nothing to remove', async () => {
  const home = join(tempFolder(), 'none');
  expect(await runHeimdex(['models', 'prune', '--home', home])).toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'nothing to remove\n',
  });
  expect(existsSync(home)).toBe(false);
});

test('index notes its library, wherever it lies, so that its model stays when the manifest has forgotten it', async () => {
  const rig = indexRig();
  const video = join(rig.folder, 'bars.mp4');
  makeVideo(video, { seconds: 1 });
  copyFileSync(video, join(rig.videos, 'bars.mp4'));
  const library = join(rig.folder, 'elsewhere', 'my.db');
  expect((await rig.run(['index', rig.videos, '--profile', 'tiny', '--db', library])).code).toBe(0);
  const [space] = JSON.parse((await rig.run(['status', '--json', '--db', library])).stdout).spaces;
  const noted = JSON.parse(readFileSync(join(rig.home, 'libraries.json'), 'utf8')).libraries;
  expect(noted).toEqual([{ path: library, models: [{ key: space.model, revision: space.revision }] }]);
  expect(statSync(join(rig.home, 'libraries.json')).mode & 0o777).toBe(0o600);

  rmSync(join(rig.home, 'models.manifest.json'));
  const store = join(rig.home, 'models', space.model, space.revision);
  mkdirSync(store, { recursive: true });
  writeFileSync(join(store, 'model.onnx'), 'weights');
  expect((await rig.run(['models', 'prune'])).code).toBe(0);
  expect(existsSync(join(store, 'model.onnx'))).toBe(true);
  renameSync(dirname(library), `${dirname(library)}-unplugged`);
  expect((await rig.run(['models', 'prune'])).stderr).toContain('is not here now');
  expect(existsSync(join(store, 'model.onnx'))).toBe(true);
});

test('index goes on where it can’t note its library', async () => {
  const rig = indexRig();
  makeVideo(join(rig.videos, 'bars.mp4'), { seconds: 1 });
  mkdirSync(join(rig.home, 'libraries.json'));
  expect((await rig.run(['index', rig.videos, '--profile', 'tiny'])).code).toBe(0);
});

test('the demo notes nothing', async () => {
  const rig = indexRig();
  expect((await rig.run(['demo'])).code).toBe(0);
  expect(existsSync(join(rig.home, 'libraries.json'))).toBe(false);
});
