import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, type TestContext, test } from 'vitest';
import type { HubModel } from '../../../src/domain/ports/model-source.ts';
import { asNobody } from '../../support/machine.ts';
import type { MadeGraph, MadeNode } from '../../support/made-graph.ts';
import { install, type MadeModel, sha256, writeUserManifest } from '../../support/made-models.ts';
import { PROGRAM, runHeimdex } from '../../support/run-heimdex.ts';
import { sharedData } from '../../support/shared-data.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { workingText, workingVoiceActivity } from '../../support/working-models.ts';

function setUp(...models: MadeModel[]) {
  const home = tempFolder();
  writeUserManifest(home, models);
  for (const made of models) install(home, made);
  const run = (...args: string[]) => runHeimdex(args, { env: { HEIMDEX_HOME: home } });
  const deep = (...args: string[]) => run('models', 'verify', '--deep', ...args);
  const recordOf = ({ model }: MadeModel) =>
    join(home, 'models', model.key, `${model.source.revision}.self-test.json`);
  return { home, run, deep, recordOf };
}

const named = (made: MadeModel, key: string): MadeModel => ({ ...made, model: { ...made.model, key } });

describe('models verify --deep', () => {
  test('runs the models that come with heimdex, records what they give, and finds the same the next time', async () => {
    const { deep } = setUp();
    const first = await deep('demo-sight');
    expect(first.code).toBe(0);
    expect(first.stderr).toBe('testing demo-sight\n');
    expect(first.stdout.trimEnd().split('\n').at(-1)).toBe('recorded    demo-sight');
    const second = await deep('demo-sight');
    expect(second.code).toBe(0);
    expect(second.stdout.trimEnd().split('\n').at(-1)).toBe('works       demo-sight  cosine 1.000000');
  });

  test('is one document with --json, with every model and every file', async () => {
    const [text, voice] = [named(workingText(), 'text'), named(workingVoiceActivity(), 'voice')];
    const { home, deep } = setUp(text, voice);
    rmSync(join(home, 'models/voice', voice.model.source.revision, 'onnx/model.onnx'));
    const { code, stdout, stderr } = await deep('text', 'voice', '--json');
    expect(code).toBe(4);
    const nothing = { cosine: null, expected: null, actual: null };
    expect(JSON.parse(stdout)).toEqual({
      schema: 'heimdex.verify/1',
      ok: false,
      files: expect.arrayContaining([
        { model: 'text', path: 'onnx/model.onnx', state: 'ok', expected: null, actual: null },
        { model: 'voice', path: 'onnx/model.onnx', state: 'missing', expected: null, actual: null },
      ]),
      selfTests: [
        { model: 'text', state: 'recorded', ...nothing, note: null },
        { model: 'voice', state: 'skipped', ...nothing, note: 'its files are not all right' },
      ],
    });
    expect(stderr).toContain('heimdex: 1 file does not fit: voice/onnx/model.onnx (missing)');
  });

  test('without --deep loads nothing', async () => {
    const { run, recordOf } = setUp(workingText());
    const { stdout } = await run('models', 'verify', 'working', '--json');
    expect(JSON.parse(stdout)).not.toHaveProperty('selfTests');
    expect(() => statSync(recordOf(workingText()))).toThrow('ENOENT');
  });

  test('and --quick together are an error of usage', async () => {
    const { deep } = setUp();
    const { code, stderr } = await deep('--quick');
    expect(code).toBe(2);
    expect(stderr).toContain('--deep');
    expect(stderr).toContain('--quick');
  });

  test('finds a model whose weights were changed under an adapted manifest: exit 5, with what to do', async () => {
    const made = workingText({ seed: 1 });
    const { home, deep, recordOf } = setUp(made);
    expect((await deep('working')).code).toBe(0);
    install(home, workingText({ seed: 2 }));
    writeUserManifest(home, [workingText({ seed: 2 })]);
    const { code, stdout, stderr } = await deep('working');
    expect(stdout).toContain('ok       working/onnx/model.onnx\n');
    expect(stdout).toMatch(
      /^differs {5}working {2}expected sentence \d: last_hidden_state: cosine at least 0\.99999, got -?0\.\d{6} {2}recorded with other files$/m,
    );
    expect(code).toBe(5);
    expect(stderr).toContain(
      'heimdex: the model working gives something else than recorded: expected sentence ',
    );
    expect(stderr).toContain(`remove ${recordOf(made)} and run it again`);
    rmSync(recordOf(made));
    expect((await deep('working')).code, 'once the change is accepted').toBe(0);
  });

  test('finds a model that can’t be what the manifest says: exit 5, with the reason', async () => {
    const { deep } = setUp(workingText({ config: { dimension: 12 } }));
    const { code, stdout, stderr } = await deep('working', '--quiet');
    const reason = 'onnx/model.onnx: last_hidden_state: expected the shape (1, 16, 12), got (1, 16, 8)';
    expect(stdout).toContain(`fails       working  ${reason}\n`);
    expect(stderr).toBe(
      `heimdex: the model working does not run here: ${reason}\n` +
        'try: correct the entry of working in the manifest, or install heimdex again, with its runtime\n',
    );
    expect(code).toBe(5);
  });

  test('with --progress json tells each model before and after its test', async () => {
    const { deep } = setUp(workingText());
    const { stderr } = await deep('working', '--progress', 'json');
    const events = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ schema }) => schema === 'heimdex.self-test-event/1');
    expect(events).toMatchObject([
      { kind: 'testing', model: 'working' },
      { kind: 'tested', model: 'working', state: 'recorded' },
    ]);
  });

  test('works where nothing can be written, and says that nothing is recorded', async (context) => {
    const nobody = asNobody(context);
    const made = workingText();
    const { home } = setUp(made);
    for (const path of ['', 'models', 'models/working']) chmodSync(join(home, path), 0o555);
    const [command, ...args] = [
      ...nobody,
      process.execPath,
      PROGRAM,
      'models',
      'verify',
      'working',
      '--deep',
    ];
    const env = { PATH: process.env.PATH, HEIMDEX_HOME: home };
    const { status, stdout, stderr } = spawnSync(command!, args, { env, encoding: 'utf8' });
    for (const path of ['', 'models', 'models/working']) chmodSync(join(home, path), 0o755);
    expect(stdout, stderr).toMatch(/^unrecorded {2}working {2}cannot write .*: there is no permission to$/m);
    expect(status).toBe(0);
  });
});

