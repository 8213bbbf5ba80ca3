import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { needProgram } from '../support/machine.ts';
import { onnxFile } from '../support/made-graph.ts';
import { install, type MadeModel, writeUserManifest } from '../support/made-models.ts';
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
import { sightRig } from '../support/sight-rig.ts';

const visionWeights = Buffer.from(ramp(3 * MADE_DIMENSION).buffer);
const textWeights = Buffer.from(ramp(MADE_TOKENS * MADE_DIMENSION).buffer);
const visionFrom = (location: string) => onnxFile(visionGraph({ location, length: visionWeights.length }));
const textFrom = (location: string) => onnxFile(textGraph({ location, length: textWeights.length }));

/** Each tower with its weights in a file of their own, as the manifest names them. */
const withData = () =>
  madeSightModel('made', {
    [VISION_GRAPH]: visionFrom('vision_model.onnx_data'),
    'onnx/vision_model.onnx_data': visionWeights,
    [TEXT_GRAPH]: textFrom('text_model.onnx_data'),
    'onnx/text_model.onnx_data': textWeights,
  });

describe('external data that is not there', () => {
  it.each([
    ['index', 'onnx/vision_model.onnx_data'],
    ['search', 'onnx/text_model.onnx_data'],
  ] as const)('C4 ends %s with 4 and says what is missing', async (verb, path) => {
    const rig = sightRig(withData());
    await rig.index();
    const content = readFileSync(join(rig.models, path));
    rmSync(join(rig.models, path));
    const { code, stdout, stderr } = await rig.run(rig.verbs[verb]);
    expect(stderr).toBe(
      `heimdex: the model made is not here: ${path} is missing\ntry: heimdex models pull made\n`,
    );
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    const json = await rig.run([...rig.verbs[verb], '--json']);
    expect(JSON.parse(json.stderr)).toMatchObject({ code: 'model-missing', exit: 4 });
    writeFileSync(join(rig.models, path), content);
    expect((await rig.run(rig.verbs.search)).code, 'the library is as it was').toBe(0);
  });

  it.for([
    ['index', 'onnx/vision_model.onnx_data'],
    ['search', 'onnx/text_model.onnx_data'],
  ] as const)(
    'C4 that goes away behind the check ends %s with 5, in words',
    async ([verb, path], context) => {
      const strace = needProgram(context, 'strace');
      const rig = sightRig(withData());
      await rig.index();
      expect((await rig.run(rig.verbs.search)).code).toBe(0);
      // Known from the quick record: the runtime alone opens it.
      const gone = ['-P', join(rig.models, path), '-e', 'inject=openat:error=ENOENT'];
      const { status, stderr } = rig.runBelow(
        [strace, '-f', '-qq', '-o', join(rig.folder, 'log'), ...gone],
        rig.verbs[verb],
      );
      expect(stderr).toMatch(/^heimdex: the model made can't be loaded: [^\n]+\ntry: [^\n]+\n$/);
      expect(status).toBe(5);
    },
  );
});

const SECRET = 'secret-weights';

/** Ways out of a model's folder; the secret lies beside that folder, and would do as weights. */
const WAYS_OUT: readonly (readonly [string, (models: string) => string])[] = [
  ['a path upwards', () => `../../${SECRET}`],
  ['a path down and upwards', () => `sub/../../../${SECRET}`],
  ['an absolute path', (models) => join(models, '..', SECRET)],
  ['a link', (models) => link(`../../${SECRET}`, join(models, 'onnx/linked'), 'linked')],
  ['a linked folder', (models) => link('../..', join(models, 'onnx/up'), `up/${SECRET}`)],
];

function link(target: string, path: string, location: string): string {
  symlinkSync(target, path);
  return location;
}

/** A rig whose model has been exchanged for one with a graph of its own, after the library was made. */
async function rigWith(change: (models: string) => Record<string, Uint8Array>) {
  const rig = sightRig(madeSightModel('made'));
  await rig.index();
  mkdirSync(join(rig.models, 'onnx/sub'));
  writeFileSync(join(rig.models, '..', SECRET), Buffer.concat([visionWeights, textWeights]));
  const evil = madeSightModel('made', change(rig.models));
  exchange(rig.home, evil);
  return rig;
}

function exchange(home: string, model: MadeModel): void {
  writeUserManifest(home, [model], { made: { 'image-text': 'made' } });
  install(home, model);
}

/** The calls of a program that open a file whose path holds some text. */
function opensOf(log: string, part: string): string[] {
  const calls = readFileSync(log, 'utf8').split('\n');
  return calls.filter((call) => /\b(?:open|openat|openat2|creat)\(/.test(call) && call.includes(part));
}

describe('a graph that wants weights from outside its folder', () => {
  describe.each(WAYS_OUT)('by %s', (_, way) => {
    it.for([
      ['index', VISION_GRAPH, visionFrom],
      ['search', TEXT_GRAPH, textFrom],
    ] as const)('C5 is refused by %s, and nothing is opened there', async ([verb, graph, from], context) => {
      const strace = needProgram(context, 'strace');
      let location = '';
      const rig = await rigWith((models) => {
        location = way(models);
        return { [graph]: from(location) };
      });
      const log = join(rig.folder, 'calls.log');
      const { status, stderr } = rig.runBelow(
        [strace, '-f', '-qq', '-e', 'trace=%file', '-e', 'signal=none', '-o', log],
        rig.verbs[verb],
      );
      expect(stderr).toBe(
        `heimdex: the model made can't be used: ${graph} wants weights from "${location}", which is no file of the model\n` +
          'try: see where made comes from; its manifest must name each file that it reads\n',
      );
      expect(status).toBe(5);
      expect(opensOf(log, graph).length, 'strace sees what is opened').toBeGreaterThan(0);
      expect(opensOf(log, SECRET)).toEqual([]);
    });

    it('C5 is refused by the runtime itself, and nothing is opened there', async (context) => {
      const strace = needProgram(context, 'strace');
      const rig = await rigWith((models) => ({ [VISION_GRAPH]: visionFrom(way(models)) }));
      const log = join(rig.folder, 'calls.log');
      const script = `import { InferenceSession } from 'onnxruntime-node';
        await InferenceSession.create(process.argv[1]).then(() => console.log('loaded'), (error) => console.log(error.message));`;
      const { stdout } = spawnSync(
        strace,
        ['-f', '-qq', '-e', 'trace=%file', '-e', 'signal=none', '-o', log, process.execPath].concat(
          ['--input-type=module', '-e', script],
          join(rig.models, VISION_GRAPH),
        ),
        { encoding: 'utf8', env: { ...rig.env, ORT_DISABLE_TELEMETRY: '1' } },
      );
      expect(stdout).toMatch(/external data|absolute path/i);
      expect(opensOf(log, VISION_GRAPH).length, 'strace sees what is opened').toBeGreaterThan(0);
      expect(opensOf(log, SECRET)).toEqual([]);
    });
  });

  it('C5 is refused also where the link is a file of the manifest · 5', async () => {
    const rig = await rigWith(() => ({ [VISION_GRAPH]: visionFrom('data'), 'onnx/data': visionWeights }));
    rmSync(join(rig.models, 'onnx/data'));
    symlinkSync(`../../${SECRET}`, join(rig.models, 'onnx/data'));
    const { code, stderr } = await rig.run(rig.verbs.index);
    expect(stderr).toBe(
      'heimdex: the model made is damaged: onnx/data: expected a plain file, got a link or another thing that is no plain file\n' +
        'try: heimdex models pull made\n',
    );
    expect(code).toBe(5);
  });
});

describe('a graph that wants weights that the manifest does not name', () => {
  it('C4 C5 is refused though they lie beside it: nobody has checked them · 5', async () => {
    const rig = await rigWith((models) => {
      writeFileSync(join(models, 'onnx/more'), visionWeights);
      return { [VISION_GRAPH]: visionFrom('more') };
    });
    const { code, stderr } = await rig.run(rig.verbs.index);
    expect(stderr).toContain(`${VISION_GRAPH} wants weights from "more", which is no file of the model`);
    expect(code).toBe(5);
  });
});
