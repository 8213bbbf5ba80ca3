import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startFakeHub } from '../../support/fake-hub.ts';
import { type MadeModel, publish, writeUserManifest } from '../../support/made-models.ts';
import { type RunOptions, runHeimdex } from '../../support/run-heimdex.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { workingText } from '../../support/working-models.ts';

async function setUp(made: MadeModel) {
  const hub = await startFakeHub();
  publish(hub, made);
  const home = tempFolder();
  writeUserManifest(home, [made]);
  const env = { HEIMDEX_HOME: home, HF_ENDPOINT: hub.endpoint };
  const run = (args: string[], options: RunOptions = {}) => runHeimdex(args, { ...options, env });
  const keyFolder = join(home, 'models', made.model.key);
  return {
    hub,
    home,
    run,
    pull: (...args: string[]) => run(['models', 'pull', 'working', ...args]),
    record: join(keyFolder, `${made.model.source.revision}.self-test.json`),
    graph: join(keyFolder, made.model.source.revision, 'onnx/model.onnx'),
  };
}

const exists = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined;

describe('what a pull has brought', () => {
  test('is run once, and what it gives is what verify --deep holds it to', async () => {
    const { pull, run, record } = await setUp(workingText());
    const first = await pull();
    expect(first.code).toBe(0);
    const lines = first.stderr.trimEnd().split('\n');
    expect(lines).toContain('testing working');
    expect(lines.at(-1)).toBe('recorded    working');
    expect(first.stdout).toBe('');
    const written = readFileSync(record, 'utf8');
    const deep = await run(['models', 'verify', '--deep', 'working', '--json']);
    expect(JSON.parse(deep.stdout).selfTests).toMatchObject([{ model: 'working', state: 'works' }]);

    const again = await pull();
    expect(again).toMatchObject({ code: 0, stderr: 'everything is here already\n' });
    expect(readFileSync(record, 'utf8')).toBe(written);
  });

  test('is told in the document of --json', async () => {
    const { pull } = await setUp(workingText());
    const { stdout } = await pull('--json');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'heimdex.pull/1',
      models: ['working'],
      files: 2,
      selfTests: [{ model: 'working', state: 'recorded' }],
    });
    expect(JSON.parse((await pull('--json')).stdout).selfTests).toEqual([]);
  });

  test('is not run with --no-self-test; a later pull makes up for it', async () => {
    const { pull, record, hub } = await setUp(workingText());
    const { code, stdout } = await pull('--no-self-test', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).not.toHaveProperty('selfTests');
    expect(exists(record)).toBe(false);
    const before = hub.requests.length;
    const later = await pull();
    expect(later.stderr).toBe('everything is here already\ntesting working\nrecorded    working\n');
    expect(exists(record)).toBe(true);
    expect(hub.requests).toHaveLength(before);
  });

  test('and does not run here stays: exit 5, each time', async () => {
    const { pull, graph, record } = await setUp(workingText({ config: { output: 'pooled' } }));
    const { code, stderr, stdout } = await pull('--json');
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ files: 2, selfTests: [{ state: 'fails' }] });
    expect(stderr).toContain(
      'heimdex: the model working does not run here: onnx/model.onnx: expected an output pooled, got last_hidden_state\n' +
        'try: correct the entry of working in the manifest, or install heimdex again',
    );
    expect(exists(graph)).toBe(true);
    expect(exists(record)).toBe(false);
    expect((await pull()).code).toBe(5);
    expect((await pull('--no-self-test')).code).toBe(0);
  });

  test('in the place of other files at the same revision replaces their record', async () => {
    const { home, pull, run, graph, hub } = await setUp(workingText({ seed: 1 }));
    await pull();
    const other = workingText({ seed: 2 });
    publish(hub, other);
    writeUserManifest(home, [other]);
    chmodSync(graph, 0o644);
    writeFileSync(graph, 'x');
    const { code, stderr } = await pull();
    expect(code).toBe(0);
    expect(stderr).toContain('recorded    working  replaces the record of other files\n');
    expect((await run(['models', 'verify', '--deep', 'working'])).code).toBe(0);
  });

  test('in the place of a damaged file is held to the record of the first pull', async () => {
    const { pull, run, graph, record } = await setUp(workingText());
    await pull();
    const written = readFileSync(record, 'utf8');
    chmodSync(graph, 0o644);
    writeFileSync(graph, 'x');
    expect((await pull()).code).toBe(0);
    expect(readFileSync(record, 'utf8')).toBe(written);
    expect((await run(['models', 'verify', '--deep', 'working'])).stdout).toMatch(/^works {7}working/m);
  });
});
