// P13: transcribing against Whisper's inference alone, and against faster-whisper on the same weights and sound.
//   node bench/speech.mjs [--python PYTHON --peer FOLDER] [--threads N] [--rounds N] MODEL_FOLDER FILE FILE…
// MODEL_FOLDER holds whisper-tiny.en as it is exported for the Hub, FILEs are recordings of speech that fit into 30 s
// together. They are laid side by side in all orders, some 120 s of sound, and transcribed in a process of its own.
// PYTHON has faster-whisper==1.2.1, FOLDER the model for it (tools/bench-models/run_faster_whisper.py). It gives times of
// words, as heimdex does; with --plain it does not have to.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './measure.mjs';
import { childrenOf, mostResidentMb, processorSeconds } from './processes.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    peer: { type: 'string' },
    plain: { type: 'boolean', default: false },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
  },
});
const [modelFolder, ...files] = positionals;
if (files.length === 0) {
  console.error('usage: node bench/speech.mjs [--python PYTHON --peer FOLDER] MODEL_FOLDER FILE FILE…');
  process.exit(2);
}
const FFMPEG = process.env.HEIMDEX_FFMPEG ?? 'ffmpeg';
const RATE = 16_000;
const SECONDS = 120;
const threads = Number(values.threads);
const folder = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
const never = new AbortController().signal;
try {
  const sounds = files.map(soundOf);
  const pair = sounds.reduce((sum, samples) => sum + samples.length / RATE, 0);
  const utterances = Array.from({ length: Math.ceil(SECONDS / pair) }, (_, turn) =>
    utteranceOf(sounds, turn),
  );
  const spoken = utterances.length * pair;
  const before = process.memoryUsage.rss();
  const transcriber = await open();
  const peer = values.python === undefined ? undefined : await openPeer(utterances);
  const rounds = { wall: [], share: [], processor: [], peerWall: [], peerProcessor: [] };
  for (let round = -1; round < Number(values.rounds); round++) {
    const ours = await transcribeAll(transcriber, utterances);
    const theirs = await peer?.run();
    if (round < 0) continue;
    rounds.wall.push(ours.seconds);
    rounds.share.push(ours.seconds / ours.busy);
    rounds.processor.push(ours.processor);
    if (theirs !== undefined) {
      rounds.peerWall.push(theirs.seconds);
      rounds.peerProcessor.push(theirs.processor);
    }
    const beside =
      theirs === undefined
        ? ''
        : `; faster-whisper ${theirs.seconds.toFixed(2)} s, ${theirs.processor.toFixed(2)} s`;
    console.log(
      `round ${round + 1}: ${ours.seconds.toFixed(2)} s, of which ${ours.busy.toFixed(2)} s in ONNX Runtime, ` +
        `${ours.processor.toFixed(2)} s of processor time${beside}`,
    );
  }
  const memory = mostResidentMb(childrenOf(process.pid)[0]);
  await transcriber.close();
  await peer?.close();
  const grown = (process.memoryUsage.rss() - before) / 1e6;
  console.log(`${spoken.toFixed(0)} s of speech in ${utterances.length} windows, ${threads} threads`);
  console.log(`P13a wall / inference alone, median: ${median(rounds.share).toFixed(3)} (goal 1.15)`);
  if (peer !== undefined) {
    const ratio = (ours, theirs) => median(ours.map((value, index) => value / theirs[index])).toFixed(2);
    console.log(
      `P13b wall / faster-whisper, median of ratios: ${ratio(rounds.wall, rounds.peerWall)} (goal 1.0), processor time: ` +
        `${ratio(rounds.processor, rounds.peerProcessor)}; its memory ${peer.megabytes().toFixed(0)} MB`,
    );
  }
  console.log(
    `memory: process of the model ${memory.toFixed(0)} MB, this one afterwards ${grown.toFixed(0)} MB more`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function soundOf(file) {
  const args = ['-v', 'error', '-nostdin', '-i', file, '-ac', '1', '-ar', String(RATE), '-f', 'f32le', '-'];
  return new Float32Array(new Uint8Array(execFileSync(FFMPEG, args, { maxBuffer: 1e9 })).buffer);
}

/** The sounds in another order each turn, and a little softer: no window is heard twice. */
function utteranceOf(sounds, turn) {
  const turned = sounds.map((_, index) => sounds[(index + turn) % sounds.length]);
  return {
    parts: turned.map((samples, index) => ({
      start: (turn * 100 + index * 50) * 1e6,
      samples: samples.map((sample) => sample * (1 - turn / 100)),
    })),
  };
}

async function open() {
  const names = ['open-transcriber-in-process', 'transcriber-process'];
  const sources = names.map((name) => `src/adapters/inference/whisper/${name}.ts`);
  const script = resolve(import.meta.dirname, '../scripts/build.js');
  execFileSync(process.execPath, [script, join(folder, 'built'), ...sources]);
  symlinkSync(resolve(import.meta.dirname, '../node_modules'), join(folder, 'node_modules'));
  const built = pathToFileURL(join(folder, 'built/open-transcriber-in-process.js'));
  const { openTranscriberInProcess } = await import(built.href);
  const config = {
    encoder: 'onnx/encoder_model_quantized.onnx',
    decoder: 'onnx/decoder_model_merged_quantized.onnx',
    wordTimes: true,
    sampleRate: RATE,
    windowSeconds: 30,
    quantization: 'dynamic',
    languages: ['en'],
  };
  const paths = ['config.json', 'generation_config.json', 'preprocessor_config.json', 'tokenizer.json'];
  const entries = [...paths, config.encoder, config.decoder].map((path) => [path, join(modelFolder, path)]);
  const model = { name: 'whisper-tiny.en', config, paths: Object.fromEntries(entries), threads };
  return openTranscriberInProcess({ model, env: process.env }, never);
}

async function transcribeAll(transcriber, utterances) {
  const child = childrenOf(process.pid)[0];
  const [busy, used, start] = [transcriber.busyMilliseconds(), processorSeconds(child), performance.now()];
  for (const utterance of utterances) {
    const { segments } = await transcriber.transcribe(utterance, 'en', never);
    if (segments.length === 0) throw new Error('nothing was heard');
  }
  return {
    seconds: (performance.now() - start) / 1000,
    busy: (transcriber.busyMilliseconds() - busy) / 1000,
    processor: processorSeconds(child) - used,
  };
}

/** faster-whisper gets the same windows as files: the stretches with the same silence between. */
async function openPeer(utterances) {
  const gap = new Float32Array(RATE / 2);
  const waves = utterances.map(({ parts }, index) => {
    const file = join(folder, `${index}.f32`);
    const samples = parts.flatMap((part, at) => (at === 0 ? [part.samples] : [gap, part.samples]));
    writeFileSync(file, Buffer.concat(samples.map((some) => Buffer.from(some.buffer))));
    const wave = join(folder, `${index}.wav`);
    execFileSync(FFMPEG, ['-v', 'error', '-f', 'f32le', '-ar', String(RATE), '-ac', '1', '-i', file, wave]);
    return wave;
  });
  const script = fileURLToPath(new URL('../tools/bench-models/run_faster_whisper.py', import.meta.url));
  const words = values.plain ? [] : ['--words'];
  const args = [script, values.peer, ...words, '--serve', '--threads', String(threads), ...waves];
  const child = spawn(values.python, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let last;
  return {
    async run() {
      child.stdin.write('run\n');
      last = JSON.parse((await lines.next()).value);
      return last;
    },
    megabytes: () => last.megabytes,
    close: () =>
      new Promise((done) => {
        child.on('close', done);
        child.stdin.end();
      }),
  };
}