/** A model whose graph multiplies large matrices for minutes: something to be ended on the way. */
function slowModel(): MadeModel {
  const size = 2048;
  const steps = 400;
  const graph = (made: MadeGraph): MadeGraph => ({
    ...made,
    weights: [
      ...made.weights,
      { name: 'shape_floats', shape: [2], data: Float32Array.of(size, size) },
      { name: 'none', shape: [1], data: Float32Array.of(0) },
    ],
    nodes: [
      { operator: 'Cast', inputs: ['shape_floats'], outputs: ['shape'], attributes: { to: 7 } },
      { operator: 'Gather', inputs: ['table', 'input_ids'], outputs: ['rows'] },
      { operator: 'ReduceMean', inputs: ['rows'], outputs: ['mean'], attributes: { keepdims: 0 } },
      { operator: 'Expand', inputs: ['mean', 'shape'], outputs: ['m0'] },
      ...Array.from(
        { length: steps },
        (_, step): MadeNode => ({
          operator: 'MatMul',
          inputs: ['m0', `m${step}`],
          outputs: [`m${step + 1}`],
        }),
      ),
      { operator: 'ReduceMean', inputs: [`m${steps}`], outputs: ['last'], attributes: { keepdims: 0 } },
      { operator: 'Add', inputs: ['rows', 'last'], outputs: ['last_hidden_state'] },
    ],
  });
  return workingText({ graph });
}

/** Waits for the process that heimdex has started for the test, by Linux's list of processes. */
async function childOf(pid: number): Promise<number> {
  for (;;) {
    for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      try {
        const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        if (Number(parent) === pid && command.includes('self-test-process')) return Number(name);
      } catch {
        // It has ended meanwhile.
      }
    }
    await wait(20);
  }
}

function onLinux(context: TestContext): void {
  if (process.platform !== 'linux') context.skip('/proc is needed to find the process of the test');
}

