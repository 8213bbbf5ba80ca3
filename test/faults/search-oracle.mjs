// Makes libraries at random, asks them queries at random, and holds each answer to what docs/cli.md says:
//   npm run search-oracle [-- LIBRARIES] [--seed N]     40 libraries where nothing is said, about a second each
// Each library is written and removed from by the real adapters; vectors of texts are made. What an answer has to be is
// told by plain loops over what was written (search-oracle/), which share no code with the search. Every tenth library has
// more than 20,000 frames, and so codes. Exit 1 with the seed, the query and the moment where anything differs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { checkAnswers } from './search-oracle/check-answers.mjs';
import { checkNearest } from './search-oracle/check-nearest.mjs';
import { createLibrary } from './search-oracle/create-library.mjs';
import { makeVideo } from './search-oracle/make-video.mjs';
import { createRandom, randomQuery } from './search-oracle/random.mjs';

const NAMES = [
  'adapters/sqlite/create-face-store',
  'adapters/sqlite/create-calibration-store',
  'adapters/sqlite/create-frame-store',
  'adapters/sqlite/create-people-search',
  'adapters/sqlite/create-people-store',
  'adapters/sqlite/create-search-store',
  'adapters/sqlite/create-segment-store',
  'adapters/sqlite/create-text-search',
  'adapters/sqlite/create-video-store',
  'adapters/sqlite/open-library',
  'app/search/embed-terms',
  'app/search/open-sight',
  'app/search/search-library',
  'domain/calibration/measure-statistics',
  'domain/query/parse-query',
  'domain/query/require-wanted',
  'domain/vector',
];
const QUERIES = 40;
const ROOT = resolve(import.meta.dirname, '../..');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' } },
});
const LIBRARIES = Number(positionals[0] ?? 40);
const FIRST = Number(values.seed ?? Date.now() % 1_000_000);
if (!Number.isSafeInteger(LIBRARIES) || LIBRARIES < 1 || !Number.isSafeInteger(FIRST)) {
  console.error('usage: search-oracle.mjs [LIBRARIES] [--seed N]');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'heimdex-oracle-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let seed = FIRST;
try {
  const heimdex = await load();
  const count = { queries: 0, moments: 0, frames: 0 };
  for (; seed < FIRST + LIBRARIES; seed++) {
    if ((seed - FIRST) % 10 === 9) checkNearest(heimdex, join(folder, 'coded.db'), seed, count);
    else await askLibrary(heimdex, seed, count);
  }
  const { queries, moments, frames } = count;
  console.log(
    `${LIBRARIES} libraries, ${queries} queries, ${moments} moments, ${frames} nearest frames: as the documents say`,
  );
} catch (error) {
  console.error(`FAILED (seed ${seed}): ${error.name === 'AssertionError' ? error.message : error.stack}`);
  process.exitCode = 1;
}

/** The modules as they are built. */
async function load() {
  const built = join(folder, 'built');
  const sources = NAMES.map((name) => `src/${name}.ts`);
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.js'), built, ...sources], { cwd: ROOT });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const urls = NAMES.map((name) => pathToFileURL(join(built, `${name.split('/').at(-1)}.js`)).href);
  return Object.assign({}, ...(await Promise.all(urls.map((url) => import(url)))));
}

async function askLibrary(heimdex, number, count) {
  const random = createRandom(number);
  const library = createLibrary(heimdex, join(folder, 'library.db'), {
    seed: number,
    dimension: random.pick([2, 8, 32]),
  });
  const rules = { seen: random.pick([0, 0.9, 0.9, 1]), heard: random.pick([0, 0.7, 1]) };
  const videos = random.pick([0, 1, 5, 15, 40, 80]);
  for (let at = 0; at < videos; at++) library.add(makeVideo(random, library.vectors, rules));
  for (const video of [...library.videos]) {
    const fate = random.below(10);
    if (fate === 0) library.remove(video);
    else if (fate === 1) library.replace(video, makeVideo(random, library.vectors, rules));
  }
  library.name();
  if (random.chance(0.7)) library.calibrate();
  for (let at = 0; at < QUERIES; at++) await checkAnswers(library, randomQuery(random), random, count);
  library.close();
}
