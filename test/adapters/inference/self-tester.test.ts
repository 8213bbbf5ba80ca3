import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../src/domain/manifest/digest-of.ts';
import type { SelfTestOutcome } from '../../../src/domain/ports/self-tester.ts';
import type { MadeGraph } from '../../support/made-graph.ts';
import { install, type MadeModel } from '../../support/made-models.ts';
import { builtSelfTester } from '../../support/self-test-rig.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import {
  type Variation,
  workingFaceDetection,
  workingFaceRecognition,
  workingReranker,
  workingText,
  workingVoiceActivity,
} from '../../support/working-models.ts';
import { workingSpeech } from '../../support/working-speech.ts';

const never = new AbortController().signal;

function openedFrom({ model }: MadeModel, folder: string) {
  return {
    model,
    pathOf: (path: string) => join(folder, path),
    tokenizerPlace: (path: string) => ({
      path: join(folder, '..', 'tokenizer.bin'),
      digest: digestOf(model.files.find((file) => file.path === path)!),
    }),
    confirm: async () => {},
  };
}

function run(made: MadeModel): Promise<SelfTestOutcome> {
  return builtSelfTester().run(openedFrom(made, install(tempFolder(), made)), never);
}

const ROLES: readonly [string, (variation?: Variation) => MadeModel, readonly [string, number[]][]][] = [
  [
    'text',
    workingText,
    [
      ['sentence 1: last_hidden_state', [8]],
      ['sentence 2: last_hidden_state', [8]],
    ],
  ],
  ['reranker', workingReranker, [['logits', [4]]]],
  ['face-recognition', workingFaceRecognition, [['fc1', [8]]]],
  [
    'face-detection',
    workingFaceDetection,
    ['cls', 'obj', 'bbox', 'kps'].flatMap((kind, index) =>
      [8, 16, 32].map((stride): [string, number[]] => [
        `${kind}_${stride}`,
        [1, (64 / stride) ** 2, [1, 1, 4, 10][index]!],
      ]),
    ),
  ],
  [
    'voice-activity',
    workingVoiceActivity,
    [
      ['output', [8]],
      ['stateN', [2, 1, 128]],
    ],
  ],
  [
    'speech',
    workingSpeech,
    [
      ['encoder: last_hidden_state', [8]],
      ['decoder: logits', [1200]],
    ],
  ],
];

describe.each(ROLES)('a model for %s', (_, make, outputs) => {
  test('that works gives its outputs, and the same the next time', async () => {
    const first = await run(make());
    expect(first).toMatchObject({ kind: 'ran', runtime: expect.stringMatching(/^onnxruntime-node \d+\./) });
    if (first.kind !== 'ran') return;
    expect(first.outputs.map(({ name, dims }) => [name, dims])).toEqual(outputs);
    for (const { values } of first.outputs) expect(new Set(values).size).toBeGreaterThan(1);
    expect(await run(make())).toEqual(first);
    expect(await run(make({ seed: 2 })), 'other weights give something else').not.toEqual(first);
  });

  test('whose weights are not numbers fails', async () => {
    const graph = (made: MadeGraph): MadeGraph => ({
      ...made,
      weights: made.weights.map((each) =>
        each.data instanceof Float32Array && each.data.length > 3
          ? { ...each, data: each.data.map(() => Number.NaN) }
          : each,
      ),
    });
    const outcome = await run(make({ graph }));
    expect(outcome).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/^onnx\/\w+\.onnx: \S+: expected finite numbers, got NaN at 0$/),
    });
  });

  test('whose weights are all zero fails', async () => {
    const graph = (made: MadeGraph): MadeGraph => ({
      ...made,
      weights: made.weights.map((each) =>
        each.data instanceof Float32Array && each.data.length > 3
          ? { ...each, data: each.data.map(() => 0) }
          : each,
      ),
    });
    const outcome = await run(make({ graph }));
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('expected different numbers'),
    });
  });

  test('whose graph has another input than the role needs fails', async () => {
    const graph = (made: MadeGraph): MadeGraph => ({
      ...made,
      inputs: [...made.inputs, { name: 'surprise', type: 'float32', shape: [1] }],
    });
    expect(await run(make({ graph }))).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/^onnx\/\w+\.onnx: expected the inputs .*, got also surprise$/),
    });
  });
});

