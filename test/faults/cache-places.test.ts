import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { startFakeHub } from '../support/fake-hub.ts';
import { asNobody } from '../support/machine.ts';
import { publish, writeUserManifest } from '../support/made-models.ts';
import { madeSightModel, TEXT_GRAPH } from '../support/made-sight-model.ts';
import { makeVideo } from '../support/media.ts';
import { modesBelow } from '../support/modes-below.ts';
import { PROGRAM, runHeimdex } from '../support/run-heimdex.ts';
import { sightRig } from '../support/sight-rig.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Takes the right to write from a folder and all below it; it comes back with the end of the test. */
function makeReadOnly(folder: string, context: TestContext): void {
  const change = (folderMode: number, fileMode: number) => {
    chmodSync(folder, folderMode);
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const whole = join(folder, path);
      chmodSync(whole, lstatSync(whole).isDirectory() ? folderMode : fileMode);
    }
  };
  change(0o555, 0o444);
  context.onTestFinished(() => change(0o755, 0o644));
}

/** A rig whose whole home can be read and not written, with a folder beside it for what must be written. */
function readOnlyRig(context: TestContext) {
  const nobody = asNobody(context);
  const rig = sightRig(madeSightModel('made'));
  const writable = join(rig.folder, 'writable');
  mkdirSync(writable);
  chmodSync(writable, 0o777);
  chmodSync(rig.folder, 0o755);
  const db = ['--db', join(writable, 'library.db')];
  return {
    ...rig,
    db,
    closeHome: () => makeReadOnly(rig.home, context),
    asNobody(args: readonly string[], env: Record<string, string> = {}): SpawnSyncReturns<string> {
      const command = [...nobody, process.execPath, PROGRAM, ...args];
      return spawnSync(command[0]!, command.slice(1), {
        encoding: 'utf8',
        env: { ...rig.env, HOME: '/nonexistent', TMPDIR: writable, ...env },
        cwd: writable,
      });
    },
  };
}

describe('a store that is whole, and where nothing may be written', () => {
  it('C7 does for index, search and verify · 0', (context) => {
    const rig = readOnlyRig(context);
    rig.closeHome();
    const before = modesBelow(rig.home);
    for (const args of [
      [...rig.verbs.index, ...rig.db],
      [...rig.verbs.search, ...rig.db],
      ['models', 'verify', 'made'],
      ['models', 'verify', 'made', '--quick'],
      ['models', 'list'],
      ['models', 'pull', 'made', '--no-self-test'],
    ]) {
      const { status, stderr } = rig.asNobody(args);
      expect(status, `${args.join(' ')}: ${stderr}`).toBe(0);
      expect(stderr).not.toContain('EACCES');
    }
    expect(modesBelow(rig.home)).toEqual(before);
  });

  it('C7 does not hide damage: index and verify · 5', (context) => {
    const rig = readOnlyRig(context);
    const graph = join(rig.models, 'onnx/vision_model.onnx');
    const content = readFileSync(graph);
    content[content.indexOf('weights') - 20]! ^= 1;
    writeFileSync(graph, content);
    rig.closeHome();
    expect(rig.asNobody([...rig.verbs.index, ...rig.db]).status).toBe(5);
    expect(rig.asNobody(['models', 'verify', 'made']).status).toBe(5);
  });

  it('C7 ends a pull of what is missing with 9 and says where, and nothing is asked for', async (context) => {
    const rig = readOnlyRig(context);
    const hub = await startFakeHub();
    rmSync(join(rig.models, TEXT_GRAPH));
    rig.closeHome();
    const args = ['models', 'pull', 'made', '--no-self-test', '--json'];
    const { status, stdout, stderr } = rig.asNobody(args, { HF_ENDPOINT: hub.endpoint });
    const error = JSON.parse(stderr.trimEnd().split('\n').at(-1)!);
    expect(error).toMatchObject({ schema: 'heimdex.error/1', code: 'disk', exit: 9 });
    expect(error.message).toContain(join(rig.home, 'models/made'));
    expect(error.try).toBe('correct the permissions, or choose another folder with --home FOLDER');
    expect({ status, stdout }).toEqual({ status: 9, stdout: '' });
    expect(hub.requests).toEqual([]);
  });
});

