import { spawn } from 'node:child_process';
import { readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createModelStore } from '../../src/adapters/files/create-model-store.ts';
import { openTextEncoder } from '../../src/adapters/inference/open-text-encoder.ts';
import { loadModel } from '../../src/app/models/load-model.ts';
import type { ImageTextConfig } from '../../src/domain/manifest/schema.ts';
import { needProgram } from '../support/machine.ts';
import { onnxFile } from '../support/made-graph.ts';
import { install } from '../support/made-models.ts';
import {
  MADE_DIMENSION,
  MADE_TOKENS,
  madeSightModel,
  ramp,
  TEXT_GRAPH,
  textGraph,
  VISION_GRAPH,
  visionGraph,
} from '../support/made-sight-model.ts';
import { PROGRAM, type RunResult } from '../support/run-heimdex.ts';
import { sightRig } from '../support/sight-rig.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { tracedCalls } from '../support/traced-calls.ts';

const DATA = 'onnx/text_model.onnx_data';

/** A model whose text tower has its weights in a file of their own. */
function modelWithData() {
  const weights = ramp(MADE_TOKENS * MADE_DIMENSION);
  return madeSightModel('made', {
    [TEXT_GRAPH]: onnxFile(textGraph({ location: 'text_model.onnx_data', length: weights.byteLength })),
    [DATA]: Buffer.from(weights.buffer),
  });
}

/** As large as what they stand for, and nothing that a runtime would refuse. */
const otherVision = onnxFile(visionGraph(ramp(3 * MADE_DIMENSION).toReversed()));
const otherText = onnxFile(textGraph(ramp(MADE_TOKENS * MADE_DIMENSION).toReversed()));
const otherData = Buffer.from(ramp(MADE_TOKENS * MADE_DIMENSION).toReversed().buffer);

const { signal } = new AbortController();

/** The model with external data in a store of its own. */
function installed() {
  const home = tempFolder();
  const made = modelWithData();
  const folder = install(home, made);
  const store = createModelStore({ home, packageFolder: home });
  return { store, model: made.model, config: made.model.config as ImageTextConfig, folder };
}

/** A time that can be given to another file to the nanosecond. */
const LONG_AGO = new Date('2001-01-01T00:00:00Z');

/** Another file at the same place, with the size and the modification time of the first. */
function swap(path: string, content: Uint8Array): void {
  expect(content.length).toBe(statSync(path).size);
  writeFileSync(`${path}.evil`, content);
  utimesSync(`${path}.evil`, LONG_AGO, LONG_AGO);
  renameSync(`${path}.evil`, path);
}

/** Runs the program, and does something while it is held at the very moment in which the runtime opens a file. */
async function whileItIsOpened(
  strace: string,
  path: string,
  { folder, env }: ReturnType<typeof sightRig>,
  args: readonly string[],
  meanwhile: () => void,
): Promise<Pick<RunResult, 'code' | 'stderr'>> {
  const log = join(folder, 'calls.log');
  writeFileSync(log, '');
  const hold = ['-f', '-qq', '-o', log, '-P', path, '-e', 'trace=openat', '-e', 'signal=none'];
  const held = [
    ...hold,
    '-e',
    'inject=openat:delay_enter=3000000:when=1',
    process.execPath,
    PROGRAM,
    ...args,
  ];
  const child = spawn(strace, held, { env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  while (child.exitCode === null && !tracedCalls(log).join('\n').includes(path)) await wait(20);
  meanwhile();
  return { code: await ended, stderr };
}

describe('a file that is swapped between its check and its load', () => {
  it.for([
    ['the graph of index', 'index', VISION_GRAPH, otherVision],
    ['the graph of search', 'search', TEXT_GRAPH, otherText],
    ['the external data of search', 'search', DATA, otherData],
  ] as const)('C3 is noticed: %s · 5', async ([, verb, path, content], context) => {
    const strace = needProgram(context, 'strace');
    const rig = sightRig(path === TEXT_GRAPH ? madeSightModel('made') : modelWithData());
    const place = join(rig.models, path);
    utimesSync(place, LONG_AGO, LONG_AGO);
    await rig.index();
    expect((await rig.run(rig.verbs.search)).code).toBe(0);
    const { code, stderr } = await whileItIsOpened(strace, place, rig, rig.verbs[verb], () =>
      swap(place, content),
    );
    expect(stderr).toBe(
      `heimdex: the model made changed while it was being loaded: ${path} is another file now\n` +
        'try: see what writes into the models, then run heimdex models verify made\n',
    );
    expect(code).toBe(5);
    const after = await rig.run(rig.verbs.search);
    expect(after.stderr).toContain(`heimdex: the model made is damaged: ${path}: expected sha256:`);
    expect(after.code).toBe(5);
  });

  it.each([
    ['the graph', TEXT_GRAPH],
    ['the external data', DATA],
    ['the tokenizer', 'tokenizer.json'],
    ['a file that only others read', VISION_GRAPH],
  ])('C3 is noticed though it is back in its place when the load ends: %s', async (_, path) => {
    const { store, model, config, folder } = installed();
    const place = join(folder, path);
    const closed: string[] = [];
    const loading = loadModel(store, model, signal, async (opened) => {
      renameSync(place, `${place}.good`);
      writeFileSync(place, readFileSync(`${place}.good`));
      const files = { graph: opened.pathOf(TEXT_GRAPH), tokenizer: opened.pathOf('tokenizer.json') };
      const encoder = await openTextEncoder(files, model.key, config);
      renameSync(`${place}.good`, place);
      return {
        ...encoder,
        close: async () => void closed.push(path, await encoder.close().then(() => 'ok')),
      };
    });
    await expect(loading).rejects.toMatchObject({
      code: 'model-damaged',
      message: `the model made changed while it was being loaded: ${path} is another file now`,
    });
    expect(closed, 'what was loaded is given back').toEqual([path, 'ok']);
  });

  it('C3 nothing is said where nothing was touched', async () => {
    const { store, model, config } = installed();
    const encoder = await loadModel(store, model, signal, (opened) =>
      openTextEncoder(
        { graph: opened.pathOf(TEXT_GRAPH), tokenizer: opened.pathOf('tokenizer.json') },
        model.key,
        config,
      ),
    );
    expect(await encoder.embedTexts(['a'], signal)).toHaveLength(1);
    await encoder.close();
  });
});
