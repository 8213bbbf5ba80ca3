import { strict as assert } from 'node:assert';
import { rmSync } from 'node:fs';
import { createRandom } from './random.mjs';

const [DIMENSION, TOPICS, FRAMES, ENOUGH, QUERIES] = [64, 200, 600, 24_000, 8];

/** Holds nearest frames of a library that has codes to a comparison with all, while videos come, change and go. */
export function checkNearest(heimdex, path, seed, count) {
  rmSync(path, { force: true });
  const random = createRandom(seed);
  const database = heimdex.openLibraryToWrite(path, '0.0.0-test');
  database.pragma('synchronous = OFF');
  const [videos, frames] = [heimdex.createVideoStore(database), heimdex.createFrameStore(database)];
  const identity = { model: 'm', revision: '0'.repeat(40), weights: '0'.repeat(64), preprocessing: '{}' };
  const space = frames.ensureSpace({ ...identity, dimension: DIMENSION });
  const vectors = createTopics(heimdex, random);
  /** Vectors by video and second. */
  const held = new Map();
  let number = 0;
  const put = (video) => {
    const made = vectors.video(random.below(FRAMES) + 1);
    const writer = frames.writer(video, space, { stage: 'sight', parameters: 'p' });
    writer.add(made.map((vector, at) => ({ time: at * 1e6, vector, thumbnail: new Uint8Array([1]) })));
    writer.commit({ state: 'done' });
    held.set(video, made);
  };
  const add = () => {
    number++;
    const video = videos.addVideo({ bytes: number, digest: Buffer.from(String(number).padEnd(32, '.')) });
    const volume = { identity: 'v', label: 'v', mountPath: '/' };
    const file = { absolutePath: '/', bytes: 1, modifiedNs: 0n, inode: 0n };
    videos.putPlace({ volume, path: String(number) }, file, video);
    put(video);
  };
  const remove = (video) => {
    for (const { id } of videos.placesOf(video)) videos.removePlace(id);
    videos.removeUnplaced();
    held.delete(video);
  };
  const size = () => [...held.values()].reduce((sum, made) => sum + made.length, 0);
  while (size() < ENOUGH) add();
  while (frames.renewCodes());
  for (let round = 0; round < 3; round++) {
    for (let change = 0; change < 6; change++)
      random.pick([
        add,
        () => put(random.pick([...held.keys()])),
        () => remove(random.pick([...held.keys()])),
      ])();
    while (size() < ENOUGH) add();
    count.frames += compare(heimdex.createSearchStore(database), held, vectors, random);
  }
  heimdex.closeLibrary(database);
}

function compare(store, held, vectors, random) {
  const [space] = store.spaces();
  let [found, wanted] = [0, 0];
  for (let query = 0; query < QUERIES; query++) {
    const asked = vectors.query();
    const k = random.pick([1, 10, 50]);
    const some = [...held.keys()].filter(() => random.chance(0.95));
    const without = some.slice(0, 5).map((video) => ({ video, start: 0, end: 100e6 }));
    const isLeft = (video, second) =>
      some.includes(video) && !(second < 100 && without.some((each) => each.video === video));
    for (const [filter, isAllowed] of [
      [{}, () => true],
      [{ videos: some, without }, isLeft],
    ]) {
      const best = [];
      for (const [video, made] of held)
        for (const [second, vector] of made.entries())
          if (isAllowed(video, second)) best.push([dot(asked, vector), video, second]);
      best.sort((a, b) => b[0] - a[0]);
      const names = new Set(best.slice(0, k).map(([, video, second]) => `${video}@${second}`));
      const hits = store.nearest(space, asked, k, filter);
      assert.equal(hits.length, k, 'as many frames as were asked for');
      for (const { video, time, score } of hits) {
        const second = time / 1e6;
        const vector = held.get(video)?.[second];
        assert(
          vector !== undefined && isAllowed(video, second),
          `${video}@${second} is not there, or not allowed`,
        );
        assert(Math.abs(score - dot(asked, vector)) < 1e-5, `${video}@${second} does not score ${score}`);
        if (names.has(`${video}@${second}`)) found++;
      }
      wanted += k;
    }
  }
  assert(found / wanted >= 0.99, `of the nearest ${wanted} frames ${found} are found`);
  return wanted;
}

function dot(a, b) {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}

function createTopics({ unit }, random) {
  const noise = (power) => Array.from({ length: DIMENSION }, (_, at) => random.normal() * (at + 1) ** -power);
  const mean = noise(0);
  const topics = Array.from({ length: TOPICS }, () => noise(0.5));
  const around = (share, topic, spread) => {
    const own = noise(0.25);
    return unit(mean.map((value, at) => share * value + topic[at] + spread * own[at]));
  };
  return {
    video(count) {
      let topic = random.pick(topics);
      return Array.from({ length: count }, () => {
        if (random.chance(0.2)) topic = random.pick(topics);
        return around(0.6, topic, 0.5);
      });
    },
    query: () => around(0.3, random.pick(topics), 0.7),
  };
}