/** The same graph with one of its outputs by another name. */
const renamed =
  (from: string, to: string) =>
  (made: MadeGraph): MadeGraph => ({
    ...made,
    outputs: made.outputs.map((value) => (value.name === from ? { ...value, name: to } : value)),
    nodes: made.nodes.map((node) => ({
      ...node,
      outputs: node.outputs.map((name) => (name === from ? to : name)),
    })),
  });

describe('a graph that does not fit', () => {
  test.each([
    [
      'text',
      workingText({ graph: renamed('last_hidden_state', 'pooled') }),
      'expected an output last_hidden_state, got pooled',
    ],
    [
      'speech',
      workingSpeech({ graph: renamed('cross_attentions.0', 'attentions') }),
      'expected an output cross_attentions.0, got',
    ],
    [
      'speech',
      workingSpeech({ graph: renamed('present.0.encoder.key', 'present.0.key') }),
      'expected an output present.0.encoder.key, got',
    ],
    [
      'reranker',
      workingReranker({ graph: renamed('logits', 'score') }),
      'expected an output logits, got score',
    ],
    [
      'face-detection',
      workingFaceDetection({ graph: renamed('kps_16', 'points') }),
      'expected an output kps_16, got',
    ],
  ])('for %s by its names', async (_, made, reason) => {
    expect(await run(made)).toEqual({ kind: 'failed', reason: expect.stringContaining(reason) });
  });

  test('to the manifest’s dimension', async () => {
    expect(await run(workingText({ config: { dimension: 16 } }))).toEqual({
      kind: 'failed',
      reason: 'onnx/model.onnx: last_hidden_state: expected the shape (1, 16, 16), got (1, 16, 8)',
    });
  });

  test('because an item’s vector depends on its company', async () => {
    const graph = (made: MadeGraph): MadeGraph => ({
      ...made,
      nodes: [
        { operator: 'Gather', inputs: ['table', 'input_ids'], outputs: ['rows'] },
        {
          operator: 'ReduceMean',
          inputs: ['rows'],
          outputs: ['mean'],
          attributes: { axes: [0, 1], keepdims: 1 },
        },
        { operator: 'Sub', inputs: ['rows', 'mean'], outputs: ['centred'] },
        { operator: 'Mul', inputs: ['rows', 'centred'], outputs: ['last_hidden_state'] },
      ],
    });
    expect(await run(workingText({ graph }))).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/^onnx\/model\.onnx: expected the same vector alone and in a batch of 2/),
    });
    // Such a graph is right where the manifest says that it must be run singly.
    expect((await run(workingText({ graph, config: { quantization: 'dynamic' } }))).kind).toBe('ran');
  });

  test('because it gives whole numbers', async () => {
    const graph = (made: MadeGraph): MadeGraph => ({
      ...made,
      outputs: made.outputs.map((value) => ({ ...value, type: 'int64' })),
      nodes: [
        { operator: 'Gather', inputs: ['table', 'input_ids'], outputs: ['rows'] },
        { operator: 'Cast', inputs: ['rows'], outputs: ['last_hidden_state'], attributes: { to: 7 } },
      ],
    });
    expect(await run(workingText({ graph }))).toEqual({
      kind: 'failed',
      reason: 'onnx/model.onnx: last_hidden_state: expected float32 or float16, got int64',
    });
  });

  test('because it can’t be run', async () => {
    const graph = (made: MadeGraph): MadeGraph => ({
      ...made,
      weights: made.weights.map((each) => ({ ...each, shape: [2, 8], data: new Float32Array(16) })),
    });
    expect(await run(workingText({ graph }))).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/^onnx\/model\.onnx can't be run: .*indices/s),
    });
  });
});

