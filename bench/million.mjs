// P9: a search over a million frames with 768 numbers each, the query's vector given, each search a process of its own.
//   node bench/million.mjs FOLDER [FRAMES] [DIMENSION] [--searches N]
// FOLDER keeps the library between runs (3.6 GB for a million); it is made where it is missing, with the adapters as they
// are built. Peers in the same run: sqlite-vec's exact scan over the same table, `node -e 0`, and usearch's exact search
// over the same vectors in memory, where --python names a Python with usearch and numpy.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { median, timed } from './measure.mjs';
import { createVectors } from './text-like-vectors.mjs';

const QUERIES = 100;
const K = 10;
const FRAMES_A_VIDEO = 900;

const root = resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { searches: { type: 'string', default: '21' }, python: { type: 'string' } },
});
const [folder, frames = '1000000', numbers = '768'] = positionals;
const [count, dimension, searches] = [frames, numbers, values.searches].map(Number);
if (folder === undefined) throw new Error('node bench/million.mjs FOLDER [FRAMES] [DIMENSION]');
mkdirSync(folder, { recursive: true });
const names = ['create-frame-store', 'create-video-store', 'create-search-store', 'open-library'];
const built = join(folder, 'built');
const sources = ['src/domain/codes/kernel.ts', ...names.map((name) => `src/adapters/sqlite/${name}.ts`)];
execFileSync(process.execPath, [join(root, 'scripts/build.js'), built, ...sources], { cwd: root });
if (!existsSync(join(folder, 'node_modules')))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
const path = join(folder, `library-${count}-${dimension}.db`);
const truthPath = `${path}.truth.json`;
if (!existsSync(truthPath)) await make();
const { queries, truth } = JSON.parse(readFileSync(truthPath, 'utf8'));
measure();

async function make() {
  const load = (name) => import(pathToFileURL(join(built, `${name}.js`)));
  const loaded = await Promise.all(['kernel', ...names].map(load));
  const { createProducts, openLibraryToWrite, closeLibrary, createVideoStore, createFrameStore } =
    Object.assign({}, ...loaded);
  rmSync(path, { force: true });
  // Queries are about videos of their own, which all others are like.
  const about = createVectors(dimension);
  const asked = Array.from({ length: QUERIES }, () => {
    about.video(20);
    return about.query();
  });
  const products = createProducts(
    asked.flatMap((query) => [...query]),
    dimension,
  );
  const best = asked.map(() => []);
  const database = openLibraryToWrite(path, '0.0.0-bench');
  const [videos, store] = [createVideoStore(database), createFrameStore(database)];
  const identity = { model: 'bench', revision: '0'.repeat(40), weights: '0'.repeat(64), preprocessing: '{}' };
  const space = store.ensureSpace({ ...identity, dimension });
  const begun = performance.now();
  let spent = 0;
  for (let held = 0; held < count; held += FRAMES_A_VIDEO) {
    const vectors = about.video(Math.min(FRAMES_A_VIDEO, count - held));
    for (const [at, vector] of vectors.entries()) {
      const scores = products(vector);
      for (const [index, list] of best.entries()) keep(list, [held + at + 1, scores[index]]);
    }
    const start = performance.now();
    const video = videos.addVideo({ bytes: held, digest: Buffer.from(String(held).padEnd(32, '.')) });
    const writer = store.writer(video, space, { stage: 'sight', parameters: 'bench' });
    writer.add(vectors.map((vector, at) => ({ time: at * 4_000_000, vector, thumbnail: Buffer.alloc(200) })));
    writer.commit({ state: 'done' });
    spent += performance.now() - start;
  }
  const put = performance.now();
  while (await store.renewCodes());
  const seconds = (ms) => `${(ms / 1000).toFixed(0)} s`;
  console.log(
    `made in ${seconds(performance.now() - begun)}: frames put in within ${seconds(spent)}, codes finished in ${seconds(performance.now() - put)}`,
  );
  closeLibrary(database);
  const truth = best.map((list) => list.map(([id]) => id));
  writeFileSync(truthPath, JSON.stringify({ queries: asked.map((query) => [...query]), truth }));
}

