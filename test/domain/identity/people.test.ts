import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/domain/identity/decision.ts';
import { groupTracks } from '../../../src/domain/identity/group-tracks.ts';
import { createRandom } from '../../support/cuts/random.ts';
import { frameConflicts } from '../../support/frame-conflicts.ts';
import { makePeople } from '../../support/made-people.ts';
import { compareGroupings, labelsOf } from '../../support/pairwise.ts';

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);

describe('groupTracks on made people', () => {
  it.each([
    ['siblings', { siblings: 20 }],
    ['siblings, doubles in one frame, and passers-by', { siblings: 20, doubles: 20, passers: 0.05 }],
    ['people of whom some are seen far more often', { siblings: 20, unequal: 0.7 }],
    ['twins', { siblings: 10, twins: 1, doubles: 10 }],
  ])('finds 100 people in 5000 tracks: %s', (_, wish) => {
    const { tracks, truth } = makePeople({ seed: 5, tracks: 5000, people: 100, ...wish });
    const { groups } = groupTracks(tracks);
    const labels = labelsOf(groups, tracks.length);
    const { precision, recall } = compareGroupings(labels, truth);
    expect(precision).toBeGreaterThanOrEqual(0.99);
    expect(recall).toBeGreaterThanOrEqual(0.9);
    expect(frameConflicts(tracks, labels)).toEqual([]);
    expect(labels).not.toContain(-1);
  });

  it('gives the same groups, doubtful pairs and similarities whatever the order of the tracks', () => {
    const { tracks } = makePeople({ seed: 9, tracks: 2200, people: 50, siblings: 5, twins: 1, doubles: 10 });
    const named = (order: readonly number[]) => {
      const given = order.map((at) => tracks[at]!);
      const { groups, doubtful } = groupTracks(given);
      return { groups: groups.map((group) => group.tracks.map((at) => given[at]!.key)), doubtful };
    };
    const straight = tracks.map((_, at) => at);
    const random = createRandom(3);
    const mixed = straight
      .map((at) => [random(), at] as const)
      .sort(([a], [b]) => a - b)
      .map(([, at]) => at);
    const expected = named(straight);
    expect(expected.doubtful.length).toBeGreaterThan(10);
    expect(named(mixed)).toEqual(expected);
    expect(named(straight.toReversed())).toEqual(expected);
  });
});

describe('groupTracks under random decisions', () => {
  it.each(SEEDS)('never breaks a frame or a decision that holds (seed %i)', (seed) => {
    const { tracks, truth } = makePeople({ seed, tracks: 150, people: 8, siblings: 1, twins: 1, doubles: 5 });
    const random = createRandom(seed);
    const any = () => Math.floor(random() * tracks.length);
    const decisions: Decision[] = Array.from({ length: 40 }, () => {
      const same = random() < 0.5;
      const [track, other] = [any(), any()];
      if (random() < 0.3) return { same, track, person: Math.floor(random() * 5) };
      // Half of them are right, half are nonsense.
      return { same: random() < 0.5 ? truth[track] === truth[other] : same, track, other };
    });
    const { groups, refused } = groupTracks(tracks, { decisions });
    const labels = labelsOf(groups, tracks.length);
    expect(frameConflicts(tracks, labels)).toEqual([]);
    expect(labels).not.toContain(-1);
    for (const [at, decision] of decisions.entries()) {
      if (refused.includes(at)) continue;
      const { same, track } = decision;
      if ('person' in decision) expect(groups[labels[track]!]!.person === decision.person).toBe(same);
      else expect(labels[track] === labels[decision.other]).toBe(same);
    }
    const people = groups.map((group) => group.person).filter((person) => person !== undefined);
    expect(new Set(people).size).toBe(people.length);
  });

  it.each(SEEDS)('refuses only what a frame or later decisions contradict (seed %i)', (seed) => {
    const { tracks } = makePeople({ seed: seed + 100, tracks: 60, people: 6 });
    const random = createRandom(seed);
    const any = () => Math.floor(random() * tracks.length);
    const decisions = Array.from({ length: 30 }, () => ({
      same: random() < 0.6,
      track: any(),
      other: any(),
    }));
    const { refused } = groupTracks(tracks, { decisions });
    // The plain way: the decisions one after the other from the last on, each held against all tracks of both sides.
    const labels = tracks.map((_, at) => at);
    const apart: (readonly [number, number])[] = [];
    const expected: number[] = [];
    for (const [at, { same, track, other }] of [...decisions.entries()].reverse()) {
      const joined = labels.map((label) => (label === labels[other] ? labels[track]! : label));
      const broken =
        frameConflicts(tracks, joined).length > 0 || apart.some(([a, b]) => joined[a] === joined[b]);
      if (same ? broken : labels[track] === labels[other]) expected.unshift(at);
      else if (same) labels.splice(0, labels.length, ...joined);
      else apart.push([track, other]);
    }
    expect(refused).toEqual(expected);
  });
});
