// P5: the detector's F1 against videos with known cuts and against PySceneDetect on the same files, and its speed.
//
//   node bench/cuts.mjs [--folder DIR] [--python PYTHON]     --python also measures PySceneDetect's time
//   node bench/cuts.mjs --list FILE [--folder DIR]           only makes the videos and lists them for tools/golden/cuts.py
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { importSources } from './cuts/bundle.mjs';
import { decodeSmall } from './cuts/decode-small.mjs';
import { makeRealVideos } from './cuts/make-real-videos.mjs';
import { makeVideos } from './cuts/make-videos.mjs';
import { listRealFiles } from './cuts/real-files.mjs';
import { createTally, matchCuts } from './cuts/score.mjs';
import { median } from './measure.mjs';

const root = resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: { folder: { type: 'string' }, list: { type: 'string' }, python: { type: 'string' } },
});
const folder = options.folder ?? join(tmpdir(), 'heimdex-cuts');
const media = process.env.HEIMDEX_SHARED_DATA
  ? join(process.env.HEIMDEX_SHARED_DATA, 'media')
  : join(root, '../shared/data/media');
const ffmpeg = process.env.HEIMDEX_FFMPEG ?? 'ffmpeg';

const [{ createShotDetector }, drawn, rendering] = await importSources(
  'src/domain/shots/create-shot-detector.ts',
  'test/support/cuts/cut-videos.ts',
  'test/support/cuts/render-video.ts',
);
// The rules were tuned on series 0 to 2; series 3 is unseen.
const groups = {
  'drawn, series 0': await makeVideos(ffmpeg, folder, 0, { ...drawn, ...rendering }),
  'drawn, series 1': await makeVideos(ffmpeg, folder, 1, { ...drawn, ...rendering }),
  'drawn, series 3': await makeVideos(ffmpeg, folder, 3, { ...drawn, ...rendering }),
  'real files, joined': makeRealVideos(ffmpeg, folder, media),
  'real files': listRealFiles(media),
};
const videos = Object.values(groups).flat();

if (options.list !== undefined) {
  const list = videos.map(({ name, file, digest }) => ({ name, file, digest }));
  writeFileSync(options.list, JSON.stringify(list, null, 2));
} else {
  const golden = readGolden();
  const below = [];
  for (const [group, members] of Object.entries(groups)) await report(group, members, golden, below);
  console.log(
    below.length === 0 ? 'no file below PySceneDetect' : `below PySceneDetect: ${below.join(', ')}`,
  );
  if (options.python !== undefined) await compareSpeed(options.python);
}

/** What PySceneDetect found, by name; a video that is another by now has none. */
function readGolden() {
  const { videos: known } = JSON.parse(readFileSync(join(root, 'test/golden/files/cuts.json'), 'utf8'));
  const named = new Map(known.map((video) => [video.name, video]));
  for (const { name, digest } of videos) {
    if (named.get(name)?.digest === digest) continue;
    console.log(`${name}: the golden file is of another video, make it anew`);
    named.delete(name);
  }
  return named;
}

async function report(group, members, golden, below) {
  const kinds = { cut: [], fade: [], dissolve: [] };
  for (const kind of Object.keys(kinds)) kinds[kind] = { ours: createTally(), theirs: createTally() };
  let frames = 0;
  let spent = 0;
  for (const video of members) {
    const { found, times, milliseconds } = await detect(video);
    frames += times.length;
    spent += milliseconds;
    const theirs = golden.get(video.name)?.adaptive;
    const both = {
      ours: matchCuts(video.truth, found),
      ...(theirs && { theirs: matchCuts(video.truth, theirs) }),
    };
    for (const [who, { hits, wrong }] of Object.entries(both)) {
      for (const kind of Object.keys(kinds)) {
        const all = video.truth.filter((cut) => cut.kind === kind).length;
        if (all > 0 || (kind === 'cut' && video.truth.length === 0))
          kinds[kind][who].add(hits[kind], all, wrong);
      }
    }
    if (both.theirs && total(both.ours, video) < total(both.theirs, video)) below.push(video.name);
  }
  if (members.length === 0) return console.log(`${group}: not at hand`);
  console.log(
    `${group}: ${members.length} files, ${frames} frames, detector ${(spent / frames).toFixed(3)} ms a frame`,
  );
  for (const [kind, { ours, theirs }] of Object.entries(kinds)) {
    if (ours.sums.all === 0) continue;
    const line = (tally) =>
      `${tally.f1().toFixed(3)} (${tally.sums.hits} of ${tally.sums.all}, ${tally.sums.wrong} wrong)`;
    console.log(`  ${kind.padEnd(9)} F1 ${line(ours)}   PySceneDetect ${line(theirs)}`);
  }
}

/** F1 of a file over all kinds; 1 where there is nothing to find and nothing was found. */
function total({ hits, wrong }, { truth }) {
  const right = hits.cut + hits.fade + hits.dissolve;
  return truth.length + wrong === 0 ? 1 : (2 * right) / (truth.length + right + wrong);
}

async function detect(video) {
  const detector = createShotDetector();
  const cuts = [];
  let milliseconds = 0;
  const times = await decodeSmall(ffmpeg, video.file, video, (frame) => {
    const start = performance.now();
    cuts.push(...detector.push(frame));
    milliseconds += performance.now() - start;
  });
  cuts.push(...detector.end());
  return { found: cuts.map(({ time }) => times.indexOf(time)), times, milliseconds };
}

/** Both on the real files in turn: heimdex's decoding and detecting, PySceneDetect's without the start of Python. */
async function compareSpeed(python) {
  const members = [...groups['real files'], ...groups['real files, joined']];
  const list = join(folder, 'speed.json');
  writeFileSync(list, JSON.stringify(members));
  const seconds = new Map(members.map(({ name }) => [name, { ours: [], theirs: [] }]));
  for (let round = 0; round < 3; round++) {
    for (const video of members) {
      const start = performance.now();
      await detect(video);
      seconds.get(video.name).ours.push((performance.now() - start) / 1000);
    }
    const { status, stdout, stderr } = spawnSync(python, [join(root, 'tools/golden/cuts.py'), list, '-'], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    for (const line of stdout.trim().split('\n')) {
      const { name, seconds: theirs } = JSON.parse(line);
      seconds.get(name).theirs.push(theirs);
    }
  }
  for (const [name, { ours, theirs }] of seconds) {
    const [mine, peer] = [median(ours), median(theirs)];
    console.log(
      `${name}: ${mine.toFixed(2)} s, PySceneDetect ${peer.toFixed(2)} s: ${(peer / mine).toFixed(1)} times as fast`,
    );
  }
}