function keep(list, item) {
  if (list.length === K && item[1] <= list[K - 1][1]) return;
  list.push(item);
  list.sort((a, b) => b[1] - a[1]);
  if (list.length > K) list.pop();
}

function measure() {
  const child = join(import.meta.dirname, 'search-once.mjs');
  const ask = (how, index) => {
    const input = JSON.stringify(queries[index]);
    const { seconds, stdout } = timed(process.execPath, [child, how, built, path, String(K)], { input });
    return { whole: seconds * 1000, ...JSON.parse(stdout) };
  };
  const own = [];
  const bare = [];
  const exact = [];
  for (let round = -1; round < searches; round++) {
    const index = Math.max(0, round) % QUERIES;
    const results = { own: ask('own', index), bare: timed(process.execPath, ['-e', '0']).seconds * 1000 };
    // The peer takes a second or more: fewer rounds tell as much.
    const peer = round % 5 === 0 ? ask('sqlite-vec', index) : undefined;
    if (round < 0) continue;
    own.push(results.own);
    bare.push(results.bare);
    if (peer !== undefined) exact.push(peer);
  }
  const all = spawnSync(process.execPath, [child, 'all', built, path, String(K)], {
    input: JSON.stringify(queries),
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const found = JSON.parse(all.stdout);
  const hits = found.ids.map((ids, index) => ids.filter((id) => truth[index].includes(id)).length);
  const recall = hits.reduce((sum, value) => sum + value, 0) / (K * QUERIES);
  const of = (list, key) => median(list.map((each) => each[key]));
  const ms = (value) => `${value.toFixed(1)} ms`;
  console.log(`${count} frames × ${dimension}, ${QUERIES} queries: recall@${K} ${recall.toFixed(4)}`);
  console.log(
    `heimdex: ${ms(of(own, 'took'))} from the first line (${ms(of(own, 'cpu'))} of processor time, least ${ms(Math.min(...own.map(({ cpu }) => cpu)))}), ` +
      `search alone ${ms(of(own, 'search'))}, whole process ${ms(of(own, 'whole'))}, ${of(own, 'rss').toFixed(0)} MB`,
  );
  console.log(`node -e 0: ${ms(median(bare))}; in one process, warm: ${ms(median(found.times))} a search`);
  console.log(
    `sqlite-vec, exact: ${ms(of(exact, 'took'))} from the first line, ${of(exact, 'rss').toFixed(0)} MB`,
  );
  if (values.python !== undefined) console.log(usearch());
}

/** Exact search over all vectors in memory: reading them there is not counted. */
function usearch() {
  const script = `
import json, sqlite3, sys, time
import numpy as np
from usearch.index import search, MetricKind
path, truth = sys.argv[1:3]
asked = json.load(open(truth))
database = sqlite3.connect(path)
count = database.execute('SELECT count(*) FROM vector_1').fetchone()[0]
vectors = np.empty((count, ${dimension}), np.float32)
for at, (value,) in enumerate(database.execute('SELECT value FROM vector_1 ORDER BY frame_id')): vectors[at] = np.frombuffer(value, np.float32)
times, right = [], 0
for query, best in list(zip(asked['queries'], asked['truth']))[:7]:
    begun = time.perf_counter()
    found = search(vectors, np.asarray(query, np.float32), ${K}, MetricKind.IP, exact=True)
    times.append(time.perf_counter() - begun)
    right += len(set(int(key) + 1 for key in found.keys) & set(best))
print('usearch, exact, in memory: %.1f ms, recall %.3f' % (1000 * sorted(times)[3], right / 70))
`;
  return timed(values.python, ['-c', script, path, truthPath]).stdout.trim();
}
