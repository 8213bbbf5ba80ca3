// P8: memory over a long video: heimdex and its ffmpeg, by quarters of the video; and P12, the library's size an hour.
// The video is a short one in a loop, copied and not encoded again. The demo's model is a few megabytes, so all is overhead.
// Usage: node bench/long-video.mjs [HOURS] [VIDEO]
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { program } from './measure.mjs';
import { childrenOf, residentMb } from './processes.mjs';

const hours = Number(process.argv[2] ?? 3);
const source = resolve(process.argv[3] ?? join(import.meta.dirname, '../demo/videos/holiday.mp4'));
const ffmpeg = process.env.HEIMDEX_FFMPEG || 'ffmpeg';
const folder = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
const video = join(folder, 'long.mp4');
const library = join(folder, 'library.db');

try {
  const seconds = String(hours * 3600);
  const loop = [
    '-v',
    'error',
    '-stream_loop',
    '-1',
    '-i',
    source,
    '-t',
    seconds,
    '-map',
    '0:v:0',
    '-c',
    'copy',
    video,
  ];
  const { status, stderr } = spawnSync(ffmpeg, loop, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const { quarters, code, wallSeconds } = await indexed();
  if (code !== 0) throw new Error(`heimdex index ended with ${code}`);
  console.log(`${hours} h of ${source}: ${wallSeconds.toFixed(0)} s`);
  for (const [index, { heimdex, ffmpeg }] of quarters.entries())
    console.log(
      `quarter ${index + 1}: heimdex at most ${heimdex.toFixed(0)} MB, ffmpeg ${ffmpeg.toFixed(0)} MB  (goal 300)`,
    );
  const bytes = statSync(library).size;
  console.log(`library: ${(bytes / 1e6 / hours).toFixed(1)} MB an hour  (goal 25)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Indexes the video; the most memory of each quarter of it comes back, in MB. */
async function indexed() {
  const quarters = Array.from({ length: 4 }, () => ({ heimdex: 0, ffmpeg: 0 }));
  const begun = performance.now();
  const args = [program, 'index', video, '--profile', 'demo', '--db', library, '--progress', 'json'];
  const env = { PATH: process.env.PATH, HEIMDEX_HOME: folder };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let share = 0;
  createInterface({ input: child.stderr }).on('line', (line) => {
    const event = JSON.parse(line);
    if (event.kind === 'frames') share = Math.min(0.999, event.time / event.duration);
  });
  const timer = setInterval(() => {
    const most = quarters[Math.floor(share * 4)];
    most.heimdex = Math.max(most.heimdex, residentMb(child.pid));
    for (const id of childrenOf(child.pid)) most.ffmpeg = Math.max(most.ffmpeg, residentMb(id));
  }, 100);
  const code = await new Promise((done) => child.on('close', done));
  clearInterval(timer);
  return { quarters, code, wallSeconds: (performance.now() - begun) / 1000 };
}
