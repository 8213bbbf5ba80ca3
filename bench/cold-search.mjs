// P11: a text search from nothing, as a whole process, against loading the same text tower and running it once in ONNX Runtime.
//   node bench/cold-search.mjs MODEL_FOLDER [ROUNDS]
// MODEL_FOLDER holds text_model_quantized.onnx of true size (tools/bench-models/make_siglip_text.py). The tokenizer is made: Gemma's
// form with 256,000 pieces. The library has 500 frames, put in with the adapters; pictures are not read, so the vision
// tower is a tiny one. Then the same for a tokenizer alone, opened and asked once, of that form and of XLM-R's with 250,002
// pieces, and whether its ids are those of the library's own maps.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { importSources } from './cuts/bundle.mjs';
import { describeFile, median, program, timed } from './measure.mjs';
import { medians } from './medians.mjs';

const [modelFolder, rounds = '9'] = process.argv.slice(2);
if (modelFolder === undefined) {
  console.error('usage: node bench/cold-search.mjs MODEL_FOLDER [ROUNDS]');
  process.exit(2);
}
const QUERY = 'two dogs running in the snow at sunset';
const DIMENSION = 768;
const [VIDEOS, FRAMES] = [5, 100];
const REVISION = '0'.repeat(40);
const TEXTS = 3000;
const FACTS = {
  container: 'mp4',
  codec: 'h264',
  start: 0,
  duration: FRAMES * 4_000_000,
  hasAudio: false,
  width: 1920,
  height: 1080,
  frameRate: 25,
  dynamicRange: 'sdr',
  interlaced: false,
};
/** The peer: no tokenizer, any ids. */
const BARE = `
process.env.ORT_DISABLE_TELEMETRY = '1';
const [runtime, graph, length] = process.argv.slice(1);
const { InferenceSession, Tensor } = require(runtime);
(async () => {
  const session = await InferenceSession.create(graph, { executionProviders: ['cpu'], logSeverityLevel: 3 });
  const ids = BigInt64Array.from({ length: Number(length) }, (_, at) => BigInt(at * 31));
  await session.run({ input_ids: new Tensor('int64', ids, [1, ids.length]) }, ['pooler_output']);
})();
`;

const root = resolve(import.meta.dirname, '..');
const golden = join(root, 'test/golden/files');
const require = createRequire(join(root, 'package.json'));
const { Tokenizer } = require('@huggingface/tokenizers');
const [{ madeGemma, madeXlmr, oddTexts }, { openLibrary }] = await importSources(
  'test/support/made-tokenizers.ts',
  'src/adapters/inference/tokenizer/open-library.ts',
);
const home = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
try {
  const forms = {
    BPE: madeGemma(formOf('tiny-siglip2'), 256_000),
    Unigram: madeXlmr(formOf('tiny-xlmr'), 250_002),
  };
  await measureSearch(forms.BPE);
  for (const [name, form] of Object.entries(forms)) measureTokenizer(name, form);
} finally {
  rmSync(home, { recursive: true, force: true });
}

async function measureSearch(form) {
  const model = placeModel(form);
  const db = join(home, 'library.db');
  await fillLibrary(db, model);
  const graph = join(home, 'models', model.key, REVISION, model.config.text.graph);
  const search = [program, 'search', QUERY, '--home', home, '--db', db, '--json'];
  const bare = ['-e', BARE, require.resolve('onnxruntime-node'), graph, String(model.config.text.length)];
  execFileSync(process.execPath, [program, 'models', 'verify', model.key, '--home', home], {
    stdio: 'ignore',
  });
  const first = timed(process.execPath, search);
  if (JSON.parse(first.stdout).moments.length === 0) throw new Error('the search found nothing');
  console.log(`the first search, which compiles the tokenizer: ${(first.seconds * 1000).toFixed(0)} ms`);
  const [own, peer, start] = medians(Number(rounds), [
    () => timed(process.execPath, search).seconds,
    () => timed(process.execPath, bare).seconds,
    () => timed(process.execPath, ['-e', '0']).seconds,
  ]);
  console.log(
    `search ${(own * 1000).toFixed(0)} ms, ONNX Runtime alone ${(peer * 1000).toFixed(0)} ms, node -e 0 ${(start * 1000).toFixed(0)} ms`,
  );
  console.log(`P11 search / ONNX Runtime, medians of ${rounds}: ${(own / peer).toFixed(3)} (goal 1.25)`);
}

