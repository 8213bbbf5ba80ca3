// Sound of which it is known when what is said: speech at known times, and silence, music or noise between.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const RATE = 16_000;

/** Uniform in −1…1, the same in every run. */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** A sentence of espeak-ng's, as loud as a voice is; without the silence at its ends. */
export function say(folder, text, voice, speed) {
  const file = join(folder, 'said.wav');
  execFileSync('espeak-ng', ['-v', voice, '-s', String(speed), '-w', file, text]);
  return trimmed(readSound(file));
}

/** Any sound file, at RATE, one channel. */
export function readSound(file) {
  const raw = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-ac', '1', '-ar', String(RATE), '-f', 'f32le', 'pipe:1'],
    { maxBuffer: 1e9 },
  );
  return new Float32Array(new Uint8Array(raw).buffer);
}

/** Cut to what is louder than a fiftieth of its loudest hundredth of a second. */
export function trimmed(samples) {
  const step = RATE / 100;
  const levels = Array.from({ length: Math.floor(samples.length / step) }, (_, at) => {
    const part = samples.subarray(at * step, (at + 1) * step);
    return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / step);
  });
  const least = Math.max(...levels) / 50;
  const first = levels.findIndex((level) => level > least);
  const last = levels.findLastIndex((level) => level > least);
  return samples.subarray(first * step, (last + 1) * step);
}

/** Chords with a beat, as loud as music under a title. */
export function music(seconds) {
  const chords = [
    [220, 277.2, 329.6],
    [196, 246.9, 293.7],
    [174.6, 220, 261.6],
    [164.8, 207.7, 246.9],
  ];
  return Float32Array.from({ length: seconds * RATE }, (_, at) => {
    const time = at / RATE;
    const chord = chords[Math.floor(time / 2) % chords.length];
    const tone = chord.reduce(
      (sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * time) + 0.5 * Math.sin(4 * Math.PI * hertz * time),
      0,
    );
    const beat = Math.exp(-8 * (time % 0.5)) * Math.sin(2 * Math.PI * 90 * time);
    return 0.06 * tone * Math.exp(-0.6 * (time % 2)) + 0.25 * beat;
  });
}

/** Pink noise (Kellet's filter), as of wind or traffic. */
export function noise(seconds, level, random) {
  let [a, b, c] = [0, 0, 0];
  return Float32Array.from({ length: Math.round(seconds * RATE) }, () => {
    const white = random();
    a = 0.99765 * a + white * 0.099046;
    b = 0.963 * b + white * 0.2965164;
    c = 0.57 * c + white * 1.0526913;
    return level * 0.2 * (a + b + c + white * 0.1848);
  });
}

export function silence(seconds) {
  return new Float32Array(Math.round(seconds * RATE));
}

/** Writes 16-bit PCM. */
export function writeWav(file, samples) {
  const data = Buffer.alloc(44 + 2 * samples.length);
  data.write('RIFF', 0);
  data.writeUInt32LE(36 + 2 * samples.length, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(RATE, 24);
  data.writeUInt32LE(2 * RATE, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((value, at) => {
    data.writeInt16LE(Math.round(32_767 * Math.max(-1, Math.min(1, value))), 44 + 2 * at);
  });
  writeFileSync(file, data);
}
