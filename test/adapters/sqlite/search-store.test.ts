import { describe, expect, it } from 'vitest';
import type { EmbeddedFrame } from '../../../src/domain/frame.ts';
import { dot, unit } from '../../../src/domain/vector.ts';
import { fingerprintOf, newLibrary, randomFrames, randomNumbers, SPACE } from '../../support/library.ts';

const DIMENSION = 16;
const random = randomNumbers(5);

/** A library of ten videos with random vectors, and the same frames in memory. */
function rig(framesEach = 40) {
  const library = newLibrary();
  const identity = { ...SPACE, dimension: DIMENSION };
  const space = library.frames.ensureSpace(identity);
  const all: (EmbeddedFrame & { video: number })[] = [];
  for (let i = 0; i < 10; i++) {
    const video = library.videos.addVideo(fingerprintOf(String(i)));
    const frames = randomFrames(framesEach, random, DIMENSION);
    const writer = library.frames.writer(video, space, { stage: 'sight', parameters: 'p' });
    writer.add(frames);
    writer.commit({ state: 'done' });
    all.push(...frames.map((frame) => ({ ...frame, video })));
  }
  const byHand = (query: ArrayLike<number>, videos?: readonly number[]) =>
    all
      .filter(({ video }) => videos?.includes(video) ?? true)
      .map(({ video, time, vector }) => ({ video, time, score: dot(query, vector) }))
      .sort((a, b) => b.score - a.score);
  return { ...library, space: library.search.spaces()[0]!, all, byHand, put: space };
}
const randomUnit = () => unit(Array.from({ length: DIMENSION }, () => random() - 0.5));

describe('nearest', () => {
  it('gives what a comparison with every vector gives, in the same order', () => {
    const { search, space, byHand } = rig();
    for (let round = 0; round < 20; round++) {
      const query = randomUnit();
      const hits = search.nearest(space, query, 25, {});
      const expected = byHand(query).slice(0, 25);
      expect(hits.map(({ video, time }) => [video, time])).toEqual(
        expected.map(({ video, time }) => [video, time]),
      );
      hits.forEach(({ score }, i) => void expect(score).toBeCloseTo(expected[i]!.score, 5));
    }
  });

  it('looks only into the named videos', () => {
    const { search, space, byHand, all } = rig();
    const videos = [all[0]!.video, all[399]!.video];
    const query = randomUnit();
    const hits = search.nearest(space, query, 1000, { videos });
    expect(hits).toHaveLength(80);
    expect(hits.map(({ video, time }) => [video, time])).toEqual(
      byHand(query, videos).map(({ video, time }) => [video, time]),
    );
    expect(search.nearest(space, query, 10, { videos: [] })).toEqual([]);
    expect(search.nearest(space, query, 10, { videos: [999] })).toEqual([]);
  });

  it('looks only at frames in stretches, and at none in others', () => {
    const { search, space, byHand, all } = rig();
    const [a, b] = [all[0]!.video, all[399]!.video];
    const second = 1_000_000;
    const part = (video: number, start: number, end: number) => ({
      video,
      start: start * second,
      end: end * second,
    });
    const within = [part(a, 3, 9), part(b, 5, 5), part(b, 38.5, 99)];
    const without = [part(a, 8, 20), part(b, 39, 40), part(a, 0, 3)];
    const query = randomUnit();
    const places = (hits: readonly { video: number; time: number }[]) =>
      hits.map(({ video, time }) => [video, time / second]);
    const isIn = (list: typeof within, { video, time }: { video: number; time: number }) =>
      list.some(
        (each) => each.video === video && time >= each.start && (time < each.end || time === each.start),
      );
    const inside = byHand(query).filter((hit) => isIn(within, hit));
    expect(inside).toHaveLength(6 + 1 + 1);
    expect(places(search.nearest(space, query, 1000, { within }))).toEqual(places(inside));
    expect(places(search.nearest(space, query, 1000, { within, without }))).toEqual(
      places(inside.filter((hit) => !isIn(without, hit))),
    );
    expect(places(search.nearest(space, query, 1000, { without }))).toEqual(
      places(byHand(query).filter((hit) => !isIn(without, hit))),
    );
    expect(places(search.nearest(space, query, 1000, { within, videos: [b] }))).toEqual(
      places(inside.filter(({ video }) => video === b)),
    );
    expect(search.nearest(space, query, 1000, { within: [] })).toEqual([]);
    expect(search.nearest(space, query, 1000, { without: [] })).toHaveLength(400);
  });

  it('orders equal scores by video and time', () => {
    const library = newLibrary();
    const space = library.frames.ensureSpace(SPACE);
    const vector = unit([1, 0, 0, 0, 0, 0, 0, 0]);
    for (const name of ['a', 'b']) {
      const writer = library.frames.writer(library.videos.addVideo(fingerprintOf(name)), space, {
        stage: 'sight',
        parameters: '',
      });
      writer.add([2, 0, 1].map((time) => ({ time, vector, thumbnail: new Uint8Array(1) })));
      writer.commit({ state: 'done' });
    }
    const hits = library.search.nearest(space, vector, 4, {});
    expect(hits.map(({ video, time }) => [video, time])).toEqual([
      [1, 0],
      [1, 1],
      [1, 2],
      [2, 0],
    ]);
  });

  it('gives each hit the stretch of its shot, shared at the middle between two frames of a shot', () => {
    const library = newLibrary();
    const space = library.frames.ensureSpace(SPACE);
    const vector = unit([1, 0, 0, 0, 0, 0, 0, 0]);
    for (const [name, shots, times] of [
      // Another video's cuts and frames change nothing.
      ['other', [0, 20], [2_100_000, 4_900_000, 5_100_000]],
      // The shot from 3 to 4 s has no frame: it is nobody's stretch.
      ['shots', [1, 3, 4, 10], [2_000_000, 4_500_000, 6_500_000, 9_000_000]],
    ] as const) {
      const writer = library.frames.writer(library.videos.addVideo(fingerprintOf(name)), space, {
        stage: 'sight',
        parameters: '',
      });
      writer.addShots(
        shots.slice(1).map((end, i) => ({
          start: shots[i]! * 1_000_000,
          end: end * 1_000_000,
          transition: i === 0 ? 'start' : 'cut',
        })),
      );
      writer.add(times.map((time) => ({ time, vector, thumbnail: new Uint8Array(1) })));
      writer.commit({ state: 'done' });
    }
    const hits = library.search.nearest(space, vector, 8, {});
    expect(hits.map(({ video, start, end }) => [video, start, end])).toEqual([
      [1, 0, 3_500_000],
      [1, 3_500_000, 5_000_000],
      [1, 5_000_000, 20_000_000],
      [2, 1_000_000, 3_000_000],
      [2, 4_000_000, 5_500_000],
      [2, 5_500_000, 7_750_000],
      [2, 7_750_000, 10_000_000],
    ]);
    // What lies around a hit doesn't hang on which others were met.
    expect(library.search.nearest(space, vector, 1, {})[0]).toMatchObject({ start: 0, end: 3_500_000 });
  });

  it('gives nothing in an empty library', () => {
    const { frames, search } = newLibrary();
    const space = frames.ensureSpace(SPACE);
    expect(search.nearest(space, unit([1, 2, 3, 4, 5, 6, 7, 8]), 10, {})).toEqual([]);
    expect(search.sample(space, 100)).toEqual([]);
    expect(search.hashAt(1, 0)).toBeUndefined();
  });
});

