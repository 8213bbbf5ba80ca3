// Right and in time: what heimdex writes down of videos in which it is known what is said when, beside faster-whisper.
//   node bench/transcripts.mjs MODELS SPEECH PICTURE... [--python PYTHON --peer FOLDER]
// MODELS holds whisper-tiny.en, silero-vad and all-MiniLM-L6-v2; SPEECH the real recordings. Needs ffmpeg and espeak-ng.
// --python runs tools/bench-models/run_faster_whisper.py with the weights in FOLDER on the same sounds, greedy, int8, with
// its own voice activity detection.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { program, timed } from './measure.mjs';
import { makeSpokenVideos, makeWordless } from './transcripts/make-videos.mjs';
import { align, wordsOf } from './transcripts/score-words.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { python: { type: 'string' }, peer: { type: 'string' }, keep: { type: 'string' } },
});
const [models, speech, ...pictures] = positionals.map((path) => resolve(path));
if (pictures.length === 0) {
  console.error('usage: node bench/transcripts.mjs MODELS SPEECH PICTURE... [--python PYTHON --peer FOLDER]');
  process.exit(2);
}
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
mkdirSync(folder, { recursive: true });
const home = join(folder, 'home');
const heimdex = (...args) => timed(process.execPath, [program, ...args, '--home', home]);
try {
  rmSync(home, { recursive: true, force: true });
  const added = [
    ['speech', 'whisper-tiny.en'],
    ['voice-activity', 'silero-vad'],
    ['text', 'all-MiniLM-L6-v2'],
  ].map(([role, name]) => {
    heimdex(
      'models',
      'add',
      role,
      join(models, name),
      '--name',
      `bench-${role}`,
      '--licence',
      'as stated there',
    );
    return ['--with', `${role}=bench-${role}`];
  });
  const videos = makeSpokenVideos(folder, pictures, speech);
  const wordless = makeWordless(folder);
  const files = [...videos.map(({ file }) => file), ...wordless];
  const index = ['index', ...files, '--profile', 'demo', '--only', 'speech', ...added.flat(), '--quiet'];
  const { seconds } = heimdex(...index);
  console.log(`${files.length} files in ${seconds.toFixed(1)} s`);
  const own = videos.map((video) => ({ ...video, ...transcriptOf(video.file) }));
  const invented = wordless.flatMap((file) => transcriptOf(file).segments);
  console.log(`10 minutes of silence, music and noise: ${invented.length} sentences`);
  const peer = values.python === undefined ? undefined : peerOf(videos);
  report('heimdex', own);
  if (peer !== undefined) {
    report('faster-whisper', peer);
    compareWords(own, peer);
  }
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}

function transcriptOf(file) {
  try {
    return withWords(JSON.parse(heimdex('transcript', file, '--json').stdout).segments);
  } catch (error) {
    if (!error.message.includes('holds nothing that is said')) throw error;
    return withWords([]);
  }
}

function withWords(segments) {
  const words = segments.flatMap((segment) =>
    segment.words.flatMap(({ text, start, end }) => wordsOf(text).map((word) => ({ word, start, end }))),
  );
  return { segments, words };
}

/** What faster-whisper hears in the sounds that were muxed; its times count from the sound's beginning. */
function peerOf(videos) {
  const script = resolve(import.meta.dirname, '../tools/bench-models/run_faster_whisper.py');
  const sounds = videos.map(({ sound }) => sound);
  const text = execFileSync(values.python, [script, values.peer, '--words', '--vad', ...sounds], {
    maxBuffer: 1e9,
  });
  return JSON.parse(text).texts.map((heard, at) => {
    const late = videos[at].truth[0].start - 2;
    const move = (item) => ({ ...item, start: item.start + late, end: item.end + late });
    const segments = heard.map(({ words, ...segment }) => ({
      ...move(segment),
      words: words.map(([word, start, end]) => move({ text: word, start, end })),
    }));
    return { ...videos[at], ...withWords(segments) };
  });
}

/** Word error rate, and how far sentences' starts and ends are from the truth. */
function report(name, heard) {
  let [changes, count, within, all] = [0, 0, 0, 0];
  const errors = [];
  for (const { name: video, truth, words } of heard) {
    const said = truth.flatMap(({ text }, sentence) => wordsOf(text).map((word) => ({ word, sentence })));
    const { pairs, changes: wrong } = align(
      said.map(({ word }) => word),
      words.map(({ word }) => word),
    );
    changes += wrong;
    count += said.length;
    for (const [sentence, { start, end, text }] of truth.entries()) {
      const matched = pairs.filter(([a, b]) => a >= 0 && b >= 0 && said[a].sentence === sentence);
      if (matched.length === 0) {
        console.log(`  ${name}, ${video}: not heard: ${text}`);
        all += 2;
        continue;
      }
      const off = [words[matched[0][1]].start - start, words[matched.at(-1)[1]].end - end];
      for (const [edge, error] of off.entries()) {
        all++;
        errors.push(Math.abs(error));
        if (Math.abs(error) <= 0.5) within++;
        else
          console.log(
            `  ${name}, ${video}: ${edge === 0 ? 'start' : 'end'} off by ${error.toFixed(2)} s: ${text}`,
          );
      }
    }
  }
  errors.sort((a, b) => a - b);
  console.log(
    `${name}: word error rate ${((100 * changes) / count).toFixed(1)} % of ${count} words; ${within} of ${all} starts and ends ` +
      `of sentences within 0.5 s, median ${errors[errors.length >> 1].toFixed(2)} s, most ${errors.at(-1).toFixed(2)} s`,
  );
}

/** How many of the words that both heard have times within 0.3 s of each other. */
function compareWords(own, peer) {
  let [near, all] = [0, 0];
  for (const [at, { words }] of own.entries()) {
    const others = peer[at].words;
    const { pairs } = align(
      words.map(({ word }) => word),
      others.map(({ word }) => word),
    );
    for (const [a, b] of pairs) {
      if (a < 0 || b < 0 || words[a].word !== others[b].word) continue;
      all++;
      const off = Math.max(
        Math.abs(words[a].start - others[b].start),
        Math.abs(words[a].end - others[b].end),
      );
      if (off <= 0.3) near++;
    }
  }
  console.log(
    `word times within 0.3 s of faster-whisper's: ${((100 * near) / all).toFixed(1)} % of ${all} words`,
  );
}
