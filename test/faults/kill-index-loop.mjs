// Kills `heimdex index` again and again, with SIGKILL at random moments, and looks at what is left:
//   npm run kill-index-loop [-- KILLS] [--seed N] [--program FILE]     100 kills of the built program where nothing is said
// Twenty small videos, each with a subtitle file beside it, are indexed with the demo's model. After each kill the library
// must be sound, each video in it whole or not at all in what is seen and in what is said, and all that was reported as
// indexed there. When all are there the library is removed, so
// that there is always something to interrupt. The last run goes to its end: it and `verify` must exit with 0. Exit 1
// where anything of this fails.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { mulberry32, readKillArguments, runProgram } from './kill-loop.mjs';

const { kills: KILLS, seed: SEED, program: PROGRAM } = readKillArguments('kill-index-loop.mjs', 100);

const VIDEOS = 20;
/** Of each video, a second long. */
const SHOTS = 3;
/** In the file beside it. */
const SENTENCES = ['The first one is short.', 'Nobody says a word.', 'That was the last.'];

/** What each stage keeps of a video. */
const ROWS = {
  sight: `(SELECT count(*) FROM frame WHERE video_id = video.id) AS frames,
    (SELECT count(*) FROM shot WHERE video_id = video.id) AS shots,
    (SELECT count(*) FROM vector_1 JOIN frame ON frame.id = frame_id WHERE video_id = video.id) AS vectors`,
  speech: `(SELECT count(*) FROM segment WHERE video_id = video.id) AS segments,
    (SELECT count(*) FROM segment_text JOIN segment ON segment.id = segment_text.rowid
      WHERE video_id = video.id) AS texts`,
};

const random = mulberry32(SEED);
const home = mkdtempSync(join(tmpdir(), 'heimdex-kills-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));
const [videos, library] = [join(home, 'videos'), join(home, 'library.db')];

try {
  await main();
} catch (error) {
  console.error(`FAILED (seed ${SEED}): ${error.message}`);
  process.exitCode = 1;
}

async function main() {
  const started = Date.now();
  makeVideos();
  /** The rows of every video when nobody is killed: what a whole video has. */
  const whole = await indexUndisturbed();
  removeLibrary();
  console.log(`${VIDEOS} videos, ${KILLS} kills, seed ${SEED}`);
  let acknowledged = new Set();
  let kills = 0;
  let sets = 0;
  const twentieths = Array(VIDEOS + 1).fill(0);
  while (kills < KILLS) {
    const { killed, seen } = await indexAndKill(VIDEOS * Object.keys(ROWS).length - acknowledged.size);
    for (const each of seen) acknowledged.add(each);
    const done = look(whole, acknowledged);
    if (killed) {
      kills++;
      twentieths[done]++;
      if (kills % 20 === 0) console.log(`${kills} kills, ${done} videos here`);
    }
    if (done === VIDEOS) sets++;
    // Begun anew now and then as well, else most kills would land near the end.
    if (done === VIDEOS || random() < 0.1) {
      removeLibrary();
      acknowledged = new Set();
    }
  }
  const last = await index();
  if (last.code !== 0) throw new Error(`the last run ended with ${last.code}: ${last.output}`);
  if (look(whole, acknowledged) !== VIDEOS) throw new Error('videos are missing after the last run');
  const left = namesOfLibrary().filter((name) => name !== 'library.db');
  if (left.length > 0) throw new Error(`the last run has left ${left.join(', ')}`);
  const verified = await run(['verify']);
  if (verified.code !== 0) throw new Error(`verify ended with ${verified.code}: ${verified.output}`);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`videos that were here at a kill, from 0 to ${VIDEOS}: ${twentieths.join(' ')}`);
  console.log(
    `${kills} kills, ${sets} sets completed, never a half video; last run 0, verify 0; ${seconds} s`,
  );
}

function makeVideos() {
  mkdirSync(videos);
  const sample = join(home, 'sample.mp4');
  // A still picture each second, so as many shots and a frame of each: enough for half a video to be seen.
  const angle = '13*floor(X/20)+78*floor(Y/20)+38*floor(N/10)';
  const squares = `geq=lum='40+160*mod(43758.5*abs(sin(${angle})),1)':cb=128:cr=128`;
  const canvas = `color=gray:size=160x120:rate=10:duration=${SHOTS},format=yuv420p`;
  const lavfi = ['-f', 'lavfi', '-i', `${canvas},${squares}`];
  const { status, stderr, error } = spawnSync(
    process.env.HEIMDEX_FFMPEG ?? 'ffmpeg',
    ['-v', 'error', '-nostdin', '-y', ...lavfi, '-pix_fmt', 'yuv420p', sample],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`ffmpeg made no video: ${error?.message ?? stderr}`);
  const content = readFileSync(sample);
  for (let number = 0; number < VIDEOS; number++) {
    const name = join(videos, String(number).padStart(2, '0'));
    const cues = SENTENCES.map((text, at) => `${at + 1}\n00:00:0${at},000 --> 00:00:0${at},900\n${text}\n`);
    writeFileSync(`${name}.srt`, cues.join('\n'));
    // Another content with the same pictures: players skip a `free` box.
    const box = Buffer.alloc(16);
    box.writeUInt32BE(16, 0);
    box.write('free', 4, 'latin1');
    box.writeBigUInt64BE(BigInt(number), 8);
    writeFileSync(`${name}.mp4`, Buffer.concat([content, box]));
  }
}

async function indexUndisturbed() {
  const { code, output } = await index();
  if (code !== 0) throw new Error(`a run that nobody killed ended with ${code}: ${output}`);
  return read((database) =>
    Object.fromEntries(
      Object.keys(ROWS).map((stage) => {
        const rows = rowsOfVideos(database, stage).map(({ path: _, ...counts }) => JSON.stringify(counts));
        if (rows.length !== VIDEOS || new Set(rows).size !== 1)
          throw new Error(`the videos differ in their rows: ${stage}`);
        const { state, ...counts } = JSON.parse(rows[0]);
        if (state !== 'done' || Object.values(counts).some((count) => count !== SHOTS))
          throw new Error(`a whole video has other rows: ${rows[0]}`);
        return [stage, rows[0]];
      }),
    ),
  );
}

/** Kills a run at a random moment of its work, or of its start or end. Tells what it had reported until then. */
async function indexAndKill(left) {
  const early = random() < 0.2;
  // A video's last frames are told before it is stored, and that it is indexed afterwards.
  const moment = random() < 0.5 ? 'frames' : 'video-indexed';
  const target = 1 + Math.floor(random() * (moment === 'frames' ? Math.min(left, VIDEOS) : left));
  const delay = early ? random() * 600 : random() * (moment === 'frames' ? 30 : 150);
  const reached = new Set();
  const seen = new Set();
  let killing;
  const { signal, code, output } = await index((child) => {
    const kill = () => {
      killing ??= setTimeout(() => child.kill('SIGKILL'), delay);
    };
    let rest = '';
    child.stderr.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        const event = line.startsWith('{') ? JSON.parse(line) : {};
        if (event.kind === 'video-indexed' && event.stage in ROWS) seen.add(`${event.stage} ${event.path}`);
        if (event.kind === moment) reached.add(`${event.stage} ${event.path}`);
      }
      if (reached.size >= target) kill();
    });
    if (early) kill();
  });
  clearTimeout(killing);
  if (signal === 'SIGKILL') return { killed: true, seen };
  if (code !== 0) throw new Error(`a run that nobody killed ended with ${code}: ${output}`);
  return { killed: false, seen };
}

