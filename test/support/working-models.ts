import { readFileSync } from 'node:fs';
import type { Model, TextConfig } from '../../src/domain/manifest/schema.ts';
import type { HubModel } from '../../src/domain/ports/model-source.ts';
import { tinyFile } from './golden.ts';
import { type MadeGraph, type MadeNode, type MadeWeights, onnxFile } from './made-graph.ts';
import { type MadeModel, sha256 } from './made-models.ts';

// Models of each role that really run, each of a few kilobytes: they turn their input into numbers that depend on it,
// and no more.

/** Pieces of the tiny tokenizer of the golden files. */
export const PIECES = 1200;
const DIMENSION = 8;
const GRAPH = 'onnx/model.onnx';

/** Numbers between −1 and 1 that look like nothing. */
export function weights(name: string, shape: readonly number[], seed = 1): MadeWeights {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  let state = seed;
  for (let index = 0; index < data.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[index] = state / 2 ** 31 - 1;
  }
  return { name, shape, data };
}

/** What varies between tests; a graph is given before it is written, so that a fault can be put into it. */
export interface Variation {
  readonly seed?: number;
  readonly graph?: (graph: MadeGraph) => MadeGraph;
}

/** Gives each token the row of a table. */
export function workingText({
  seed = 1,
  graph = (same) => same,
  config: changed = {},
}: Variation & { readonly config?: Partial<TextConfig> } = {}): MadeModel {
  const made: MadeGraph = {
    inputs: ['input_ids', 'attention_mask'].map((name) => ({ name, type: 'int64', shape: ['n', 'length'] })),
    outputs: [{ name: 'last_hidden_state', type: 'float32', shape: ['n', 'length', DIMENSION] }],
    weights: [weights('table', [PIECES, DIMENSION], seed)],
    nodes: [{ operator: 'Gather', inputs: ['table', 'input_ids'], outputs: ['last_hidden_state'] }],
  };
  const config: TextConfig = {
    dimension: DIMENSION,
    graph: GRAPH,
    tokenizer: 'tokenizer.json',
    output: 'last_hidden_state',
    pooling: 'mean',
    maxTokens: 16,
    quantization: 'none',
    languages: ['en'],
    ...changed,
  };
  return working({ role: 'text', config }, { [GRAPH]: onnxFile(graph(made)), ...TOKENIZER });
}

/** Scores a pair by the mean of a number for each of its tokens. */
export function workingReranker({ seed = 1, graph = (same) => same }: Variation = {}): MadeModel {
  const made: MadeGraph = {
    inputs: ['input_ids', 'attention_mask', 'token_type_ids'].map((name) => ({
      name,
      type: 'int64',
      shape: ['n', 'length'],
    })),
    outputs: [{ name: 'logits', type: 'float32', shape: ['n', 1] }],
    weights: [weights('table', [PIECES, 1], seed)],
    nodes: [
      { operator: 'Gather', inputs: ['table', 'input_ids'], outputs: ['rows'] },
      { operator: 'Cast', inputs: ['attention_mask'], outputs: ['mask'], attributes: { to: 1 } },
      { operator: 'Unsqueeze', inputs: ['mask', 'one'], outputs: ['column'] },
      { operator: 'Mul', inputs: ['rows', 'column'], outputs: ['real'] },
      {
        operator: 'ReduceMean',
        inputs: ['real'],
        outputs: ['logits'],
        attributes: { axes: [1], keepdims: 0 },
      },
    ],
  };
  const config: ConfigOf<'reranker'> = {
    graph: GRAPH,
    tokenizer: 'tokenizer.json',
    maxTokens: 64,
    quantization: 'dynamic',
    languages: ['en'],
  };
  const withAxis = withWholeNumbers(made, 'one', [2]);
  return working({ role: 'reranker', config }, { [GRAPH]: onnxFile(graph(withAxis)), ...TOKENIZER });
}

/** Multiplies all pixels with a matrix. */
export function workingFaceRecognition({ seed = 1, graph = (same) => same }: Variation = {}): MadeModel {
  const size = 16;
  const made: MadeGraph = {
    inputs: [{ name: 'data', type: 'float32', shape: ['n', 3, size, size] }],
    outputs: [{ name: 'fc1', type: 'float32', shape: ['n', DIMENSION] }],
    weights: [weights('matrix', [3 * size * size, DIMENSION], seed)],
    nodes: [
      { operator: 'Flatten', inputs: ['data'], outputs: ['flat'] },
      { operator: 'MatMul', inputs: ['flat', 'matrix'], outputs: ['fc1'] },
    ],
  };
  const landmarks = [1, 2, 3, 4, 5].map((at) => [at, at] as const);
  const config: ConfigOf<'face-recognition'> = {
    graph: GRAPH,
    dimension: DIMENSION,
    size,
    channelOrder: 'rgb',
    landmarks: landmarks as never,
    samePersonCosine: 0.3,
  };
  return working({ role: 'face-recognition', config }, { [GRAPH]: onnxFile(graph(made)) });
}

