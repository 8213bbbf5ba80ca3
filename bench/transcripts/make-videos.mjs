// Videos in which it is known what is said when.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  music,
  noise,
  RATE,
  randomNumbers,
  readSound,
  say,
  silence,
  trimmed,
  writeWav,
} from './make-sounds.mjs';
import { RECORDINGS, SENTENCES, VOICES } from './sentences.mjs';

/** What lies between two sentences; `under` is heard below the speech as well. */
const STYLES = [
  { name: 'silence', between: (seconds) => silence(seconds), under: 0, late: 0 },
  { name: 'music', between: (seconds) => music(seconds), under: 0, late: 0 },
  { name: 'noise', between: (seconds, random) => noise(seconds, 0.05, random), under: 0.008, late: 0 },
  // The sound begins later than the picture.
  { name: 'late', between: (seconds) => silence(seconds), under: 0, late: 2.5 },
];

/**
 * Makes one video a style, of pictures that are at hand.
 *
 * @param pictures video files whose pictures are taken, in a loop
 * @returns each file with its truth: [{text, start, end}], seconds
 */
export function makeSpokenVideos(folder, pictures, speech) {
  const random = randomNumbers(7);
  const sentences = SENTENCES.map((text, index) => ({
    text,
    samples: say(folder, text, VOICES[index % VOICES.length], 135 + 10 * (index % 4)),
  }));
  const real = RECORDINGS.filter(({ file }) => existsSync(join(speech, file))).map(
    ({ file, text, spoken }) => {
      const samples = readSound(join(speech, file));
      return spoken === undefined ? { text, samples: trimmed(samples) } : { text, samples, spoken };
    },
  );
  return STYLES.map((style, at) => {
    const spoken = sentences.filter((_, index) => index % STYLES.length === at);
    spoken.splice(3, 0, ...real.filter((_, index) => index === at % 2));
    return makeVideo(folder, style, spoken, pictures[at % pictures.length], random);
  });
}

function makeVideo(folder, { name, between, under, late }, spoken, picture, random) {
  const parts = [];
  const truth = [];
  let length = 0;
  const add = (samples) => {
    parts.push(samples);
    length += samples.length;
  };
  add(between(2, random));
  for (const [index, { text, samples, spoken: bounds = [0, samples.length / RATE] }] of spoken.entries()) {
    const [start, end] = bounds.map((seconds) => late + length / RATE + seconds);
    truth.push({ text, start, end });
    const floor = under > 0 ? noise(samples.length / RATE, under, random) : undefined;
    add(floor === undefined ? samples : samples.map((value, at) => value + floor[at]));
    add(between([1.2, 3, 0.8, 6][index % 4], random));
  }
  const whole = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  const [sound, file] = [join(folder, `${name}.wav`), join(folder, `${name}.mp4`)];
  writeWav(sound, whole);
  const seconds = String(late + length / RATE);
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-y', '-stream_loop', '-1', '-i', picture, '-itsoffset', String(late), '-i', sound],
    ...['-map', '0:v:0', '-map', '1:a:0', '-t', seconds, '-c:v', 'copy', '-ar', '48000', '-c:a', 'aac'],
    ...['-b:a', '128k', file],
  ]);
  return { name, file, sound, truth, seconds: length / RATE };
}

/** Ten minutes in which nobody says anything. */
export function makeWordless(folder) {
  const random = randomNumbers(11);
  const kinds = [
    ['silence', silence(200)],
    ['music', music(200)],
    ['noise', noise(200, 0.2, random)],
  ];
  return kinds.map(([name, samples]) => {
    const file = join(folder, `wordless-${name}.wav`);
    writeWav(file, samples);
    return file;
  });
}
