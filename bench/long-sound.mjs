// Memory over hours of sound, by quarters, and the library's size: the whole speech stage with real models.
//   node bench/long-sound.mjs MODELS SPEECH [HOURS]
// MODELS holds whisper-tiny.en, silero-vad and all-MiniLM-L6-v2; SPEECH the real recordings. Ten minutes of sound, 24 s of
// them speech and the rest music, noise and silence, are encoded once and repeated without coding (10 hours where nothing is
// said). heimdex, the process that runs Whisper, and ffmpeg are looked at ten times a second.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { music, noise, randomNumbers, readSound, silence, writeWav } from './transcripts/make-sounds.mjs';
import { RECORDINGS } from './transcripts/sentences.mjs';
import { addModels, speechModels, watched } from './watched.mjs';

const FFMPEG = process.env.HEIMDEX_FFMPEG ?? 'ffmpeg';
const [models, speech] = process.argv.slice(2, 4).map((path) => resolve(path));
if (speech === undefined) {
  console.error('usage: node bench/long-sound.mjs MODELS SPEECH [HOURS]');
  process.exit(2);
}
const hours = Number(process.argv[4] ?? 10);
const folder = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
try {
  const home = join(folder, 'home');
  const chosen = await addModels(home, speechModels(models));
  const sound = makeSound();
  const library = join(folder, 'library.db');
  const quarters = Array.from({ length: 4 }, () => ({ heimdex: 0, model: 0, ffmpeg: 0 }));
  let share = 0;
  const how = ['--profile', 'demo', '--only', 'speech', '--priority', 'normal'];
  const index = ['index', sound, ...how, ...chosen, '--home', home];
  const { seconds, stdout } = await watched([...index, '--db', library, '--json', '--progress', 'json'], {
    onEvent: (event) => {
      if (event.kind === 'heard') share = Math.min(0.999, event.time / event.duration);
    },
    onLook: (now) => {
      const most = quarters[Math.floor(share * 4)];
      for (const kind of Object.keys(most)) most[kind] = Math.max(most[kind], now[kind]);
    },
  });
  const { segments } = JSON.parse(stdout);
  console.log(`${hours} h of sound: ${segments} sentences in ${seconds.toFixed(0)} s`);
  for (const [at, { heimdex, model, ffmpeg }] of quarters.entries())
    console.log(
      `quarter ${at + 1}: heimdex at most ${heimdex.toFixed(0)} MB, its model's process ${model.toFixed(0)} MB, ` +
        `ffmpeg ${ffmpeg.toFixed(0)} MB`,
    );
  const kilobytes = statSync(library).size / 1e3;
  console.log(
    `library: ${(kilobytes / hours).toFixed(0)} kB an hour, ${(kilobytes / segments).toFixed(1)} kB a sentence`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function makeSound() {
  const random = randomNumbers(5);
  const recordings = RECORDINGS.map(({ file }) => readSound(join(speech, file)));
  // 200 s each: two recordings, together 24 s, and one piece without.
  const pieces = [music, (seconds) => noise(seconds, 0.1, random), silence].flatMap((rest, at) => {
    const recording = recordings[at] ?? new Float32Array();
    return [recording, rest(200 - recording.length / 16_000)];
  });
  const whole = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const piece of pieces) {
    whole.set(piece, filled);
    filled += piece.length;
  }
  const [wave, short, long] = ['short.wav', 'short.m4a', 'long.m4a'].map((name) => join(folder, name));
  writeWav(wave, whole);
  const ffmpeg = (...args) => execFileSync(FFMPEG, ['-v', 'error', ...args]);
  ffmpeg('-i', wave, '-ar', '48000', '-ac', '2', '-c:a', 'aac', '-b:a', '64k', short);
  ffmpeg('-stream_loop', '-1', '-i', short, '-t', String(hours * 3600), '-c', 'copy', long);
  return long;
}
