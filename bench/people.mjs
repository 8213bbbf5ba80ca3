// Grouping tracks by person: how right, how fast, in how much memory; against scikit-learn and a plain scan of all pairs.
//
//   node bench/people.mjs [--python PYTHON] [--most TRACKS]
//
// The tracks are made ones with known people (test/support/made-people.ts). Each size runs in a process of its own; the time
// is that of groupTracks or joinTracks alone, the memory the most of the whole process, the made vectors included. The
// peer (--python, with scikit-learn) clusters the same vectors by average linkage of cosines at the same threshold, and
// knows no frames.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importSources } from './cuts/bundle.mjs';

const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    most: { type: 'string', default: '100000' },
    child: { type: 'string' },
  },
});
const THRESHOLD = 0.363;
const SIZES = [5000, 20_000, 100_000].filter((tracks) => tracks <= Number(options.most));
const SAMPLE = 200;
const PEER = `
import json, sys, time
import numpy
from sklearn.cluster import AgglomerativeClustering
vectors = numpy.fromfile(sys.argv[1], dtype=numpy.float32).reshape(-1, 128)
clustering = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=1 - ${THRESHOLD})
start, cpu = time.perf_counter(), time.process_time()
labels = clustering.fit_predict(vectors)
seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
import resource
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "cpu": cpu, "most": most, "labels": labels.tolist()}))
`;

const [
  { groupTracks },
  { joinTracks },
  { findNeighbours },
  { trackFaces },
  { dot, unit },
  { makePeople },
  { compareGroupings, labelsOf },
  { frameConflicts },
  { createRandom },
] = await importSources(
  'src/domain/identity/group-tracks.ts',
  'src/domain/identity/join-tracks.ts',
  'src/domain/identity/find-neighbours.ts',
  'src/domain/identity/track-faces.ts',
  'src/domain/vector.ts',
  'test/support/made-people.ts',
  'test/support/pairwise.ts',
  'test/support/frame-conflicts.ts',
  'test/support/cuts/random.ts',
);

/** A library as a drive's: a tenth of the tracks are of people seen once, some people are seen far more often. */
const libraryOf = (tracks) => ({
  seed: 1,
  tracks,
  people: Math.max(100, tracks / 100),
  siblings: tracks / 1000,
  doubles: tracks / 500,
  passers: 0.1,
  unequal: 0.7,
});
const MIXTURES = {
  'siblings at 0.3–0.4': { siblings: 20 },
  'and doubles in one frame, passers-by': { siblings: 20, doubles: 20, passers: 0.05 },
  'and some seen far more often': { siblings: 20, doubles: 20, passers: 0.05, unequal: 0.7 },
  'and a pair of twins': { siblings: 20, doubles: 20, passers: 0.05, twins: 1 },
};

if (options.child !== undefined) console.log(JSON.stringify(measure(JSON.parse(options.child))));
else report();

function report() {
  for (const tracks of SIZES) {
    const { seconds, cpu, most, precision, recall, conflicts } = inChild({
      kind: 'group',
      wish: libraryOf(tracks),
    });
    const rate = Math.round(tracks / seconds);
    console.log(
      `${tracks} tracks: ${seconds.toFixed(2)} s (processor ${cpu.toFixed(2)} s), ${rate} tracks/s, ${Math.round(most)} MB, ` +
        `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, ${conflicts} frames broken`,
    );
    const joined = inChild({ kind: 'join', wish: libraryOf(tracks) });
    console.log(`  a video of ${joined.fresh} new tracks joins them in ${joined.seconds.toFixed(2)} s`);
    const { found, weak } = inChild({ kind: 'neighbours', wish: libraryOf(tracks) });
    console.log(
      `  neighbours found: ${percent(found)} from ${THRESHOLD}, ${percent(weak)} of those below 0.5`,
    );
  }
  const first = inChild({ kind: 'group', wish: libraryOf(SIZES[0]) });
  const scan = inChild({ kind: 'scan', wish: libraryOf(SIZES[0]) });
  console.log(
    `plain scan of all pairs, ${SIZES[0]} tracks: processor ${scan.cpu.toFixed(2)} s; groupTracks takes ${(first.cpu / scan.cpu).toFixed(2)} of that`,
  );
  for (const tracks of options.python === undefined ? [] : SIZES.slice(0, 2)) {
    comparePeer(tracks, inChild({ kind: 'group', wish: libraryOf(tracks) }));
  }
  for (const [name, mixture] of Object.entries(MIXTURES)) {
    const rows = [1, 2, 3].map((seed) =>
      inChild({ kind: 'group', wish: { seed, tracks: 5000, people: 100, ...mixture } }),
    );
    console.log(
      `${name}: ${rows.map((row) => `${row.precision.toFixed(4)} at ${row.recall.toFixed(3)}`).join(', ')}`,
    );
  }
  const orders = inChild({
    kind: 'orders',
    wish: { seed: 3, tracks: 3000, people: 60, siblings: 6, passers: 0.05 },
  });
  const twins = inChild({
    kind: 'orders',
    wish: { seed: 3, tracks: 3000, people: 60, siblings: 6, passers: 0.05, twins: 1 },
  });
  console.log(
    `orders of videos, least adjusted Rand index: ${orders.least.toFixed(4)}; with a pair of twins ${twins.least.toFixed(4)}`,
  );
  const means = meansOfTracks();
  console.log(`a track's vector, cosine to its person: ${JSON.stringify(means)}`);
}

