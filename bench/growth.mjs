// P14: what a frame costs as the library grows: putting an hour's frames in with their codes, and searching.
//   node bench/growth.mjs [LARGEST] [DIMENSION]
// Libraries of 1,000 frames and ten times as many until LARGEST (a million where nothing is said) are filled with the
// adapters as they are built, an hour's 900 frames a video, vectors and queries as image–text models make them, and
// thumbnails of the size that real ones have. The peer is sqlite-vec's exact scan of the same vectors, in the same file.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from './measure.mjs';
import { createVectors } from './text-like-vectors.mjs';

const largest = Number(process.argv[2] ?? 1_000_000);
const dimension = Number(process.argv[3] ?? 768);
const FRAMES_A_VIDEO = 900;
const THUMBNAIL_BYTES = 4000;
const SEARCHES = 7;

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
try {
  const names = ['create-frame-store', 'create-video-store', 'create-search-store', 'open-library'];
  const built = join(folder, 'built');
  const sources = names.map((name) => `src/adapters/sqlite/${name}.ts`);
  execFileSync(process.execPath, [join(root, 'scripts/build.js'), built, ...sources], { cwd: root });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const adapters = await Promise.all(names.map((name) => import(pathToFileURL(join(built, `${name}.js`)))));
  await measure(Object.assign({}, ...adapters));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure({
  openLibraryToWrite,
  closeLibrary,
  createVideoStore,
  createFrameStore,
  createSearchStore,
}) {
  const path = join(folder, 'library.db');
  const random = randomNumbers(1);
  const vectors = createVectors(dimension);
  const database = openLibraryToWrite(path, '0.0.0-bench');
  const [videos, frames, search] = [
    createVideoStore(database),
    createFrameStore(database),
    createSearchStore(database),
  ];
  const space = frames.ensureSpace({
    model: 'bench',
    revision: '0'.repeat(40),
    weights: '0'.repeat(64),
    preprocessing: '{}',
    dimension,
  });
  const key = { stage: 'sight', parameters: 'bench' };
  let held = 0;
  for (let goal = 1000; goal <= largest; goal *= 10) {
    const spent = [];
    while (held < goal) {
      const count = Math.min(FRAMES_A_VIDEO, goal - held);
      const video = vectors.video(count).map((vector, index) => frameOf(index, vector, random));
      const start = performance.now();
      put(video);
      spent.push((performance.now() - start) / count);
      held += count;
    }
    // The last ones meet the library at its full size.
    const last = median(spent.slice(-Math.max(1, Math.floor(spent.length / 10))));
    const begun = performance.now();
    while (await frames.renewCodes());
    const finished = performance.now() - begun;
    const grown = search.spaces().find(({ id }) => id === space.id);
    const queries = Array.from({ length: SEARCHES + 1 }, () => vectors.query());
    const own = queries.map((query) => took(() => search.nearest(grown, query, 60, {})));
    const alone = database.prepare(
      `SELECT frame_id FROM vector_${space.id} ORDER BY vec_distance_cosine(value, ?) LIMIT 60`,
    );
    const bare = queries.map((query) => took(() => alone.all(query)));
    const [mine, peer] = [own, bare].map((times) => median(times.slice(1)));
    console.log(
      `${goal} frames: ${(last * 1000).toFixed(0)} µs a frame to put in, codes finished in ${finished.toFixed(0)} ms; search ${mine.toFixed(1)} ms, ` +
        `sqlite-vec alone ${peer.toFixed(1)} ms: ${(mine / peer).toFixed(2)} × ; ` +
        `${(statSync(path).size / 1e6).toFixed(0)} MB`,
    );
  }
  closeLibrary(database);

  function put(list) {
    const video = videos.addVideo({ bytes: held, digest: Buffer.from(String(held).padEnd(32, '.')) });
    videos.putFacts(video, facts(list.length));
    const writer = frames.writer(video, space, key);
    for (let at = 0; at < list.length; at += 64) writer.add(list.slice(at, at + 64));
    writer.addShots(list.map(({ time }) => ({ start: time, end: time + 4_000_000, transition: 'cut' })));
    writer.commit({ state: 'done' });
  }
}

function facts(count) {
  const picture = { width: 1920, height: 1080, frameRate: 25, dynamicRange: 'sdr', interlaced: false };
  return {
    container: 'mp4',
    codec: 'h264',
    start: 0,
    duration: count * 4_000_000,
    hasAudio: true,
    ...picture,
  };
}

function frameOf(index, vector, random) {
  const thumbnail = Buffer.alloc(THUMBNAIL_BYTES, Math.floor(random() * 256));
  const hash = BigInt(Math.floor(random() * 2 ** 32)) << 16n;
  const quality = { sharpness: 10 * random(), brightness: 0.5, contrast: 0.3, hash };
  return { time: index * 4_000_000, vector, thumbnail, quality };
}

function took(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Uniform in -1…1, the same in every run. */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