/** Checks what a run has left, without any code of heimdex: returns how many videos are whole. */
function look(whole, acknowledged) {
  for (const name of namesOfLibrary()) {
    if (!/^library\.db(?:-wal|-shm|-journal|\.lock|\.lock-journal|\.pid)?$/.test(name))
      throw new Error(`nobody knows ${name}`);
  }
  if (!existsSync(library)) {
    if (acknowledged.size > 0) throw new Error('the library is gone');
    return 0;
  }
  return read((database) => {
    const integrity = database.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') throw new Error(`integrity_check: ${integrity}`);
    const [reference] = database.pragma('foreign_key_check');
    if (reference !== undefined) throw new Error(`foreign_key_check: ${JSON.stringify(reference)}`);
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
    if (tables.length === 0) return 0;
    if (!tables.includes('vector_1')) return 0;
    const counted = database.prepare('SELECT vectors FROM space').pluck().get();
    const vectors = database.prepare('SELECT count(*) FROM vector_1').pluck().get();
    if (counted !== vectors) throw new Error(`the space counts ${counted} vectors, ${vectors} are there`);
    const done = new Set();
    for (const [stage, wanted] of Object.entries(whole)) {
      for (const { path, ...counts } of rowsOfVideos(database, stage)) {
        const rows = JSON.stringify(counts);
        if (rows === wanted) done.add(`${stage} ${path}`);
        else if (Object.values(counts).some((count) => typeof count === 'string' || count > 0))
          throw new Error(`a half video: ${stage} of ${path} ${rows}`);
      }
    }
    for (const each of acknowledged)
      if (!done.has(each)) throw new Error(`${each} was reported as indexed, and is not there`);
    // A video is here when the last stage has done it as well.
    return [...done].filter((each) => each.startsWith('speech ')).length;
  });
}

function rowsOfVideos(database, stage) {
  return database
    .prepare(
      `SELECT (SELECT rtrim(mount_path, '/') || '/' || path FROM place JOIN volume ON volume.id = volume_id WHERE video_id = video.id) AS path,
         ${ROWS[stage]},
         (SELECT state FROM stage_run WHERE video_id = video.id AND stage = '${stage}') AS state
       FROM video`,
    )
    .all();
}

function read(look) {
  const database = new Database(library);
  try {
    return look(database);
  } finally {
    database.close();
  }
}

function namesOfLibrary() {
  return readdirSync(home).filter((name) => name.startsWith('library.'));
}

function removeLibrary() {
  for (const name of namesOfLibrary()) rmSync(join(home, name));
}

function index(onStart) {
  return run(['index', videos, '--profile', 'demo', '--threads', '1', '--progress', 'json'], onStart);
}

function run(args, onStart = () => {}) {
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', HEIMDEX_HOME: home, HOME: home, TMPDIR: home };
  if (process.env.HEIMDEX_FFMPEG !== undefined) env.HEIMDEX_FFMPEG = process.env.HEIMDEX_FFMPEG;
  return runProgram(PROGRAM, args, env, onStart);
}
