// What full text costs as the library grows: storing a video's speech, and looking for words.
//   node bench/full-text.mjs [SEGMENTS]
// A library of SEGMENTS sentences (100,000 where nothing is said: about 100 hours) of ten words with the frequencies of
// Zipf's law, a tenth of them Korean, 1000 a video, is filled with the adapters as they are built. The peer is FTS5 alone:
// a table with the same texts and trigrams, asked for its best 20 by bm25.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { median } from './measure.mjs';

const SEGMENTS = Number(process.argv[2] ?? 100_000);
const EACH = 1000;
const WORDS = 20_000;
const RUNS = 7;
const SHOWN = 20;

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
try {
  const sources = [
    'src/adapters/sqlite/create-segment-store.ts',
    'src/adapters/sqlite/create-video-store.ts',
    'src/adapters/sqlite/create-text-search.ts',
    'src/adapters/sqlite/open-library.ts',
    'src/app/search/search-words.ts',
    'src/domain/query.ts',
    'src/domain/speech/fold-text.ts',
  ];
  const built = join(folder, 'built');
  execFileSync(process.execPath, [join(root, 'scripts/build.js'), built, ...sources], { cwd: root });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const names = sources.map((source) => source.split('/').at(-1).replace('.ts', '.js'));
  const modules = await Promise.all(names.map((name) => import(pathToFileURL(join(built, name)))));
  measure(Object.assign({}, ...modules));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(heimdex) {
  const random = randomNumbers(1);
  const word = wordsByZipf(random);
  const path = join(folder, 'library.db');
  const database = heimdex.openLibraryToWrite(path, '0.0.0-bench');
  const videos = heimdex.createVideoStore(database);
  const store = heimdex.createSegmentStore(database);
  const peer = new Database(join(folder, 'peer.db'));
  peer.exec("CREATE VIRTUAL TABLE peer USING fts5(text, tokenize='trigram case_sensitive 1')");
  const insert = peer.prepare('INSERT INTO peer (text) VALUES (?)');
  const [commits, peers] = [[], []];
  let bytes = 0;
  for (let first = 0; first < SEGMENTS; first += EACH) {
    const texts = Array.from({ length: EACH }, (_, index) =>
      Array.from({ length: 10 }, () => word(index % 10 === 0)).join(' '),
    );
    bytes += texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const video = videos.addVideo({ bytes: first, digest: Buffer.alloc(32) });
    const writer = store.writer(video, undefined, { stage: 'speech', parameters: 'bench' });
    writer.addText(texts.map((text, index) => segmentOf(text, index)));
    commits.push(timed(() => writer.commit({ state: 'done' })));
    const folded = texts.map((text) => heimdex.foldText(text).text);
    const insertAll = peer.transaction(() => {
      for (const text of folded) insert.run(text);
    });
    peers.push(timed(insertAll));
  }
  const size = (table) => database.prepare(`SELECT sum(length(block)) FROM ${table}`).pluck().get();
  const index = size('segment_text_data');
  console.log(`${SEGMENTS} segments, ${mb(bytes)} of text, index ${mb(index)}`);
  const [early, late] = [commits.slice(0, 10), commits.slice(-10)].map(median);
  console.log(
    `a video of ${EACH}: first ten ${early.toFixed(0)} ms, last ten ${late.toFixed(0)} ms; FTS5 alone ${median(peers.slice(-10)).toFixed(0)} ms`,
  );
  const search = heimdex.createTextSearch(database);
  const best = peer.prepare('SELECT rowid FROM peer WHERE peer MATCH ? ORDER BY rank LIMIT ?');
  const rare = [...Array(5)].map((_, index) => wordOf(WORDS - 1 - index * 7));
  for (const [what, query, match] of [
    ['a rare word', `said:"${rare[0]}"`, `"${rare[0]}"`],
    ['the commonest word', `said:"${wordOf(0)}"`, `"${wordOf(0)}"`],
    ['a Korean word of two letters', 'said:가나', undefined],
    [
      'five words, two of them common',
      [wordOf(0), wordOf(3), ...rare.slice(0, 3)].join(' '),
      [wordOf(0), wordOf(3), ...rare.slice(0, 3)].map((each) => `"${each}"`).join(' OR '),
    ],
    [
      'five common words',
      [0, 1, 2, 3, 4].map(wordOf).join(' '),
      [0, 1, 2, 3, 4].map((each) => `"${wordOf(each)}"`).join(' OR '),
    ],
  ]) {
    const { words, said } = heimdex.parseQuery(query);
    const ask = () =>
      heimdex.searchWords({ required: said.wanted, excluded: [], wanted: words }, SHOWN, search, {});
    const ours = medianOf(ask);
    const theirs = match === undefined ? undefined : medianOf(() => best.all(match, SHOWN));
    const ratio =
      theirs === undefined ? '' : `; FTS5 alone ${theirs.toFixed(1)} ms, ${(ours / theirs).toFixed(2)} of it`;
    console.log(`${what}: ${ours.toFixed(1)} ms${ratio} (${ask().length} shown)`);
  }
  heimdex.closeLibrary(database);
  peer.close();
}

function segmentOf(text, index) {
  return {
    start: index * 4_000_000,
    end: index * 4_000_000 + 3_500_000,
    text,
    language: 'en',
    confidence: 0.9,
    words: text.split(' ').map((each) => ({ text: each, start: index, end: index, confidence: 0.9 })),
    source: 'speech',
  };
}

/** Words whose n-th is 1/n as frequent as the first; of two or three Korean syllables where that is asked for. */
function wordsByZipf(random) {
  const sums = [];
  for (let n = 1; n <= WORDS; n++) sums.push((sums.at(-1) ?? 0) + 1 / n);
  const pick = () => {
    const at = random() * sums.at(-1);
    let [low, high] = [0, WORDS - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (isKorean) => {
    const n = pick();
    if (!isKorean) return wordOf(n);
    return String.fromCodePoint(
      0xac00 + (n % 140) * 28,
      0xac00 + ((n >> 3) % 399) * 28,
      0xac00 + (n % 7) * 588,
    );
  };
}

/** The n-th word: short ones are common. */
function wordOf(n) {
  let word = 'th';
  for (let rest = n; ; rest = Math.floor(rest / 21) - 1) {
    word += 'etaoinshrdlucmfwypvbg'[rest % 21];
    if (rest < 21) return word;
  }
}

function timed(work) {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

function medianOf(work) {
  return median(Array.from({ length: RUNS }, () => timed(work)));
}

function mb(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