describe('a home folder that can’t be', () => {
  const places: readonly [string, (folder: string) => string][] = [
    ['below a folder that is read-only', (folder) => join(folder, 'closed/home')],
    ['below /proc, where nothing can be made', () => '/proc/nowhere/home'],
    ['below a file', (folder) => join(folder, 'file/home')],
    ['a file', (folder) => join(folder, 'file')],
  ];

  it.for(places)('C8 %s: index and pull end with 9 and the path', async ([, placeIn], context) => {
    const nobody = asNobody(context);
    const hub = await startFakeHub();
    const folder = tempFolder();
    mkdirSync(join(folder, 'closed'), { mode: 0o555 });
    writeFileSync(join(folder, 'file'), 'x');
    makeVideo(join(folder, 'a.mp4'), { seconds: 1 });
    chmodSync(folder, 0o755);
    const home = placeIn(folder);
    const before = modesBelow(folder);
    for (const args of [
      ['index', join(folder, 'a.mp4'), '--profile', 'demo'],
      ['models', 'pull', 'silero-vad'],
    ]) {
      const command = [...nobody, process.execPath, PROGRAM, ...args];
      const { status, stdout, stderr } = spawnSync(command[0]!, command.slice(1), {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: folder, HEIMDEX_HOME: home, HF_ENDPOINT: hub.endpoint },
        timeout: 60_000,
        killSignal: 'SIGKILL',
      });
      expect(stderr).toMatch(/(?:^|\n)heimdex: [^\n]+\ntry: [^\n]+\n$/);
      expect(stderr).toContain(home);
      expect({ status, stdout }, args.join(' ')).toEqual({ status: 9, stdout: '' });
    }
    expect(hub.requests).toEqual([]);
    expect(modesBelow(folder)).toEqual(before);
  });

  it('C8 is no hindrance to looking at what comes with heimdex', async () => {
    for (const args of [
      ['models', 'list'],
      ['models', 'verify', 'demo-sight'],
      ['models', 'path'],
    ]) {
      const { code, stderr } = await runHeimdex(args, { env: { HEIMDEX_HOME: '/proc/nowhere/home' } });
      expect(code, stderr).toBe(0);
    }
  });
});

describe('variables that are set to nothing', () => {
  const EMPTY = {
    HEIMDEX_HOME: '',
    HEIMDEX_DB: '',
    XDG_DATA_HOME: '',
    HF_HOME: '',
    HF_HUB_CACHE: '',
    HF_TOKEN: '',
  };

  it('C8 count as not set: a pull goes to the data folder, and index finds it there', async () => {
    const user = tempFolder();
    const here = tempFolder();
    const home = join(user, '.local/share/heimdex');
    const made = madeSightModel('made');
    const hub = await startFakeHub();
    publish(hub, made);
    writeUserManifest(home, [made], { made: { 'image-text': 'made' } });
    const run = (...args: string[]) =>
      runHeimdex(args, { cwd: here, env: { ...EMPTY, HOME: user, HF_ENDPOINT: hub.endpoint } });
    const pulled = await run('models', 'pull', 'made', '--no-self-test');
    expect(pulled.code, pulled.stderr).toBe(0);
    expect(existsSync(join(home, 'models/made', made.model.source.revision, TEXT_GRAPH))).toBe(true);
    makeVideo(join(user, 'a.mp4'), { seconds: 1 });
    const indexed = await run('index', join(user, 'a.mp4'), '--profile', 'made');
    expect(indexed.code, indexed.stderr).toBe(0);
    expect(readdirSync(here), 'nothing lies where the user happens to be').toEqual([]);
    expect(readdirSync(home).sort()).toEqual([
      'libraries.json',
      'library.db',
      'models',
      'models.manifest.json',
    ]);
  });

  it('C8 HOME unset, on a machine that does not know the user, is 2 and says what to set', (context) => {
    const nobody = asNobody(context);
    if (nobody.length === 0) context.skip('only root can become a user whom the system does not know');
    const stranger = nobody.map((word) => word.replace('65534', '54321'));
    for (const env of [{}, { HOME: '' }]) {
      const command = [...stranger, process.execPath, PROGRAM, 'models', 'pull', 'silero-vad'];
      const { status, stderr } = spawnSync(command[0]!, command.slice(1), {
        encoding: 'utf8',
        env: { ...EMPTY, PATH: process.env.PATH, ...env },
      });
      expect(stderr).toBe(
        'heimdex: no home folder is known: HOME is not set\ntry: name one with --home FOLDER or HEIMDEX_HOME\n',
      );
      expect(status).toBe(2);
    }
  });
});
