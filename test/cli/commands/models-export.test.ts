import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startFakeHub } from '../../support/fake-hub.ts';
import { needProgram } from '../../support/machine.ts';
import { install, madeModel, publish, someBytes, writeUserManifest } from '../../support/made-models.ts';
import { PROGRAM, type RunOptions, runHeimdex } from '../../support/run-heimdex.ts';
import { sharedData } from '../../support/shared-data.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const made = madeModel('made', { 'onnx/model.onnx': someBytes(2_000_000), 'tokenizer.json': someBytes(400) });
const local = madeModel('brought', { 'model.onnx': someBytes(5000) });
const brought = {
  ...local,
  model: { ...local.model, source: { kind: 'local', revision: local.model.source.revision } } as never,
};

/** A home with two whole models, one that is partly here and one that is not here. */
function setUp() {
  const home = tempFolder();
  const part = madeModel('part', { a: someBytes(10), b: someBytes(10) });
  writeUserManifest(home, [made, brought, part, madeModel('absent', { a: someBytes(10) })]);
  install(home, made);
  install(home, brought);
  rmSync(join(install(home, part), 'b'));
  const out = tempFolder();
  const run = (args: string[], options: RunOptions = {}) =>
    runHeimdex(['models', ...args], { ...options, env: { HEIMDEX_HOME: home, ...options.env } });
  return { home, out, file: join(out, 'models.tar'), run };
}

const inHome = (home: string, args: string[], options: RunOptions = {}) =>
  runHeimdex(['models', ...args, '--home', home], options);

test('pull, export, wipe, import, verify', async () => {
  const hub = await startFakeHub();
  publish(hub, made);
  const home = tempFolder();
  writeUserManifest(home, [made]);
  expect(
    (await inHome(home, ['pull', 'made', '--no-self-test'], { env: { HF_ENDPOINT: hub.endpoint } })).code,
  ).toBe(0);
  const record = join(home, 'models/made', `${made.model.source.revision}.self-test.json`);
  writeFileSync(record, '{"any":1}');
  const file = join(tempFolder(), 'm.tar');
  const exported = await inHome(home, ['export', file]);
  expect(exported).toMatchObject({ code: 0, stdout: '' });
  expect(exported.stderr).toBe(
    `to export: 2 files of made: 2.0 MB\nexported 1 model, 2 files, 2.0 MB to ${file}\n`,
  );
  rmSync(home, { recursive: true });

  const imported = await inHome(home, ['import', file]);
  expect(imported).toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'to import: 2 files of made: 2.0 MB\nimported and verified 2 files, 2.0 MB\n',
  });
  expect((await inHome(home, ['verify', 'made'])).code).toBe(0);
  expect(readFileSync(record, 'utf8')).toBe('{"any":1}');
  expect((await inHome(home, ['import', file])).stderr).toContain('made is here already');
  expect(hub.requests).toHaveLength(2);
});

test('two exports of the same models are the same bytes, to a file and to standard output', async () => {
  const { run, file, home } = setUp();
  expect((await run(['export', file, 'brought', 'made', '--quiet'])).code).toBe(0);
  expect((await run(['export', `${file}.2`, 'made', 'brought', '-q'])).code).toBe(0);
  const first = readFileSync(file);
  expect(readFileSync(`${file}.2`).equals(first)).toBe(true);
  const { status, stdout } = spawnSync(process.execPath, [PROGRAM, 'models', 'export', '-', '--home', home], {
    maxBuffer: 1e8,
  });
  expect(status).toBe(0);
  expect(stdout.equals(first)).toBe(true);
});

test('through a pipe, from one home into another', async () => {
  const { run, home } = setUp();
  const there = tempFolder();
  const env = { PATH: process.env.PATH };
  const source = spawn(process.execPath, [PROGRAM, 'models', 'export', '-', 'made', '--home', home], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const target = spawn(process.execPath, [PROGRAM, 'models', 'import', '-', '--home', there], {
    env,
    stdio: [source.stdout, 'ignore', 'inherit'],
  });
  source.stdout.destroy();
  const said = source.stderr.toArray();
  expect(await new Promise((resolve) => target.on('exit', resolve))).toBe(0);
  expect(Buffer.concat(await said).toString()).toContain(
    'exported 1 model, 2 files, 2.0 MB to standard output',
  );
  expect((await inHome(there, ['verify', 'made'])).code).toBe(0);
  expect((await run(['verify', 'made'])).code).toBe(0);
});

test('without names: every model that is here whole, and none that comes with heimdex', async () => {
  const { run, file } = setUp();
  const { code, stdout } = await run(['export', file, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    schema: 'heimdex.export-result/1',
    file,
    models: [local, made].map(({ model }) => ({ key: model.key, revision: model.source.revision })),
    files: 3,
    bytes: 2_005_400,
  });
  const empty = await inHome(tempFolder(), ['export', `${file}.2`]);
  expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no model to export') });
  const demo = await run(['export', `${file}.2`, '--profile', 'demo']);
  expect(demo.stderr).toContain('demo-sight comes with heimdex: it is not exported');
  expect(demo.code).toBe(2);
});

test('with --progress json each event is a line', async () => {
  const { run, file } = setUp();
  const { stderr } = await run(['export', file, 'made', '--progress', 'json']);
  const events = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events[0]).toEqual({
    schema: 'heimdex.export-event/1',
    kind: 'plan',
    models: ['made'],
    files: 2,
    bytes: 2_000_400,
  });
  expect(events[1]).toMatchObject({ kind: 'bytes', bytes: 2_000_400 });
  const there = tempFolder();
  const imported = await inHome(there, ['import', file, '--progress', 'json', '--json']);
  expect(JSON.parse(imported.stdout)).toEqual({
    schema: 'heimdex.import-result/1',
    file,
    dryRun: false,
    files: 2,
    bytes: 2_000_400,
    models: [
      {
        key: 'made',
        role: 'text',
        revision: made.model.source.revision,
        bytes: 2_000_400,
        state: 'new',
        reason: null,
      },
    ],
  });
  const kinds = imported.stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(kinds[0]).toMatchObject({ schema: 'heimdex.import-event/1', kind: 'plan', files: 2 });
});

