import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { type MadeGraph, onnxFile } from '../support/made-graph.ts';
import { writeUserManifest } from '../support/made-models.ts';
import {
  MADE_DIMENSION,
  MADE_TOKENS,
  madeSightModel,
  ramp,
  TEXT_GRAPH,
} from '../support/made-sight-model.ts';
import { PROGRAM } from '../support/run-heimdex.ts';
import { sightRig } from '../support/sight-rig.ts';

const DATA = 'onnx/text_model.onnx_data';
const WIDTH = 4096;
const LAYER_BYTES = 4 * WIDTH ** 2;
/** A gigabyte takes a slow disk a minute: it is for a run by hand, HEIMDEX_TEST_WEIGHTS_MB=1024. */
const MEGABYTES = Number(process.env.HEIMDEX_TEST_WEIGHTS_MB ?? 256);
const LAYERS = (MEGABYTES * 2 ** 20) / LAYER_BYTES;

/** A text tower of square matrices, one behind the other, which all lie in one file of external data. */
function deepText(): MadeGraph {
  const layers = Array.from({ length: LAYERS }, (_, index) => ({
    name: `layer${index}`,
    shape: [WIDTH, WIDTH],
    data: { location: 'text_model.onnx_data', offset: index * LAYER_BYTES, length: LAYER_BYTES },
  }));
  const product = (input: string, weights: string, output: string) => ({
    operator: 'MatMul',
    inputs: [input, weights],
    outputs: [output],
  });
  return {
    inputs: [{ name: 'input_ids', type: 'int64', shape: ['n', MADE_TOKENS] }],
    outputs: [{ name: 'vectors', type: 'float32', shape: ['n', MADE_DIMENSION] }],
    weights: [
      { name: 'first', shape: [MADE_TOKENS, WIDTH], data: ramp(MADE_TOKENS * WIDTH) },
      ...layers,
      { name: 'last', shape: [WIDTH, MADE_DIMENSION], data: ramp(WIDTH * MADE_DIMENSION) },
      { name: 'bias', shape: [MADE_DIMENSION], data: ramp(MADE_DIMENSION) },
    ],
    nodes: [
      { operator: 'Cast', inputs: ['input_ids'], outputs: ['numbers'], attributes: { to: 1 } },
      product('numbers', 'first', 'x0'),
      ...layers.map(({ name }, index) => product(`x${index}`, name, `x${index + 1}`)),
      product(`x${LAYERS}`, 'last', 'product'),
      { operator: 'Add', inputs: ['product', 'bias'], outputs: ['vectors'] },
    ],
  };
}

/** Weights of one layer, small and of both signs. */
function layerContent(): Buffer {
  const values = new Float32Array(WIDTH ** 2);
  for (let i = 0; i < values.length; i++) values[i] = (((i * 2_654_435_761) % 2 ** 32) / 2 ** 32 - 0.5) / 32;
  return Buffer.from(values.buffer);
}

/** Writes the external data and returns it as a manifest states it. */
function writeData(path: string) {
  const hash = createHash('sha256');
  const layer = layerContent();
  writeFileSync(path, '');
  for (let index = 0; index < LAYERS; index++) {
    // The runtime keeps layers that are alike only once.
    layer.writeFloatLE(index / 1000);
    appendFileSync(path, layer);
    hash.update(layer);
  }
  return { path: DATA, bytes: LAYERS * LAYER_BYTES, sha256: hash.digest('hex') };
}

/** Runs Node with some arguments and returns the most memory that it had at once, kB. */
function mostMemory(args: readonly string[], { env, folder }: ReturnType<typeof sightRig>): number {
  const log = join(folder, 'memory');
  const reporter = join(folder, 'reporter.mjs');
  writeFileSync(
    reporter,
    `import { writeFileSync } from 'node:fs';
     process.on('exit', () => writeFileSync(${JSON.stringify(log)}, String(process.resourceUsage().maxRSS)));`,
  );
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', pathToFileURL(reporter).href, ...args],
    {
      encoding: 'utf8',
      env: { ...env, ORT_DISABLE_TELEMETRY: '1' },
    },
  );
  expect(status, stderr).toBe(0);
  return Number(readFileSync(log, 'utf8'));
}

it(`C12 a search loads ${MEGABYTES} MB of external data with less than 1.3 times the memory of the bare runtime`, async () => {
  const plain = madeSightModel('made', { [TEXT_GRAPH]: onnxFile(deepText()) });
  const rig = sightRig(plain);
  const files = [...plain.model.files, writeData(join(rig.models, DATA))];
  const made = { ...plain, model: { ...plain.model, files } };
  writeUserManifest(rig.home, [made], { made: { 'image-text': 'made' } });
  await rig.index();
  // Without the record the whole is hashed on the way, which must cost no memory either.
  rmSync(join(rig.home, `models/made/${made.model.source.revision}.verified.json`));
  const script = `import { InferenceSession, Tensor } from ${JSON.stringify(import.meta.resolve('onnxruntime-node'))};
    const session = await InferenceSession.create(process.argv[1]);
    await session.run({ input_ids: new Tensor('int64', new BigInt64Array(${MADE_TOKENS}), [1, ${MADE_TOKENS}]) });`;
  const bare = mostMemory(['--input-type=module', '-e', script, join(rig.models, TEXT_GRAPH)], rig);
  const search = mostMemory([PROGRAM, ...rig.verbs.search], rig);
  expect(bare, 'the weights are in memory').toBeGreaterThan(MEGABYTES * 1024);
  expect(search, `${bare} kB bare`).toBeLessThan(1.3 * bare);
});