function measureTokenizer(name, form) {
  const path = join(home, `${name}.json`);
  writeFileSync(path, JSON.stringify(form, undefined, 2));
  const { sha256: hex } = describeFile(home, `${name}.json`);
  const place = { path: join(home, `${name}.bin`), digest: { algorithm: 'sha256', hex } };
  const opened = { whole: () => openLibrary(path), kept: () => openLibrary(path, place) };
  opened.kept();
  const took = Object.entries(opened).map(([way, open]) => {
    const times = Array.from({ length: 5 }, () => {
      const begun = performance.now();
      open().tokenizer.encode(QUERY);
      return performance.now() - begun;
    });
    return `${way} ${median(times).toFixed(0)} ms`;
  });
  const [whole, kept] = [new Tokenizer(form, {}), opened.kept().tokenizer];
  const { vocab } = form.model;
  const texts = oddTexts(Array.isArray(vocab) ? vocab.map(([piece]) => piece) : Object.keys(vocab), TEXTS);
  const same = texts.filter(
    (text) => String(whole.encode(text).ids) === String(kept.encode(text).ids),
  ).length;
  console.log(
    `${name}, ${(statSync(path).size / 1e6).toFixed(0)} MB of JSON, ${(statSync(place.path).size / 1e6).toFixed(0)} MB kept: ` +
      `${took.join(', ')}; the same ids in ${same} of ${texts.length} odd texts`,
  );
}

/** A model in the store, named by a user's manifest. */
function placeModel(form) {
  const [tiny] = JSON.parse(readFileSync(join(golden, 'manifest-entry.json'), 'utf8'));
  const folder = join(home, 'models', 'bench-siglip2', REVISION);
  const text = { ...tiny.config.text, graph: 'onnx/text_model_quantized.onnx', quantization: 'dynamic' };
  const config = { ...tiny.config, dimension: DIMENSION, text };
  place(join(modelFolder, 'text_model_quantized.onnx'), join(folder, text.graph));
  place(join(golden, 'tiny-siglip2', config.vision.graph), join(folder, config.vision.graph));
  writeFileSync(join(folder, text.tokenizer), JSON.stringify(form, undefined, 2));
  const files = [config.vision.graph, text.graph, text.tokenizer].map((path) => describeFile(folder, path));
  const { key: _, ...rest } = tiny;
  const model = {
    ...rest,
    source: { kind: 'hub', repo: 'bench/siglip2', revision: REVISION },
    files,
    config,
  };
  const manifest = { schemaVersion: 1, models: { 'bench-siglip2': model }, profiles: {} };
  writeFileSync(join(home, 'models.manifest.json'), JSON.stringify(manifest));
  return { key: 'bench-siglip2', ...model };
}

async function fillLibrary(path, model) {
  const names = ['create-frame-store', 'create-video-store', 'open-library'];
  const sources = names.map((name) => `src/adapters/sqlite/${name}.ts`);
  const built = join(home, 'built');
  execFileSync(process.execPath, [join(root, 'scripts/build.js'), built, ...sources, 'src/domain/space.ts'], {
    cwd: root,
  });
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  const modules = await Promise.all([...names, 'space'].map((name) => import(join(built, `${name}.js`))));
  const { openLibraryToWrite, closeLibrary, createVideoStore, createFrameStore, sightSpaceOf } =
    Object.assign({}, ...modules);
  const database = openLibraryToWrite(path, '0.0.0-bench');
  const [videos, frames] = [createVideoStore(database), createFrameStore(database)];
  const space = frames.ensureSpace(sightSpaceOf(model));
  for (let number = 0; number < VIDEOS; number++) {
    const video = videos.addVideo({ bytes: number, digest: Buffer.alloc(32, number) });
    videos.putFacts(video, FACTS);
    const writer = frames.writer(video, space, { stage: 'sight', parameters: 'bench' });
    const list = Array.from({ length: FRAMES }, (_, index) => frameOf(index * 4_000_000));
    writer.add(list);
    writer.addShots(list.map(({ time }) => ({ start: time, end: time + 4_000_000, transition: 'cut' })));
    writer.commit({ state: 'done' });
  }
  closeLibrary(database);
}

function frameOf(time) {
  const vector = Float32Array.from({ length: DIMENSION }, () => Math.random() - 0.5);
  const length = Math.hypot(...vector);
  // Like its vector, a frame's hash is its own: pictures that look the same would be folded into one moment.
  const hash = BigInt.asIntN(64, randomBytes(8).readBigUInt64LE());
  const quality = { sharpness: 5, brightness: 0.5, contrast: 0.3, hash };
  return { time, vector: vector.map((value) => value / length), thumbnail: Buffer.alloc(4000), quality };
}

function formOf(name) {
  return JSON.parse(readFileSync(join(golden, name, 'tokenizer.json'), 'utf8'));
}

function place(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