function inChild(work) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [import.meta.filename, '--child', JSON.stringify(work)],
    { encoding: 'utf8', maxBuffer: 1e9 },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function measure({ kind, wish }) {
  const { tracks, truth } = makePeople(wish);
  if (kind === 'orders') return compareOrders(tracks);
  if (kind === 'neighbours') return countNeighbours(tracks);
  if (kind === 'scan') return scanAll(tracks);
  if (kind === 'join') return joinLast(tracks);
  const before = process.cpuUsage();
  const start = performance.now();
  const { groups } = groupTracks(tracks);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const labels = labelsOf(groups, tracks.length);
  return {
    seconds,
    cpu: (user + system) / 1e6,
    most: process.resourceUsage().maxRSS / 1024,
    conflicts: frameConflicts(tracks, labels).length,
    ...compareGroupings(labels, truth),
  };
}

function joinLast(tracks) {
  const last = tracks.at(-1).video - 1;
  const known = groupTracks(tracks.filter(({ video }) => video !== last)).groups.map((group) => group.tracks);
  const start = performance.now();
  joinTracks(tracks, known);
  const fresh = tracks.filter(({ video }) => video === last).length;
  return { fresh, seconds: (performance.now() - start) / 1000 };
}

function scanAll(tracks) {
  const before = process.cpuUsage();
  let above = 0;
  for (let a = 0; a < tracks.length; a++) {
    for (let b = 0; b < a; b++) if (dot(tracks[a].vector, tracks[b].vector) >= THRESHOLD) above++;
  }
  const { user, system } = process.cpuUsage(before);
  return { above, cpu: (user + system) / 1e6 };
}

/**
 * Of the 24 most similar to each of some tracks, the share that is found, and that of the less similar of them. A track with
 * 24 neighbours from 0.6 needs no better ones, and does not count.
 */
function countNeighbours(tracks) {
  const rows = new Float32Array(tracks.length * 128);
  for (const [at, { vector }] of tracks.entries()) rows.set(vector, at * 128);
  const wanted = new Uint8Array(tracks.length).fill(1);
  const lists = findNeighbours({ count: tracks.length, dimension: 128, rows, wanted }, THRESHOLD);
  let [there, found, weakThere, weakFound] = [0, 0, 0, 0];
  for (let sample = 0; sample < SAMPLE; sample++) {
    const at = Math.floor((sample / SAMPLE) * tracks.length);
    const listed = new Set(lists.to.subarray(at * lists.most, (at + 1) * lists.most));
    const nearest = tracks
      .map(({ vector }, other) => ({ other, similarity: dot(tracks[at].vector, vector) }))
      .filter(({ other, similarity }) => other !== at && similarity > THRESHOLD)
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, lists.most);
    if (nearest.length === lists.most && nearest.at(-1).similarity >= 0.6) continue;
    for (const { other, similarity } of nearest) {
      const isFound = Number(listed.has(other));
      there++;
      found += isFound;
      if (similarity >= 0.5) continue;
      weakThere++;
      weakFound += isFound;
    }
  }
  return { found: found / there, weak: weakFound / weakThere };
}