describe('while a test runs', () => {
  test('a crash of the runtime is a finding, and the next model is tested', async (context) => {
    onLinux(context);
    const { home } = setUp(named(slowModel(), 'a'), named(workingText(), 'b'));
    const { code, stdout, stderr } = await runHeimdex(['models', 'verify', '--deep', 'a', 'b'], {
      env: { HEIMDEX_HOME: home },
      onStart: async (child) => {
        const tested = await childOf(child.pid!);
        await wait(300);
        process.kill(tested, 'SIGSEGV');
      },
    });
    expect(stdout).toContain('crashed     a  the runtime crashed (SIGSEGV)\n');
    expect(stdout).toContain('recorded    b\n');
    expect(code).toBe(5);
    expect(stderr).toContain('heimdex: the model a does not run here: the runtime crashed');
  });

  test('an interruption ends it and heimdex, and leaves no record', async (context) => {
    onLinux(context);
    const made = slowModel();
    const { home, recordOf } = setUp(made);
    let tested = 0;
    const { code } = await runHeimdex(['models', 'verify', '--deep', 'working'], {
      env: { HEIMDEX_HOME: home },
      onStart: async (child) => {
        tested = await childOf(child.pid!);
        await wait(300);
        child.kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(() => process.kill(tested, 0)).toThrow('ESRCH');
    expect(() => statSync(recordOf(made))).toThrow('ENOENT');
  });
});

/** A real model from the shared test data, as one of the user's own, with the settings of one that heimdex knows. */
function realModel(
  context: TestContext,
  key: string,
  folder: string,
  paths: readonly string[],
  config: (known: Record<string, { config: object }>) => object,
  role: string,
): MadeModel {
  const contents = new Map(
    paths.map((path) => [path, readFileSync(sharedData(context, `models/${folder}/${path}`))]),
  );
  const manifest = JSON.parse(
    readFileSync(new URL('../../../models.manifest.json', import.meta.url), 'utf8'),
  );
  const files = [...contents].map(([path, content]) => ({
    path,
    bytes: content.length,
    sha256: sha256(content),
  }));
  const source = { kind: 'local', revision: sha256(Buffer.from(key)).slice(0, 40) };
  const model = { key, role, source, licence: 'MIT', dtype: 'real', files, config: config(manifest.models) };
  return { model: model as unknown as HubModel, contents };
}

test('real models of four roles run, and give the same the next time', async (context) => {
  const models = [
    realModel(
      context,
      'minilm',
      'all-MiniLM-L6-v2',
      ['tokenizer.json', 'onnx/model_quantized.onnx'],
      (known) => known['all-minilm-l6-v2']!.config,
      'text',
    ),
    realModel(
      context,
      'whisper-tiny-en',
      'whisper-tiny.en',
      [
        'config.json',
        'generation_config.json',
        'preprocessor_config.json',
        'tokenizer.json',
        'tokenizer_config.json',
        'onnx/encoder_model_quantized.onnx',
        'onnx/decoder_model_merged_quantized.onnx',
      ],
      (known) => known['whisper-small']!.config,
      'speech',
    ),
    realModel(
      context,
      'yunet-fixed',
      'yunet',
      ['face_detection_yunet_2023mar.onnx'],
      (known) => known.yunet!.config,
      'face-detection',
    ),
    realModel(
      context,
      'yunet-free',
      'yunet',
      ['face_detection_yunet_2026may.onnx'],
      (known) => {
        const { size: _, ...config } = known.yunet!.config as { size: number };
        return { ...config, graph: 'face_detection_yunet_2026may.onnx' };
      },
      'face-detection',
    ),
    realModel(
      context,
      'silero',
      'silero-vad',
      ['silero_vad.onnx'],
      (known) => ({ ...known['silero-vad']!.config, graph: 'silero_vad.onnx' }),
      'voice-activity',
    ),
  ];
  const { deep } = setUp(...models);
  const keys = models.map(({ model }) => model.key);
  const states = async () => {
    const { code, stdout, stderr } = await deep(...keys, '--json');
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout).selfTests as { model: string; state: string; cosine: number | null }[];
  };
  expect((await states()).map(({ model, state }) => [model, state])).toEqual(
    keys.map((key) => [key, 'recorded']),
  );
  for (const { state, cosine } of await states()) {
    expect(state).toBe('works');
    expect(cosine).toBeGreaterThanOrEqual(0.999);
  }
});

test('a real quantised model with other weights, under an adapted manifest, is found by its cosine', async (context) => {
  const make = (change: (graph: Buffer) => Buffer): MadeModel => {
    const made = realModel(
      context,
      'minilm',
      'all-MiniLM-L6-v2',
      ['tokenizer.json', 'onnx/model_quantized.onnx'],
      (known) => known['all-minilm-l6-v2']!.config,
      'text',
    );
    const path = 'onnx/model_quantized.onnx';
    const content = change(made.contents.get(path) as Buffer);
    const files = made.model.files.map((file) =>
      file.path === path ? { ...file, sha256: sha256(content) } : file,
    );
    return { model: { ...made.model, files }, contents: new Map(made.contents).set(path, content) };
  };
  const { home, deep } = setUp(make((graph) => graph));
  expect((await deep('minilm')).code).toBe(0);
  // A hundredth of the weights, in the last layers, are turned around: it loads as before.
  const changed = make((graph) => {
    const copy = Buffer.from(graph);
    const start = Math.floor(copy.length * 0.9);
    for (let at = start; at < start + 200_000; at++) copy[at] = 255 - copy[at]!;
    return copy;
  });
  install(home, changed);
  writeUserManifest(home, [changed]);
  const { code, stdout } = await deep('minilm');
  expect(stdout).toMatch(/^differs {5}minilm {2}expected sentence \d: last_hidden_state: cosine at least/m);
  expect(code).toBe(5);
});
