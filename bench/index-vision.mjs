// P7: how much of an index run's time is spent inside ONNX Runtime.
//   node bench/index-vision.mjs MODEL_FOLDER VIDEO...
// MODEL_FOLDER holds vision_model.onnx of true size (tools/bench-models/make_siglip_vision.py). The videos' frames are
// decoded, embedded and stored by the built program itself.
import { execFileSync } from 'node:child_process';
import { copyFileSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describeFile, median, program, timed } from './measure.mjs';

const [modelFolder, ...videos] = process.argv.slice(2);
if (videos.length === 0) {
  console.error('usage: node bench/index-vision.mjs MODEL_FOLDER VIDEO...');
  process.exit(2);
}
const RUNS = 3;
const home = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
try {
  const key = 'bench-siglip2';
  const revision = '0'.repeat(40);
  const folder = join(home, 'models', key, revision);
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const golden = resolve(import.meta.dirname, '../test/golden/files/tiny-siglip2');
  place(join(modelFolder, 'vision_model.onnx'), join(folder, 'onnx/vision_model.onnx'));
  place(join(golden, 'onnx/text_model.onnx'), join(folder, 'onnx/text_model.onnx'));
  place(join(golden, 'tokenizer.json'), join(folder, 'tokenizer.json'));
  const half = [0.5, 0.5, 0.5];
  const names = { input: 'pixel_values', output: 'pooler_output', quantization: 'none' };
  const vision = {
    ...names,
    graph: 'onnx/vision_model.onnx',
    size: 224,
    resample: 'bilinear',
    crop: 'none',
    mean: half,
    std: half,
  };
  const text = {
    ...names,
    graph: 'onnx/text_model.onnx',
    input: 'input_ids',
    tokenizer: 'tokenizer.json',
    length: 64,
    padId: 0,
    lowercase: true,
  };
  const model = {
    role: 'image-text',
    source: { kind: 'hub', repo: 'bench/siglip2', revision },
    licence: 'none',
    dtype: 'fp32',
    files: ['onnx/vision_model.onnx', 'onnx/text_model.onnx', 'tokenizer.json'].map((path) =>
      describeFile(folder, path),
    ),
    config: { dimension: 768, vision, text, scoring: { kind: 'cosine' }, languages: ['*'] },
  };
  const manifest = { schemaVersion: 1, models: { [key]: model }, profiles: { bench: { 'image-text': key } } };
  writeFileSync(join(home, 'models.manifest.json'), JSON.stringify(manifest));
  execFileSync(process.execPath, [program, 'models', 'verify', key, '--home', home], { stdio: 'ignore' });

  const shares = [];
  for (let run = 0; run < RUNS; run++) {
    const db = join(home, `${run}.db`);
    const { seconds, stdout } = timed(process.execPath, [
      program,
      'index',
      ...videos,
      '--profile',
      'bench',
      '--home',
      home,
      '--db',
      db,
      '--json',
      '--quiet',
    ]);
    const report = JSON.parse(stdout);
    const share = report.inferenceMs / 1000 / seconds;
    shares.push(share);
    console.log(
      `run ${run + 1}: ${report.frames} frames of ${report.seconds.toFixed(0)} s of video in ${seconds.toFixed(2)} s, ` +
        `${(report.inferenceMs / 1000).toFixed(2)} s in ONNX Runtime: ${share.toFixed(3)}`,
    );
  }
  console.log(`P7 inference / whole process, median of ${RUNS}: ${median(shares).toFixed(3)} (goal 0.9)`);
} finally {
  rmSync(home, { recursive: true, force: true });
}

function place(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
