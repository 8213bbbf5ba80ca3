// The whole speech stage on a Whisper of true size: real-time factor, time inside ONNX Runtime, memory.
//   node bench/speech-stage.mjs [--python PYTHON --peer FOLDER] [--dtype FORMAT] [--minutes N] [--rounds N] WHISPER MODELS SPEECH
// WHISPER comes from tools/bench-models/make_whisper.py: whatever it hears, it writes what is said in the two recordings of
// SPEECH, with the times that they have side by side. MODELS holds silero-vad and all-MiniLM-L6-v2. A video is made of these
// recordings, one after the other with a pause between, and music, noise or silence after each pair: so a window of heimdex's
// holds one pair, and the text fits. `heimdex index --only speech` runs over it as a whole process, a new library each time.
// --python runs faster-whisper on the same weights (the folder of make_whisper.py --ctranslate2), int8, greedy, with times of
// words, over the pairs alone: it gets its windows cut, and its model is loaded already.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { median } from './measure.mjs';
import {
  music,
  noise,
  RATE,
  randomNumbers,
  readSound,
  silence,
  trimmed,
  writeWav,
} from './transcripts/make-sounds.mjs';
import { RECORDINGS } from './transcripts/sentences.mjs';
import { addModels, watched } from './watched.mjs';

const FFMPEG = process.env.HEIMDEX_FFMPEG ?? 'ffmpeg';
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    peer: { type: 'string' },
    dtype: { type: 'string', default: 'q8' },
    minutes: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
  },
});
const [whisper, models, speech] = positionals.map((path) => resolve(path));
if (speech === undefined) {
  console.error('usage: node bench/speech-stage.mjs [--python PYTHON --peer FOLDER] WHISPER MODELS SPEECH');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
try {
  const home = join(folder, 'home');
  const chosen = await addModels(home, [
    ['speech', whisper, '--dtype', values.dtype],
    ['voice-activity', join(models, 'silero-vad')],
    ['text', join(models, 'all-MiniLM-L6-v2')],
  ]);
  const video = makeVideo(Number(values.minutes) * 60);
  const peer = values.python === undefined ? undefined : await openPeer(video.pairs);
  console.log(
    `${basename(whisper)}, ${values.dtype}: ${video.seconds.toFixed(0)} s of sound, ${video.spoken.toFixed(0)} s of it speech`,
  );
  const rows = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const row = await indexed(video, home, chosen, round);
    const theirs = await peer?.run();
    rows.push({ ...row, theirs });
    const beside =
      theirs === undefined
        ? ''
        : `; faster-whisper ${theirs.seconds.toFixed(1)} s, processor ${theirs.processor.toFixed(1)} s`;
    console.log(
      `round ${round + 1}: ${row.sentences} sentences in ${video.pairs.length} windows, ${row.seconds.toFixed(1)} s, of which ` +
        `${row.inference.toFixed(1)} s in ONNX Runtime for Whisper, processor ${row.processor.toFixed(1)} s${beside}`,
    );
  }
  await peer?.close();
  const middle = (of) => median(rows.map(of));
  console.log(
    `real-time factor, median: ${middle((row) => row.seconds / video.seconds).toFixed(3)} of the sound, ` +
      `${middle((row) => row.seconds / video.spoken).toFixed(3)} of the speech; inside ONNX Runtime ` +
      `${middle((row) => row.inference / row.seconds).toFixed(3)} of the time`,
  );
  console.log(
    `most memory: heimdex ${middle((row) => row.most.heimdex).toFixed(0)} MB, its model's process ` +
      `${middle((row) => row.most.model).toFixed(0)} MB, ffmpeg ${middle((row) => row.most.ffmpeg).toFixed(0)} MB`,
  );
  if (peer !== undefined)
    console.log(
      `wall / faster-whisper's over the pairs alone: ${middle((row) => row.seconds / row.theirs.seconds).toFixed(2)}, processor ` +
        `time ${middle((row) => row.processor / row.theirs.processor).toFixed(2)}, of ONNX Runtime alone ` +
        `${middle((row) => row.inference / row.theirs.seconds).toFixed(2)}; its memory ${rows.at(-1).theirs.megabytes.toFixed(0)} MB`,
    );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function indexed({ file }, home, chosen, round) {
  // At the same priority as its peer.
  const how = ['--profile', 'demo', '--only', 'speech', '--priority', 'normal', '--threads', values.threads];
  const where = ['--home', home, '--db', join(folder, `${round}.db`)];
  const { stdout, ...run } = await watched(['index', file, ...how, ...chosen, ...where, '--json', '--quiet']);
  const report = JSON.parse(stdout);
  return { ...run, sentences: report.segments, inference: report.inferenceMs / 1000 };
}

/** Pairs of recordings, with something else after each. */
function makeVideo(seconds) {
  const random = randomNumbers(3);
  const recordings = RECORDINGS.map(({ file }) => trimmed(readSound(join(speech, file))));
  const between = [(length) => music(length), (length) => noise(length, 0.05, random), silence];
  const parts = [silence(2)];
  const pairs = [];
  let spoken = 0;
  const length = () => parts.reduce((sum, part) => sum + part.length, 0) / RATE;
  while (length() < seconds) {
    // A little softer each time: no two windows are the same.
    const pair = recordings.map((samples) => samples.map((value) => value * (1 - pairs.length / 200)));
    parts.push(
      pair[0],
      silence(2.6),
      pair[1],
      between[pairs.length % between.length]([4, 10][pairs.length % 2]),
    );
    pairs.push(pair);
    spoken += pair.reduce((sum, samples) => sum + samples.length, 0) / RATE;
  }
  const [sound, file] = [join(folder, 'sound.wav'), join(folder, 'spoken.mp4')];
  writeWav(sound, joined(parts));
  const picture = resolve(import.meta.dirname, '../demo/videos/holiday.mp4');
  const inputs = ['-stream_loop', '-1', '-i', picture, '-i', sound, '-map', '0:v:0', '-map', '1:a:0'];
  const coding = ['-c:v', 'copy', '-ar', '48000', '-c:a', 'aac', '-b:a', '128k', '-t', String(length())];
  execFileSync(FFMPEG, ['-v', 'error', ...inputs, ...coding, file]);
  return { file, pairs, spoken, seconds: length() };
}

function joined(parts) {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function openPeer(pairs) {
  const waves = pairs.map((pair, index) => {
    const wave = join(folder, `${index}.wav`);
    writeWav(wave, joined([pair[0], silence(1.3), pair[1]]));
    return wave;
  });
  const script = resolve(import.meta.dirname, '../tools/bench-models/run_faster_whisper.py');
  const args = [script, values.peer, '--words', '--serve', '--threads', values.threads, ...waves];
  const child = spawn(values.python, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run() {
      child.stdin.write('run\n');
      return JSON.parse((await lines.next()).value);
    },
    close: () =>
      new Promise((done) => {
        child.on('close', done);
        child.stdin.end();
      }),
  };
}
