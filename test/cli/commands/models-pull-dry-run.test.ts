import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fillCache } from '../../support/hugging-face-cache.ts';
import { needProgram } from '../../support/machine.ts';
import { install, madeModel, sha256, someBytes, writeUserManifest } from '../../support/made-models.ts';
import { type ProgramWithModel, programWithModel } from '../../support/program-with-model.ts';
import { PROGRAM } from '../../support/run-heimdex.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const contents = {
  'a/kept.onnx': someBytes(3_000_000),
  'cached.json': someBytes(2000),
  'here.json': someBytes(1000),
  'missing.json': someBytes(500),
};
const made = madeModel('made', contents);
const only = (name: keyof typeof contents) => ({ ...made, contents: new Map([[name, contents[name]]]) });

/** One file is here, one begun, one in the Hugging Face cache, one nowhere. */
async function everyCase() {
  const program = await programWithModel(made);
  install(program.home, only('here.json'));
  const part = join(program.folder, 'a/kept.onnx.part');
  mkdirSync(dirname(part), { recursive: true });
  writeFileSync(part, contents['a/kept.onnx'].subarray(0, 1_000_000));
  const cache = tempFolder();
  const repository = fillCache(cache, only('cached.json'));
  return { ...program, cached: join(repository, 'blobs', sha256(contents['cached.json'])), cache };
}

const addressOf = ({ hub }: Pick<ProgramWithModel, 'hub'>, path: string) =>
  `${hub.endpoint}/makers/made/resolve/${made.model.source.revision}/${path}`;
const DRY = ['models', 'pull', 'made', '--dry-run'];

describe('models pull --dry-run', () => {
  test('shows each file with its size and where it would come from, then the sums', async () => {
    const program = await everyCase();
    const { code, stdout, stderr } = await program.run(DRY, { env: { HF_HUB_CACHE: program.cache } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/ {2,}/g, '  '))).toEqual([
      'model  file  size  from',
      `made  a/kept.onnx  3.0 MB  ${addressOf(program, 'a/kept.onnx')}, 1.0 MB of it here already`,
      `made  cached.json  2.0 kB  ${program.cached}`,
      'made  here.json  1.0 kB  here already',
      `made  missing.json  500 B  ${addressOf(program, 'missing.json')}`,
      '',
      'to download: 2.0 MB',
      'to take from the Hugging Face cache: 2.0 kB',
      expect.stringMatching(/^free: [\d.]+ [kMGT]?B$/),
    ]);
  });

  test('gives the same as a document', async () => {
    const program = await everyCase();
    const { code, stdout, stderr } = await program.run([...DRY, '--json'], {
      env: { HF_HUB_CACHE: program.cache },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const file = (path: keyof typeof contents, how: string, from: string | null, kept = 0) => ({
      ...{ model: 'made', path, bytes: contents[path].length, how, from, kept },
    });
    expect(JSON.parse(stdout)).toEqual({
      schema: 'heimdex.pull-plan/1',
      models: ['made'],
      files: [
        file('a/kept.onnx', 'download', addressOf(program, 'a/kept.onnx'), 1_000_000),
        file('cached.json', 'adopt', program.cached),
        file('here.json', 'here', null),
        file('missing.json', 'download', addressOf(program, 'missing.json')),
      ],
      download: 2_000_500,
      adopt: 2000,
      free: expect.any(Number),
    });
  });

  test('asks for nothing and writes nothing, not even what it found of a file that is here', async () => {
    const program = await everyCase();
    const before = readdirSync(program.home, { recursive: true });
    await program.run(DRY);
    expect(readdirSync(program.home, { recursive: true })).toEqual(before);
    expect(program.hub.requests).toHaveLength(0);
    const fresh = await programWithModel(made);
    await fresh.run(DRY);
    expect(readdirSync(fresh.home)).toEqual(['models.manifest.json']);
  });

  test('brings what it said', async () => {
    const program = await everyCase();
    const env = { HF_HUB_CACHE: program.cache };
    const plan = JSON.parse((await program.run([...DRY, '--json'], { env })).stdout);
    const done = JSON.parse(
      (await program.run(['models', 'pull', 'made', '--no-self-test', '--json'], { env })).stdout,
    );
    expect([done.bytes, done.adopted.bytes]).toEqual([plan.download, plan.adopt]);
    const again = await program.run([...DRY, '--json'], { env });
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ download: 0, adopt: 0 });
  });

  test('says what came with heimdex', async () => {
    const { run } = await programWithModel(made);
    const { code, stdout } = await run(['models', 'pull', '--profile', 'demo', '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^demo-sight .* comes with heimdex$/m);
  });
});

describe('where the pull would be refused, the plan is told and the dry run ends as the pull', () => {
  test('offline: exit 4', async () => {
    const program = await everyCase();
    const env = { HF_HUB_CACHE: program.cache, HF_HUB_OFFLINE: '1' };
    const { code, stdout, stderr } = await program.run([...DRY, '--json'], { env });
    expect(code).toBe(4);
    expect(JSON.parse(stdout).download).toBe(2_000_500);
    expect(JSON.parse(stderr)).toMatchObject({
      schema: 'heimdex.error/1',
      code: 'model-missing',
      message: 'a/kept.onnx of made and 1 more file are not here, and HF_HUB_OFFLINE forbids to pull',
    });
  });

  test('offline, with nothing to download: exit 0', async () => {
    const program = await programWithModel(made);
    const cache = tempFolder();
    fillCache(cache, made);
    const { code } = await program.run(DRY, { env: { HF_HUB_CACHE: cache, HF_HUB_OFFLINE: '1' } });
    expect(code).toBe(0);
  });

  test('a disk without room: exit 9', (context) => {
    const unshare = needProgram(context, 'unshare');
    const home = tempFolder();
    writeUserManifest(home, [made]);
    const script = 'mount -t tmpfs -o size=2m none "$0/models" || exit 77; exec "$@"';
    mkdirSync(join(home, 'models'));
    const command = [process.execPath, PROGRAM, ...DRY];
    const env = { PATH: process.env.PATH, HEIMDEX_HOME: home };
    const { status, stdout, stderr } = spawnSync(unshare, ['-rm', 'sh', '-c', script, home, ...command], {
      encoding: 'utf8',
      env,
    });
    if (status === 77 || stderr.startsWith('unshare:')) context.skip(`no disk of its own can be had here`);
    expect(stdout).toContain('to download: 3.0 MB\n');
    expect({ status, stderr }).toMatchObject({
      status: 9,
      stderr: expect.stringMatching(/needs 3\.0 MB, 2\.\d MB free\ntry: /),
    });
  });

  test('a model of the user’s own, on no server: exit 4', async () => {
    const { run, home } = await programWithModel(made);
    const { key: _, ...model } = made.model;
    const local = { ...model, source: { kind: 'local', revision: made.model.source.revision } };
    const manifest = { schemaVersion: 1, models: { made: local }, profiles: {} };
    writeFileSync(join(home, 'models.manifest.json'), JSON.stringify(manifest));
    const { code, stdout, stderr } = await run(DRY);
    expect(code).toBe(4);
    expect(stdout).toMatch(/^made +here\.json +1\.0 kB +not here, and on no server$/m);
    expect(stderr).toContain('which is on no server, is not here');
  });
});