describe('sample', () => {
  it('is all of a small library, and of a larger one so many, from its first to its last videos', () => {
    const { search, space, all } = rig();
    expect(search.sample(space, 1000)).toEqual(all.map(({ vector }) => vector));
    const some = search.sample(space, 50);
    expect(some).toHaveLength(50);
    const places = some.map((vector) => all.findIndex((frame) => dot(frame.vector, vector) > 0.9999));
    expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
    expect(places[0]).toBeLessThan(20);
    expect(places.at(-1)).toBeGreaterThan(370);
  });
});

it('hashAt gives the hash of the frame whose time is nearest', () => {
  const { search, frames, videos } = newLibrary();
  const space = frames.ensureSpace(SPACE);
  const video = videos.addVideo(fingerprintOf('hashes'));
  const writer = frames.writer(video, space, { stage: 'sight', parameters: 'p' });
  const quality = (hash: bigint) => ({ sharpness: 1, brightness: 0.5, contrast: 0.3, hash });
  const three = randomFrames(3, random, SPACE.dimension);
  writer.add(
    three.map((frame, at) => ({ ...frame, time: at * 1_000_000, quality: quality(BigInt(at) - 2n) })),
  );
  writer.commit({ state: 'done' });
  const hashAt = (time: number) => search.hashAt(video, time);
  expect([-9e6, 0, 499_999].map(hashAt)).toEqual([-2n, -2n, -2n]);
  expect([500_001, 1_000_000].map(hashAt)).toEqual([-1n, -1n]);
  expect([1_600_000, 9e9].map(hashAt)).toEqual([0n, 0n]);
  expect(search.hashAt(999, 0)).toBeUndefined();
});

it('vectorOf gives back the very numbers that were stored', () => {
  const { search, space, all } = rig(3);
  for (const frame of all) {
    const hit = search.nearest(space, frame.vector, 1, {})[0]!;
    expect(search.vectorOf(space, hit.frame)).toEqual(frame.vector);
  }
});

it('places come in the order in which they were found', () => {
  const { videos, search } = newLibrary();
  const video = videos.addVideo(fingerprintOf('a'));
  const volume = { identity: 'v', label: 'disk', mountPath: '/v' };
  for (const path of ['z.mp4', 'a.mp4']) {
    videos.putPlace(
      { volume, path },
      { absolutePath: `/v/${path}`, bytes: 1, modifiedNs: 0n, inode: 0n },
      video,
    );
  }
  expect(
    search
      .places()
      .get(video)
      ?.map(({ path }) => path),
  ).toEqual(['z.mp4', 'a.mp4']);
});
