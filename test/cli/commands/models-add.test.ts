import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { needProgram } from '../../support/machine.ts';
import { textGraph, textWeights } from '../../support/made-graphs.ts';
import { madeModel, someBytes, writeUserManifest } from '../../support/made-models.ts';
import { PROGRAM, type RunOptions, runHeimdex } from '../../support/run-heimdex.ts';
import { sharedData } from '../../support/shared-data.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const TOKENIZER = fileURLToPath(new URL('../../golden/files/tiny-siglip2/tokenizer.json', import.meta.url));

/** A folder with a text model that runs, and what a test puts beside it. */
function textModel(files: Readonly<Record<string, Uint8Array | string>> = {}, name = 'My Model'): string {
  const folder = join(tempFolder(), name);
  const all = { 'tokenizer.json': readFileSync(TOKENIZER), 'onnx/model.onnx': textGraph(), ...files };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const CONSTANTS = ['--pooling', 'mean', '--max-tokens', '64', '--languages', 'en,ko'];

const models = (home: string, args: readonly string[], options: RunOptions = {}) =>
  runHeimdex(['models', ...args, '--home', home], options);
const addText = (home: string, folder: string, ...args: string[]) =>
  models(home, ['add', 'text', folder, ...CONSTANTS, ...args]);
const manifestOf = (home: string) => JSON.parse(readFileSync(join(home, 'models.manifest.json'), 'utf8'));
/** Files in the store, without locks and records. */
const stored = (home: string) =>
  existsSync(join(home, 'models'))
    ? readdirSync(join(home, 'models'), { recursive: true, encoding: 'utf8' }).filter(
        (path) => /\.(onnx|json|onnx_data|part)$/.test(path) && !/\.(verified|self-test)\.json$/.test(path),
      )
    : [];

describe('heimdex models add, from a folder', () => {
  it('runs what it has added once, and verify --deep holds the model to that', async () => {
    const home = tempFolder();
    const added = await addText(home, textModel());
    expect(added.code, added.stderr).toBe(0);
    expect(added.stderr.trimEnd().split('\n').at(-1)).toBe('recorded    my-model-fp32');
    const deep = JSON.parse((await models(home, ['verify', '--deep', '--json', 'my-model-fp32'])).stdout);
    expect(deep.selfTests).toMatchObject([{ model: 'my-model-fp32', state: 'works' }]);
  });

  it('makes a model like any other of a folder', async () => {
    const home = tempFolder();
    const added = await addText(
      home,
      textModel({ 'README.md': 'x', 'onnx/model_bnb4.onnx': 'not taken' }),
      '--json',
    );
    expect(added.code, added.stderr).toBe(0);
    const document = JSON.parse(added.stdout);
    expect(document).toMatchObject({
      schema: 'heimdex.add/1',
      key: 'my-model-fp32',
      outcome: 'added',
      role: 'text',
    });
    expect(document.brought).toEqual(['tokenizer.json', 'onnx/model.onnx']);
    expect(manifestOf(home).models['my-model-fp32']).toMatchObject({
      source: { kind: 'local', revision: expect.stringMatching(/^[0-9a-f]{40}$/) },
      licence: 'unknown',
      config: {
        dimension: 4,
        graph: 'onnx/model.onnx',
        output: 'last_hidden_state',
        pooling: 'mean',
        maxTokens: 64,
        quantization: 'none',
        languages: ['en', 'ko'],
      },
    });
    expect((await models(home, ['verify', 'my-model-fp32'])).code).toBe(0);
    const listed = await models(home, ['list', 'my-model-fp32', '--json']);
    expect(JSON.parse(listed.stdout).models[0]).toMatchObject({ state: 'ready', dtype: 'fp32' });
    writeFileSync(join(document.folder, 'extra.txt'), 'x');
    rmSync(join(document.folder, 'tokenizer.json'));
    expect((await models(home, ['verify', 'my-model-fp32'])).code).toBe(4);
  });

  it('has nothing to do the second time, and puts back what is missing', async () => {
    const home = tempFolder();
    const folder = textModel();
    const first = await addText(home, folder, '--json');
    const before = readFileSync(join(home, 'models.manifest.json'), 'utf8');
    const again = await addText(home, folder);
    expect(again.stdout).toMatch(
      /^nothing to do for my-model-fp32 \(.*\), which is here with this content\n$/,
    );
    rmSync(join(JSON.parse(first.stdout).folder, 'onnx/model.onnx'));
    expect((await addText(home, folder)).stdout).toMatch(/^put back files of my-model-fp32/);
    expect((await models(home, ['verify', 'my-model-fp32'])).code).toBe(0);
    expect(readFileSync(join(home, 'models.manifest.json'), 'utf8')).toBe(before);
  });

  it('shows what would change, and replaces only when told to', async () => {
    const home = tempFolder();
    const folder = textModel();
    await addText(home, folder);
    const before = manifestOf(home);
    writeFileSync(join(folder, 'onnx/model.onnx'), textGraph({ dimension: 6 }));
    const refused = await addText(home, folder);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/^- config\.dimension: 4\n\+ config\.dimension: 6$/m);
    expect(refused.stderr).toMatch(/^- file onnx\/model\.onnx: \d+ bytes, sha256:[0-9a-f]{64}$/m);
    expect(refused.stderr).toMatch(/--replace/);
    expect(manifestOf(home)).toEqual(before);
    expect((await addText(home, folder, '--replace')).stdout).toMatch(/^replaced my-model-fp32/);
    expect(manifestOf(home).models['my-model-fp32'].config.dimension).toBe(6);
    expect((await models(home, ['verify', 'my-model-fp32'])).code).toBe(0);
  });

  it('leaves all else in the manifest as it is, and lets nobody else read it', async () => {
    const home = tempFolder();
    const other = madeModel('other', { 'onnx/model.onnx': someBytes(10) });
    writeUserManifest(home, [other], { mine: { text: 'other' } });
    const before = manifestOf(home);
    await addText(home, textModel());
    const { 'my-model-fp32': added, ...rest } = manifestOf(home).models;
    expect(added).toBeDefined();
    expect({ ...manifestOf(home), models: rest }).toEqual(before);
    expect(Object.keys(manifestOf(home).models)).toEqual(['other', 'my-model-fp32']);
    expect(statSync(join(home, 'models.manifest.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(home).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  it('loses nothing where several are added at once', async () => {
    const home = tempFolder();
    const names = ['one', 'two', 'three', 'four'];
    const results = await Promise.all(names.map((name) => addText(home, textModel({}, name))));
    expect(results.map(({ code, stderr }) => [code, stderr.match(/^heimdex: .*/m)?.[0]])).toEqual(
      names.map(() => [0, undefined]),
    );
    expect(Object.keys(manifestOf(home).models).sort()).toEqual(names.map((name) => `${name}-fp32`).sort());
  });

  it('follows the links of a cache, and stores plain files with the weights beside the graph', async () => {
    const home = tempFolder();
    const weights = textWeights();
    const real = textModel({
      'onnx/model.onnx': textGraph({ external: 'model.onnx_data' }),
      'onnx/model.onnx_data': new Uint8Array(weights.buffer),
    });
    const snapshot = join(tempFolder(), 'snapshot');
    mkdirSync(join(snapshot, 'onnx'), { recursive: true });
    for (const path of ['tokenizer.json', 'onnx/model.onnx', 'onnx/model.onnx_data'])
      symlinkSync(join(real, path), join(snapshot, path));
    const added = await addText(home, snapshot, '--json');
    expect(added.code, added.stderr).toBe(0);
    expect(JSON.parse(added.stdout).brought).toContain('onnx/model.onnx_data');
    expect((await models(home, ['verify', 'snapshot-fp32'])).code).toBe(0);
  });

  it('opens no file that a graph names outside its folder', async (context) => {
    const strace = needProgram(context, 'strace');
    const home = tempFolder();
    const folder = textModel({
      'onnx/model.onnx': textGraph({ external: '../secret.bin' }),
      'secret.bin': 'secret',
    });
    const log = join(tempFolder(), 'strace.log');
    const command = ['-f', '-e', 'trace=openat,open', '-o', log, process.execPath, PROGRAM];
    const { status, stderr } = spawnSync(
      strace,
      [...command, 'models', 'add', 'text', folder, ...CONSTANTS, '--home', home],
      { encoding: 'utf8' },
    );
    expect(status).toBe(5);
    expect(stderr).toMatch(/onnx\/model\.onnx looks for weights outside its folder: \.\.\/secret\.bin/);
    expect(readFileSync(log, 'utf8')).toContain('model.onnx');
    expect(readFileSync(log, 'utf8')).not.toContain('secret.bin');
    expect(stored(home)).toEqual([]);
  });

  it('names weights that are not there', async () => {
    const result = await addText(
      tempFolder(),
      textModel({ 'onnx/model.onnx': textGraph({ external: 'model.onnx_data' }) }),
    );
    expect(result.code).toBe(4);
    expect(result.stderr).toMatch(/onnx\/model\.onnx_data, which holds weights of the graph, is not there/);
  });

  it('leaves no trace of a graph that the runtime refuses, or that gives something else', async () => {
    const home = tempFolder();
    const broken = Buffer.from(textGraph());
    broken.write('Gasher', broken.indexOf('Gather'));
    const refused = await addText(home, textModel({ 'onnx/model.onnx': broken }));
    expect(refused.code).toBe(5);
    expect(refused.stderr).toMatch(/the runtime refuses my-model-fp32\/onnx\/model\.onnx/);
    const other = await addText(home, textModel(), '--set', 'dimension=5');
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(/gives last_hidden_state as 1×8×4, where the configuration means 1×8×5/);
    expect(stored(home)).toEqual([]);
    expect(existsSync(join(home, 'models.manifest.json'))).toBe(false);
  });

  it('leaves no entry when it is interrupted while it copies', async () => {
    const home = tempFolder();
    const folder = textModel({
      'onnx/model.onnx': textGraph({ external: 'model.onnx_data' }),
      'onnx/model.onnx_data': '',
    });
    truncateSync(join(folder, 'onnx/model.onnx_data'), 400_000_000);
    const result = await models(home, ['add', 'text', folder, ...CONSTANTS, '--progress', 'json'], {
      onStart: (child) =>
        child.stderr.on(
          'data',
          (chunk) => String(chunk).includes('"kind":"copying"') && child.kill('SIGINT'),
        ),
    });
    expect(result.code, result.stderr).toBe(130);
    expect(existsSync(join(home, 'models.manifest.json'))).toBe(false);
    expect(stored(home).filter((path) => path.includes('onnx_data'))).toEqual([]);
  });

  it.each([
    ['a role that is none', ['txt', '.'], 2, /there is no role txt \(did you mean text\?\)/],
    ['a folder that is not there', ['text', './nowhere'], 2, /there is no folder or file \.\/nowhere/],
    ['a folder of another role', ['speech', 'FOLDER'], 2, /holds no model for speech/],
    [
      'a constant that nobody tells',
      ['text', 'FOLDER', '--max-tokens', '64'],
      2,
      /do not tell pooling\ntry: state it: --set pooling=mean/,
    ],
    [
      'a constant out of its bounds',
      ['text', 'FOLDER', '--set', 'pooling=last', '--max-tokens', '64'],
      2,
      /config\.pooling: expected one of "mean", "first", got "last"/,
    ],
    [
      'a number format that is not there',
      ['text', 'FOLDER', '--dtype', 'pf32'],
      2,
      /number format pf32 \(did you mean fp32\?\); for text there are fp32/,
    ],
    [
      'the name of a model of heimdex itself',
      ['text', 'FOLDER', '--name', 'bge-m3', ...CONSTANTS],
      2,
      /heimdex itself has a model called bge-m3\ntry: .*--name my-bge-m3/,
    ],
    [
      'a name that is no key',
      ['text', 'FOLDER', '--name', '../x', ...CONSTANTS],
      2,
      /\.\.\/x can't be the name of a model/,
    ],
  ] as const)('refuses %s', async (_, args, code, reason) => {
    const home = tempFolder();
    const folder = textModel();
    const result = await models(home, ['add', ...args.map((arg) => (arg === 'FOLDER' ? folder : arg))], {
      cwd: folder,
    });
    expect(result.stderr).toMatch(reason);
    expect(result.code).toBe(code);
    expect(existsSync(join(home, 'models.manifest.json'))).toBe(false);
  });

  it('takes a manifest that is invalid for a reason to stop, not to overwrite', async () => {
    const home = tempFolder();
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'models.manifest.json'), '{"schemaVersion": 2}');
    const result = await addText(home, textModel());
    expect(result.code).toBe(2);
    expect(readFileSync(join(home, 'models.manifest.json'), 'utf8')).toBe('{"schemaVersion": 2}');
  });

  it('brings in a real Whisper', async (context) => {
    const folder = sharedData(context, 'models/whisper-tiny.en');
    const home = tempFolder();
    const added = await models(home, ['add', 'speech', folder, '--licence', 'MIT']);
    expect(added.code, added.stderr).toBe(0);
    expect(added.stdout).toBe('added whisper-tiny.en-q8 (speech, q8, 7 files, 63.2 MB)\n');
    expect(manifestOf(home).models['whisper-tiny.en-q8'].config).toEqual({
      encoder: 'onnx/encoder_model_quantized.onnx',
      decoder: 'onnx/decoder_model_merged_quantized.onnx',
      wordTimes: true,
      sampleRate: 16_000,
      windowSeconds: 30,
      quantization: 'dynamic',
      languages: ['en'],
    });
    const verified = await models(home, ['verify', 'whisper-tiny.en-q8', '--json']);
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true });
  });

  it('knows the constants of a model whose graphs it knows', async (context) => {
    const home = tempFolder();
    const folder = sharedData(context, 'models/all-MiniLM-L6-v2');
    const added = await models(home, ['add', 'text', folder]);
    expect(added.stderr).toMatch(/the graphs are those of all-minilm-l6-v2: its constants are taken/);
    expect(manifestOf(home).models['all-minilm-l6-v2-q8']).toMatchObject({
      licence: 'Apache-2.0',
      config: { pooling: 'mean', maxTokens: 256, languages: ['en'] },
    });
  });

  it('makes an image–text model of a folder that says little, and it is used', async () => {
    const home = tempFolder();
    const folder = join(tempFolder(), 'sight');
    cpSync(fileURLToPath(new URL('../../golden/files/tiny-siglip2', import.meta.url)), folder, {
      recursive: true,
    });
    const constants = [
      'vision.size=64',
      'vision.resample=bilinear',
      'vision.crop=none',
      'vision.mean=0.5,0.5,0.5',
      'vision.std=0.5,0.5,0.5',
      'text.length=64',
      'text.lowercase=true',
      'text.padId=0',
    ];
    const set = constants.flatMap((each) => ['--set', each]);
    const added = await models(home, ['add', 'image-text', folder, ...set, '--dtype', 'vision=fp32,text=q8']);
    expect(added.code, added.stderr).toBe(0);
    expect(manifestOf(home).models['sight-fp32-q8']).toMatchObject({
      dtype: 'fp32 vision, q8 text',
      config: {
        dimension: 32,
        vision: { quantization: 'none' },
        text: { quantization: 'dynamic' },
        scoring: { kind: 'cosine' },
      },
    });
  });
});