/** The least agreement of three orders in which videos come, ten at a time, with each other and with a full run. */
function compareOrders(tracks) {
  const runs = [labelsOf(groupTracks(tracks).groups, tracks.length)];
  for (const seed of [1, 2, 3]) {
    const random = createRandom(seed);
    const rank = new Map();
    for (const { video } of tracks) if (!rank.has(video)) rank.set(video, random());
    const order = tracks
      .map((_, at) => at)
      .sort((a, b) => rank.get(tracks[a].video) - rank.get(tracks[b].video));
    let known = [];
    let videos = new Set();
    for (let end = 1; end <= order.length; end++) {
      videos.add(tracks[order[end - 1]].video);
      const whole = end === order.length || tracks[order[end]].video !== tracks[order[end - 1]].video;
      if (!whole || (videos.size < 10 && end < order.length)) continue;
      const given = order.slice(0, end).map((at) => tracks[at]);
      known = joinTracks(given, known).groups.map((group) => group.tracks);
      videos = new Set();
    }
    runs.push(
      labelsOf(
        known.map((group) => ({ tracks: group.map((place) => order[place]) })),
        tracks.length,
      ),
    );
  }
  let least = 1;
  for (const [at, run] of runs.entries()) {
    for (const other of runs.slice(0, at)) least = Math.min(least, compareGroupings(run, other).adjusted);
  }
  return { least };
}

function comparePeer(count, own) {
  const folder = mkdtempSync(join(tmpdir(), 'heimdex-people-'));
  try {
    const { tracks, truth } = makePeople(libraryOf(count));
    const file = join(folder, 'vectors.f32');
    const rows = new Float32Array(tracks.length * 128);
    for (const [at, { vector }] of tracks.entries()) rows.set(vector, at * 128);
    writeFileSync(file, rows);
    const { status, stdout, stderr } = spawnSync(options.python, ['-c', PEER, file], {
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    if (status !== 0) throw new Error(stderr);
    const peer = JSON.parse(stdout);
    const { precision, recall } = compareGroupings(peer.labels, truth);
    const conflicts = frameConflicts(tracks, peer.labels).length;
    console.log(
      `scikit-learn, ${count} tracks: ${peer.seconds.toFixed(2)} s (processor ${peer.cpu.toFixed(2)} s), ${Math.round(peer.most)} MB, ` +
        `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, ${conflicts} frames broken; ` +
        `groupTracks takes ${(own.seconds / peer.seconds).toFixed(2)} of the time (processor ${(own.cpu / peer.cpu).toFixed(2)})`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How near a track's vector is to the person: by qualities, as the plain mean, and of the best face alone. */
function meansOfTracks() {
  const { tracks, truth } = makePeople({ seed: 8, tracks: 6000, people: 60 });
  const byPerson = new Map();
  for (const [at, person] of truth.entries()) byPerson.set(person, [...(byPerson.get(person) ?? []), at]);
  const sums = { weighted: 0, plain: 0, best: 0 };
  let count = 0;
  for (const all of byPerson.values()) {
    const centre = meanOf(all.slice(all.length / 2).map((at) => tracks[at]));
    for (let start = 0; start + 5 <= all.length / 2; start += 5) {
      const some = all.slice(start, start + 5).map((at) => tracks[at]);
      const point = { x: 0, y: 0 };
      const faces = some.map(({ vector, quality }, at) => {
        const box = { left: 0, top: 0, width: 10, height: 10 };
        return { time: at, box, landmarks: [point, point, point, point, point], score: 1, quality, vector };
      });
      const [track] = trackFaces(faces, {
        alike: -1,
        alikeInPlace: -1,
        overlap: 0.3,
        soon: 2e6,
        leastQuality: 0.05,
      });
      sums.weighted += dot(track.vector, centre);
      sums.plain += dot(meanOf(some), centre);
      sums.best += dot(faces[track.best].vector, centre);
      count++;
    }
  }
  return Object.fromEntries(
    Object.entries(sums).map(([name, sum]) => [name, Number((sum / count).toFixed(3))]),
  );
}

function meanOf(some) {
  const sum = new Float64Array(128);
  for (const { vector } of some) for (let at = 0; at < 128; at++) sum[at] += vector[at];
  return unit(sum);
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
