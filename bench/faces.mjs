// What finding faces and making their vectors costs.
//   node bench/faces.mjs [--python PYTHON] [--threads N] [--rounds N] YUNET.onnx…
// Pictures of noise are shown to each detector (the cost does not depend on what they show): at sizes of 640, 720p and 1080p.
// Vectors come from a network of SFace's true size and layers, as OpenCV's zoo has it (MobileNet v1 at 112 × 112, 128 numbers
// from all of its last grid: 38.5 MB), with random weights, once for one face at a time and once for several. Both are held
// against the time inside ONNX Runtime alone, and, where PYTHON has OpenCV, against FaceDetectorYN at the picture's size and
// FaceRecognizerSF with the same files (tools/bench-models/run_face_models.py).
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { madeRecogniser } from './made-recogniser.mjs';
import { median } from './measure.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '7' },
  },
});
if (positionals.length === 0) {
  console.error('usage: node bench/faces.mjs [--python PYTHON] YUNET.onnx…');
  process.exit(2);
}
process.env.ORT_DISABLE_TELEMETRY = '1';
const SIZES = [
  [640, 360],
  [640, 640],
  [1280, 720],
  [1920, 1080],
];
const DETECTIONS = 10;
const FACES = 16;
const threads = Number(values.threads);
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
const never = new AbortController().signal;
const peer = values.python === undefined ? undefined : openPeer();
try {
  const built = await build();
  for (const path of positionals) await detection(built, resolve(path));
  for (const batch of [1, 'faces']) await vectors(built, batch);
} finally {
  peer?.close();
  rmSync(folder, { recursive: true, force: true });
}

async function detection({ openFaceDetector, manifest }, graph) {
  const detector = await openFaceDetector(graph, 'yunet', manifest.yunet.config, threads);
  for (const [width, height] of SIZES) {
    const picture = noise(width, height);
    const detect = async () => {
      for (let i = 0; i < DETECTIONS; i++) await detector.detect(picture, never);
    };
    const asked = { detect: graph, width, height, times: DETECTIONS };
    report(
      `${basename(graph)} ${width}×${height}`,
      DETECTIONS,
      'frames',
      await inTurn(detector, detect, asked),
    );
  }
  await detector.close();
}

async function vectors({ openFaceEncoder, onnxFile, manifest }, batch) {
  const graph = join(folder, `sface-${batch}.onnx`);
  writeFileSync(graph, onnxFile(madeRecogniser(batch)));
  const encoder = await openFaceEncoder(graph, 'sface', manifest.sface.config, threads);
  const picture = noise(640, 480);
  const places = [
    [120, 140],
    [160, 140],
    [140, 160],
    [125, 180],
    [155, 180],
  ];
  const landmarks = places.map(([x, y]) => ({ x, y }));
  const faces = Array(FACES).fill({
    box: { left: 100, top: 100, width: 80, height: 100 },
    landmarks,
    score: 0.9,
  });
  const embed = () => encoder.embedFaces(picture, faces, never);
  // OpenCV takes one at a time.
  const asked = batch === 1 ? { compare: graph, times: FACES } : undefined;
  const name = batch === 1 ? 'vectors, one at a time' : 'vectors, eight at a time';
  report(name, FACES, 'faces', await inTurn(encoder, embed, asked));
  await encoder.close();
}

/** Seconds of ours, of that inside ONNX Runtime, and of the peer's: medians of rounds in turn. */
async function inTurn(model, work, asked) {
  const [own, inside, theirs] = [[], [], []];
  for (let round = -1; round < Number(values.rounds); round++) {
    const [start, busy] = [performance.now(), model.busyMilliseconds()];
    await work();
    const seconds = (performance.now() - start) / 1000;
    const other = asked === undefined ? undefined : await peer?.run(asked);
    if (round < 0) continue;
    own.push(seconds);
    inside.push((model.busyMilliseconds() - busy) / 1000);
    if (other !== undefined) theirs.push(other);
  }
  return [own, inside, theirs].map((times) => (times.length === 0 ? undefined : median(times)));
}

function report(name, count, what, [own, inside, theirs]) {
  const speed = (seconds) => `${(count / seconds).toFixed(1)} ${what}/s`;
  const beside =
    theirs === undefined
      ? ''
      : `; OpenCV ${speed(theirs)}: ours takes ${(own / theirs).toFixed(2)} of its time`;
  console.log(
    `${name}: ${speed(own)} (${((1000 * own) / count).toFixed(1)} ms), ONNX Runtime alone ${speed(inside)}: ` +
      `${(own / inside).toFixed(2)}${beside}`,
  );
}

function noise(width, height) {
  let state = 1;
  const pixels = Uint8Array.from({ length: width * height * 3 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  return { width, height, pixels };
}

async function build() {
  const sources = [
    'src/adapters/inference/open-face-detector.ts',
    'src/adapters/inference/open-face-encoder.ts',
    'test/support/made-graph.ts',
  ];
  execFileSync(process.execPath, [join(root, 'scripts/build.js'), join(folder, 'built'), ...sources], {
    cwd: root,
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const load = (name) => import(pathToFileURL(join(folder, 'built', name)).href);
  const { models } = (
    await import(pathToFileURL(join(root, 'models.manifest.json')).href, { with: { type: 'json' } })
  ).default;
  return {
    ...(await load('open-face-detector.js')),
    ...(await load('open-face-encoder.js')),
    ...(await load('made-graph.js')),
    manifest: models,
  };
}

function openPeer() {
  const program = join(root, 'tools/bench-models/run_face_models.py');
  const child = spawn(values.python, [program, String(threads)], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(asked) {
      child.stdin.write(`${JSON.stringify(asked)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} ended`);
      return Number(value);
    },
    close: () => child.stdin.end(),
  };
}
