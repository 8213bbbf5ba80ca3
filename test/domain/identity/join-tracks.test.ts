import { describe, expect, it } from 'vitest';
import type { Appearance } from '../../../src/domain/identity/appearance.ts';
import { groupTracks } from '../../../src/domain/identity/group-tracks.ts';
import { joinTracks } from '../../../src/domain/identity/join-tracks.ts';
import { unit } from '../../../src/domain/vector.ts';
import { createRandom } from '../../support/cuts/random.ts';
import { frameConflicts } from '../../support/frame-conflicts.ts';
import { makePeople } from '../../support/made-people.ts';
import { compareGroupings, labelsOf } from '../../support/pairwise.ts';

/** Groups tracks video after video in a random order, some videos at a time; labels in the tracks' own order. */
function indexInOrder(tracks: readonly Appearance[], seed: number, videos: number): number[] {
  const random = createRandom(seed);
  const rank = new Map<number | string, number>();
  for (const { video } of tracks) if (!rank.has(video)) rank.set(video, random());
  const order = tracks
    .map((_, at) => at)
    .sort((a, b) => rank.get(tracks[a]!.video)! - rank.get(tracks[b]!.video)!);
  const given: Appearance[] = [];
  let known: (readonly number[])[] = [];
  let waiting = 0;
  for (const [place, at] of order.entries()) {
    given.push(tracks[at]!);
    const next = order[place + 1];
    if (next !== undefined && tracks[next]!.video === tracks[at]!.video) continue;
    waiting++;
    if (next !== undefined && waiting < videos) continue;
    known = joinTracks(given, known).groups.map((group) => group.tracks);
    waiting = 0;
  }
  return labelsOf(
    known.map((group) => ({ tracks: group.map((place) => order[place]!) })),
    tracks.length,
  );
}

const D = 16;
const axis = (at: number, lean = 0) =>
  unit(
    Array.from({ length: D }, (_, other) =>
      other === at ? Math.sqrt(1 - lean ** 2) : other === D - 1 ? lean : 0,
    ),
  );
const track = (key: string, vector = axis(0), video = key): Appearance => ({
  key,
  video,
  times: [0],
  vector,
  quality: 1,
});

describe('joinTracks', () => {
  it('gives nearly the same groups in every order of videos, one at a time and many, as a full run does', () => {
    const { tracks, truth } = makePeople({ seed: 3, tracks: 1200, people: 30, siblings: 5, passers: 0.05 });
    const full = labelsOf(groupTracks(tracks).groups, tracks.length);
    const runs = [indexInOrder(tracks, 1, 1), indexInOrder(tracks, 2, 3), indexInOrder(tracks, 3, 20)];
    for (const [at, run] of runs.entries()) {
      expect(compareGroupings(run, full).adjusted).toBeGreaterThanOrEqual(0.98);
      for (const other of runs.slice(0, at)) {
        expect(compareGroupings(run, other).adjusted).toBeGreaterThanOrEqual(0.98);
      }
      expect(compareGroupings(run, truth).precision).toBeGreaterThanOrEqual(0.99);
      expect(frameConflicts(tracks, run)).toEqual([]);
    }
  });

  it('keeps known groups as they are, though a full run would not make them', () => {
    const tracks = [track('a', axis(0)), track('b', axis(1)), track('c', axis(2))];
    expect(joinTracks(tracks, [[0, 1]]).groups.map((group) => group.tracks)).toEqual([[0, 1], [2]]);
  });

  it('lets new tracks join known groups, and known groups each other where new ones show that they are one', () => {
    const tracks = [
      track('a', axis(0)),
      track('b', axis(0, 0.9)),
      track('c', axis(D - 1)),
      track('d', axis(0, 0.6)),
    ];
    const cosines = [axis(0, 0.9)[0], axis(0, 0.6)[0]];
    expect(cosines[0]).toBeCloseTo(0.436, 3);
    expect(joinTracks(tracks.slice(0, 3), [[0], [1, 2]]).groups).toHaveLength(2);
    expect(joinTracks(tracks, [[0], [1, 2]]).groups.map((group) => group.tracks)).toEqual([[0, 1, 2, 3]]);
  });

  it('takes a known group apart that a decision or a frame contradicts by now', () => {
    const tracks = [track('a'), track('b'), track('c', axis(1)), track('d', axis(1), 'c')];
    const decisions = [{ same: false, track: 0, other: 1 }];
    expect(joinTracks(tracks, [[0, 1]], { decisions }).groups).toHaveLength(4);
    expect(
      joinTracks(tracks, [
        [0, 1],
        [2, 3],
      ]).groups.map((group) => group.tracks),
    ).toEqual([[0, 1], [2], [3]]);
    const people = [0, 1].map((at) => ({ same: true, track: at, person: at }));
    expect(joinTracks(tracks, [[0, 1]], { decisions: people }).groups).toHaveLength(4);
  });

  it('joins known groups that a decision joins', () => {
    const tracks = [track('a'), track('b'), track('c', axis(1)), track('d', axis(1))];
    const decisions = [{ same: true, track: 0, other: 3 }];
    expect(
      joinTracks(
        tracks,
        [
          [0, 1],
          [2, 3],
        ],
        { decisions },
      ).groups,
    ).toHaveLength(1);
  });

  it('gives known groups to a person whose photo is new', () => {
    const tracks = [track('a'), track('b'), track('c', axis(1))];
    const references = [{ same: true, person: 3, vector: axis(0, 0.5) }];
    expect(joinTracks(tracks, [[0, 1], [2]], { references }).groups).toEqual([
      { tracks: [0, 1], person: 3 },
      { tracks: [2], person: undefined },
    ]);
  });

  it('takes no new track', () => {
    const tracks = [track('a'), track('b')];
    expect(joinTracks(tracks, [[0], [1]]).groups.map((group) => group.tracks)).toEqual([[0], [1]]);
  });

  it('refuses a known group of a track that there is not, and one track in two groups', () => {
    expect(() => joinTracks([track('a')], [[1]])).toThrow(RangeError);
    expect(() => joinTracks([track('a'), track('b')], [[0], [0, 1]])).toThrow(RangeError);
  });
});