/** One convolution a grid: a window of a stride's size gives all numbers of its place. */
export function workingFaceDetection({ seed = 1, graph = (same) => same }: Variation = {}): MadeModel {
  const strides = [8, 16, 32];
  const kinds = { cls: 1, obj: 1, bbox: 4, kps: 10 };
  const grids = strides.flatMap((stride) =>
    Object.entries(kinds).map(([kind, numbers]) => ({ name: `${kind}_${stride}`, stride, numbers })),
  );
  const nodes = grids.flatMap(({ name, stride, numbers }): MadeNode[] => [
    {
      operator: 'Conv',
      inputs: ['input', `w_${name}`],
      outputs: [`map_${name}`],
      attributes: { strides: [stride, stride] },
    },
    { operator: 'Reshape', inputs: [`map_${name}`, `to_${numbers}`], outputs: [`rows_${name}`] },
    { operator: 'Transpose', inputs: [`rows_${name}`], outputs: [name], attributes: { perm: [0, 2, 1] } },
  ]);
  let made: MadeGraph = {
    inputs: [{ name: 'input', type: 'float32', shape: [1, 3, 'height', 'width'] }],
    outputs: grids.map(({ name, numbers }) => ({ name, type: 'float32', shape: [1, 'anchors', numbers] })),
    weights: grids.map(({ name, stride, numbers }) =>
      weights(`w_${name}`, [numbers, 3, stride, stride], seed),
    ),
    nodes,
  };
  for (const numbers of new Set(Object.values(kinds))) {
    made = withWholeNumbers(made, `to_${numbers}`, [1, numbers, -1]);
  }
  const config: ConfigOf<'face-detection'> = {
    graph: GRAPH,
    size: 64,
    channelOrder: 'bgr',
    strides,
    scoreThreshold: 0.6,
    overlapThreshold: 0.3,
  };
  return working({ role: 'face-detection', config }, { [GRAPH]: onnxFile(graph(made)) });
}

/** Multiplies a window of sound with a matrix and adds the state. */
export function workingVoiceActivity({ seed = 1, graph = (same) => same }: Variation = {}): MadeModel {
  const [windowSamples, contextSamples] = [32, 8];
  const made: MadeGraph = {
    inputs: [
      { name: 'input', type: 'float32', shape: ['n', 'samples'] },
      { name: 'state', type: 'float32', shape: [2, 'n', 128] },
      { name: 'sr', type: 'int64', shape: [] },
    ],
    outputs: [
      { name: 'output', type: 'float32', shape: ['n', 1] },
      { name: 'stateN', type: 'float32', shape: [2, 'n', 128] },
    ],
    weights: [
      weights('matrix', [windowSamples + contextSamples, 128], seed),
      weights('ear', [windowSamples + contextSamples, 1], seed + 1),
    ],
    nodes: [
      { operator: 'MatMul', inputs: ['input', 'ear'], outputs: ['heard'] },
      { operator: 'Sigmoid', inputs: ['heard'], outputs: ['output'] },
      { operator: 'MatMul', inputs: ['input', 'matrix'], outputs: ['change'] },
      { operator: 'Add', inputs: ['state', 'change'], outputs: ['changed'] },
      { operator: 'Tanh', inputs: ['changed'], outputs: ['stateN'] },
    ],
  };
  const config = { graph: GRAPH, sampleRate: 16_000, windowSamples, contextSamples };
  return working({ role: 'voice-activity', config }, { [GRAPH]: onnxFile(graph(made)) });
}

export const TOKENIZER = { 'tokenizer.json': readFileSync(tinyFile('tokenizer.json')) };

/** Weights are floats: whole numbers for shapes and axes are made of them first. */
export function withWholeNumbers(graph: MadeGraph, name: string, values: readonly number[]): MadeGraph {
  const floats = { name: `${name}_floats`, shape: [values.length], data: Float32Array.from(values) };
  const cast = { operator: 'Cast', inputs: [floats.name], outputs: [name], attributes: { to: 7 } };
  return { ...graph, weights: [...graph.weights, floats], nodes: [cast, ...graph.nodes] };
}

type ConfigOf<R extends Model['role']> = Extract<Model, { role: R }>['config'];
type RoleAndConfig = { [R in Model['role']]: { role: R; config: ConfigOf<R> } }[Model['role']];

export function working(part: RoleAndConfig, contents: Readonly<Record<string, Uint8Array>>): MadeModel {
  const entries = Object.entries(contents);
  const files = entries.map(([path, content]) => ({ path, bytes: content.length, sha256: sha256(content) }));
  const source = { kind: 'hub', repo: 'makers/working', revision: 'c'.repeat(40) } as const;
  const model = { key: 'working', source, licence: 'MIT', dtype: 'fp32', files, ...part } as HubModel;
  return { model, contents: new Map(entries) };
}
