// Memory before, while and after speech is listened to, in one process that goes on: `heimdex index --watch`.
//   node bench/memory-after.mjs MODELS SPEECH [VIDEOS]
// MODELS holds whisper-tiny.en, silero-vad and all-MiniLM-L6-v2; SPEECH the real recordings. The folder holds a video without
// sound at first: its sight is indexed with the demo's model, and memory at rest is what there was before. Then videos with
// speech come in, one after the other; each is indexed by sight and by speech, and memory at rest is looked at again.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { program } from './measure.mjs';
import { RECORDINGS } from './transcripts/sentences.mjs';
import { addModels, memoryOf, speechModels } from './watched.mjs';

const FFMPEG = process.env.HEIMDEX_FFMPEG ?? 'ffmpeg';
const [models, speech] = process.argv.slice(2, 4).map((path) => resolve(path));
if (speech === undefined) {
  console.error('usage: node bench/memory-after.mjs MODELS SPEECH [VIDEOS]');
  process.exit(2);
}
const videos = Number(process.argv[4] ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
const inbox = join(folder, 'videos');
mkdirSync(inbox);
const picture = resolve(import.meta.dirname, '../demo/videos/holiday.mp4');
/** So long at most a video takes. */
const LONGEST_MS = 180_000;
let child;
try {
  const home = join(folder, 'home');
  const chosen = await addModels(home, speechModels(models));
  addVideo('silent', 40);
  const options = ['--watch', '--settle', '1s', '--profile', 'demo', '--priority', 'normal', '--home', home];
  const args = [program, 'index', inbox, ...options, ...chosen, '--db', join(folder, 'library.db')];
  child = spawn(process.execPath, [...args, '--progress', 'json'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const told = [];
  createInterface({ input: child.stderr }).on('line', (line) => told.push(line));
  const before = await rest(told, 1);
  console.log(`before: heimdex ${before.heimdex.toFixed(0)} MB`);
  for (let number = 1; number <= videos; number++) {
    // No two of one length: a copy of what is known would not be listened to.
    addVideo(`spoken-${number}`, 40 + number, join(speech, RECORDINGS[number % 2].file));
    const most = { heimdex: 0, model: 0 };
    const after = await rest(told, number + 1, (now) => {
      for (const kind of Object.keys(most)) most[kind] = Math.max(most[kind], now[kind]);
    });
    console.log(
      `video ${number}: while it listens heimdex at most ${most.heimdex.toFixed(0)} MB and its model's process ` +
        `${most.model.toFixed(0)} MB; afterwards ${after.heimdex.toFixed(0)} MB and ${after.model.toFixed(0)} MB: ` +
        `${(after.heimdex + after.model - before.heimdex).toFixed(0)} MB more than before (goal 100)`,
    );
  }
} finally {
  child?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}

/** Waits until so many videos have gone through both stages, and two seconds more; gives the memory then. */
async function rest(told, wanted, onLook = () => {}) {
  const isDone = () =>
    told.filter((line) => line.includes('"kind":"video-indexed"') && line.includes('"stage":"speech"'))
      .length >= wanted;
  const until = performance.now() + LONGEST_MS;
  while (!isDone()) {
    if (performance.now() > until) throw new Error(`nothing more happens: ${told.at(-1)}`);
    if (child.exitCode !== null) throw new Error(`heimdex ended: ${told.join('\n')}`);
    onLook(memoryOf(child.pid));
    await sleep(50);
  }
  await sleep(2000);
  return memoryOf(child.pid);
}

/** A video of so many seconds; its sound is a recording in a loop. It comes into the folder at once. */
function addVideo(name, seconds, recording) {
  const file = join(folder, `${name}.mp4`);
  const sound =
    recording === undefined ? [] : ['-stream_loop', '-1', '-i', recording, '-map', '1:a:0', '-c:a', 'aac'];
  const pictures = ['-stream_loop', '-1', '-i', picture];
  const out = ['-map', '0:v:0', '-c:v', 'copy', '-t', String(seconds), file];
  execFileSync(FFMPEG, ['-v', 'error', ...pictures, ...sound, ...out]);
  renameSync(file, join(inbox, `${name}.mp4`));
}