describe('a file', () => {
  test.each([
    ['onnx/model.onnx', /^the model working can't be loaded: /],
    ['tokenizer.json', /^the tokenizer of working can't be read: /],
  ])('%s that is something else fails', async (path, reason) => {
    const made = workingText();
    const folder = install(tempFolder(), made);
    writeFileSync(join(folder, path), 'something else');
    const outcome = await builtSelfTester().run(openedFrom(made, folder), never);
    expect(outcome).toEqual({ kind: 'failed', reason: expect.stringMatching(reason) });
  });

  test('config.json of a speech model without a size fails, and says which', async () => {
    const made = workingSpeech();
    const folder = install(tempFolder(), made);
    writeFileSync(join(folder, 'config.json'), '{"max_source_positions":12,"d_model":8.5}');
    const outcome = await builtSelfTester().run(openedFrom(made, folder), never);
    expect(outcome).toEqual({
      kind: 'failed',
      reason: 'config.json: d_model: expected a whole number, got 8.5',
    });
  });
});

describe('a process that does not come back', () => {
  /** A program in the place of the one that runs the tests. */
  function withProgram(source: string, limitMs?: number) {
    const program = join(tempFolder(), 'program.mjs');
    writeFileSync(program, source);
    const made = workingText();
    const tester = builtSelfTester({ program, ...(limitMs === undefined ? {} : { limitMs }) });
    return (signal: AbortSignal) => tester.run(openedFrom(made, tempFolder()), signal);
  }

  test.each(['SIGSEGV', 'SIGABRT', 'SIGKILL'])(
    'because of %s is a finding, with its last words',
    async (name) => {
      const source = `process.stderr.write('first\\nout of memory\\n', () => process.kill(process.pid, '${name}'));
      setInterval(() => {}, 1000);`;
      expect(await withProgram(source)(never)).toEqual({
        kind: 'crashed',
        reason: `the runtime crashed (${name}): out of memory`,
      });
    },
  );

  test('because it ends by itself is a finding', async () => {
    expect(await withProgram('process.exit(7)')(never)).toEqual({
      kind: 'crashed',
      reason: 'the runtime crashed (exit 7)',
    });
  });

  test('within the time limit is a finding', async () => {
    expect(await withProgram('for (;;);', 500)(never)).toEqual({
      kind: 'crashed',
      reason: 'the runtime gave no answer in 0.5 s',
    });
  });

  test('is ended by an interruption, which is no finding', async () => {
    const marker = join(tempFolder(), 'pid');
    const source = `import { writeFileSync } from 'node:fs';
      writeFileSync(${JSON.stringify(marker)}, String(process.pid)); for (;;);`;
    const stop = new AbortController();
    const running = withProgram(source)(stop.signal);
    const { readFileSync } = await import('node:fs');
    const pid = async (): Promise<number> => {
      for (;;) {
        try {
          const written = Number(readFileSync(marker, 'utf8'));
          if (written > 0) return written;
        } catch {
          // Not yet there.
        }
        await wait(20);
      }
    };
    const child = await pid();
    stop.abort(130);
    await expect(running).rejects.toMatchObject({ code: 'interrupted', cause: 130 });
    expect(() => process.kill(child, 0)).toThrow('ESRCH');
  });
});

test('the process of a test has the environment that it is given, and never sends telemetry', async () => {
  const program = join(tempFolder(), 'program.mjs');
  writeFileSync(
    program,
    `process.once('message', () => process.send({ kind: 'failed', reason: JSON.stringify(process.env) }, () => process.disconnect()));`,
  );
  const tester = builtSelfTester({ program, env: { ONE: '1', ORT_DISABLE_TELEMETRY: undefined } });
  const outcome = await tester.run(openedFrom(workingText(), tempFolder()), never);
  expect(outcome.kind).toBe('failed');
  const { NODE_CHANNEL_FD, NODE_CHANNEL_SERIALIZATION_MODE, ...env } = JSON.parse(
    (outcome as { reason: string }).reason,
  );
  expect(env).toEqual({ ONE: '1', ORT_DISABLE_TELEMETRY: '1' });
});