describe('nothing is left of an export', () => {
  test('of a model that is not here whole: exit 4', async () => {
    const { run, file, out } = setUp();
    expect(await run(['export', file, 'made', 'part'])).toMatchObject({
      code: 4,
      stderr: 'heimdex: the model part is not here whole: b is missing\ntry: heimdex models pull part\n',
    });
    expect(readdirSync(out)).toEqual([]);
  });

  test.each([
    [
      'a byte differs',
      (path: string) => writeFileSync(path, someBytes(2_000_000)),
      /expected sha256:\w+, got sha256/,
    ],
    ['it is shorter', (path: string) => truncateSync(path, 100), /expected 2000000 bytes, got 100 bytes/],
    [
      'it is a link',
      (path: string) => {
        rmSync(path);
        symlinkSync('/etc/hostname', path);
      },
      /a link or another thing/,
    ],
  ])('of a damaged model, as where %s: exit 5', async (_, damage, message) => {
    const { run, home, file, out } = setUp();
    damage(join(home, 'models/made', made.model.source.revision, 'onnx/model.onnx'));
    const { code, stderr } = await run(['export', file, 'made']);
    expect(code).toBe(5);
    expect(stderr).toMatch(/heimdex: the model made is damaged: onnx\/model\.onnx: /);
    expect(stderr).toMatch(message);
    expect(readdirSync(out)).toEqual([]);
  });

  test('where the disk is full: exit 9', async (context) => {
    const unshare = needProgram(context, 'unshare');
    const { home } = setUp();
    const mount = tempFolder();
    const script = `mount -t tmpfs -o size=1m tmpfs '${mount}' || exit 77
      '${process.execPath}' '${PROGRAM}' models export '${mount}/m.tar' made --home '${home}'; code=$?
      ls '${mount}'; exit $code`;
    const { status, stdout, stderr } = spawnSync(unshare, ['-Urm', 'sh', '-c', script], { encoding: 'utf8' });
    if (status === 77 || /unshare failed/.test(stderr)) context.skip('no mounts may be made here');
    expect([status, stdout]).toEqual([9, '']);
    expect(stderr).toContain('the disk is full');
  });

  test('where files may not be that large: exit 9', async () => {
    const { home, out, file } = setUp();
    const script = `ulimit -f 1000; exec '${process.execPath}' '${PROGRAM}' models export '${file}' made --home '${home}'`;
    const { status, stderr } = spawnSync('bash', ['-c', `trap '' XFSZ; ${script}`], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([9, expect.stringContaining('files may not be that large')]);
    expect(readdirSync(out)).toEqual([]);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ] as const)('under its name, where %s ends it', async (name, exit) => {
    const { home, out, file } = setUp();
    const large = madeModel('large', { 'model.onnx': someBytes(300_000_000) });
    writeUserManifest(home, [large]);
    install(home, large);
    const { code } = await inHome(home, ['export', file], {
      onStart: (child) => {
        const poll = setInterval(() => {
          if (child.exitCode !== null) clearInterval(poll);
          if (readdirSync(out).length === 0) return;
          clearInterval(poll);
          child.kill(name);
        }, 1);
      },
    });
    expect(code).toBe(exit);
    expect(existsSync(file)).toBe(false);
    if (exit !== null) expect(readdirSync(out)).toEqual([]);
  });

  test('where its reader goes away: exit 9', async (context) => {
    const head = needProgram(context, 'head');
    const { home } = setUp();
    const command = `'${process.execPath}' '${PROGRAM}' models export - made --home '${home}' | '${head}' -c 10 >/dev/null; exit \${PIPESTATUS[0]}`;
    const { status, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([9, expect.stringContaining('closed before the archive was whole')]);
  });
});

describe('what is there already', () => {
  test('is replaced only with --force', async () => {
    const { run, file } = setUp();
    writeFileSync(file, 'mine');
    expect(await run(['export', file, 'made'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${file} is there already\ntry: name another file, or add --force`),
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await run(['export', file, 'made', '--force'])).code).toBe(0);
    expect(readFileSync(file).length).toBeGreaterThan(2_000_000);
  });

  test('is never replaced where it is no plain file', async () => {
    const { run, file } = setUp();
    mkdirSync(file);
    for (const force of [[], ['--force']]) {
      const { code, stderr } = await run(['export', file, 'made', ...force]);
      expect([code, stderr]).toEqual([2, expect.stringContaining('is no plain file')]);
    }
  });
});

test.each([
  [['export', '/nowhere/at/all.tar', 'made'], 9, 'cannot write /nowhere/at/all.tar'],
  [['export', '', 'made'], 2, 'an empty file name'],
  [['export', '-', 'made', '--json'], 2, 'standard output has room for the archive or for --json'],
  [['export', 'x.tar', 'mad'], 2, 'there is no model mad (did you mean made?)'],
  [['import', '/nowhere/at/all.tar'], 2, '/nowhere/at/all.tar is not there'],
  [['import', '/'], 2, '/ is a folder, not an archive'],
  [['import', ''], 2, 'an empty file name'],
  [['import', '-'], 5, 'standard input is no archive of models: it is empty'],
  [['import', PROGRAM], 5, 'no archive of models'],
  [['import', 'x.tar', '--wait', 'long'], 2, 'Expected a whole number'],
])('%j is an error with exit %i', async (args, exit, message) => {
  const { run, out } = setUp();
  const { code, stdout, stderr } = await run(args, { cwd: out });
  expect([code, stdout, stderr]).toEqual([exit, '', expect.stringContaining(message)]);
  expect(stderr).toMatch(/\ntry: |"try":"/);
});

test('no archive is written to a terminal, and none read from one', async (context) => {
  const script = needProgram(context, 'script');
  const { home } = setUp();
  for (const verb of ['export', 'import']) {
    const command = `'${process.execPath}' '${PROGRAM}' models ${verb} - --home '${home}'`;
    const { status, stdout } = spawnSync(script, ['-qec', command, '/dev/null'], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([
      2,
      expect.stringMatching(/an archive (is nothing for|can’t be typed at) a terminal/),
    ]);
  }
});

test('Ctrl-C ends an import that waits for the rest of its input, and nothing half stays', async () => {
  const { run, file } = setUp();
  await run(['export', file, 'made']);
  const there = tempFolder();
  const child = spawn(process.execPath, [PROGRAM, 'models', 'import', '-', '--home', there]);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    // Once what has come is taken in, and only the wait for more is left.
    if (said === '') setTimeout(() => child.kill('SIGINT'), 500);
    said += chunk.toString();
  });
  child.stdin.on('error', () => {});
  // The first file has just begun; then nothing more comes.
  child.stdin.write(readFileSync(file).subarray(0, 4000));
  expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(130);
  expect(said).toContain('to import: 2 files of made');
  const files = readdirSync(there, { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => /\.onnx|\.part$/.test(name))).toEqual([]);
});

test('import --dry-run says what is in it, and what would be refused', async () => {
  const { run, file } = setUp();
  await run(['export', file, 'made', 'brought']);
  const there = tempFolder();
  const { code, stdout } = await inHome(there, ['import', file, '--dry-run']);
  expect(code).toBe(0);
  expect(stdout).toBe(
    [
      'role  model    revision      files    size  state',
      `text  brought  ${local.model.source.revision.slice(0, 12)}      1  5.0 kB  new`,
      `text  made     ${made.model.source.revision.slice(0, 12)}      2  2.0 MB  new`,
      '',
    ].join('\n'),
  );
  expect(readdirSync(there)).toEqual([]);
  const theirs = madeModel('made', { 'onnx/model.onnx': someBytes(10) });
  writeUserManifest(there, [theirs]);
  const refused = await inHome(there, ['import', file, '--dry-run', '--json']);
  expect(refused.code).toBe(5);
  expect(JSON.parse(refused.stdout).models).toMatchObject([
    { key: 'brought', state: 'new', reason: null },
    {
      key: 'made',
      state: 'refused',
      reason: expect.stringContaining('with 2000000 bytes where this heimdex has 10'),
    },
  ]);
});

test('YuNet, pulled under the digest that heimdex ships, is carried to another home', async (context) => {
  const data = sharedData(context, 'models/yunet/face_detection_yunet_2023mar.onnx');
  const { models } = JSON.parse(
    readFileSync(new URL('../../../models.manifest.json', import.meta.url), 'utf8'),
  );
  const { repo, revision } = models.yunet.source;
  const hub = await startFakeHub();
  hub.add(repo, revision, 'face_detection_yunet_2023mar.onnx', readFileSync(data));
  const home = tempFolder();
  expect((await inHome(home, ['pull', 'yunet'], { env: { HF_ENDPOINT: hub.endpoint } })).code).toBe(0);
  const file = join(home, 'yunet.tar');
  expect((await inHome(home, ['export', file])).code).toBe(0);
  const there = tempFolder();
  expect((await inHome(there, ['import', file])).code).toBe(0);
  expect((await inHome(there, ['verify', 'yunet'])).code).toBe(0);
  expect(existsSync(join(there, 'models.manifest.json'))).toBe(false);
});
