import { expect, it } from 'vitest';
import type { Appearance } from '../../../src/domain/identity/appearance.ts';
import { groupTracks } from '../../../src/domain/identity/group-tracks.ts';
import { dot } from '../../../src/domain/vector.ts';
import { makePeople } from '../../support/made-people.ts';

/** Agglomerative clustering as it is defined: all pairs of groups are compared anew after each joining. */
function joinPlainly(tracks: readonly Appearance[], threshold: number): number[][] {
  const groups = tracks.map((_, at) => [at]);
  const cosines = tracks.map((a) => tracks.map((b) => dot(a.vector!, b.vector!)));
  const together = (a: Appearance, b: Appearance) =>
    a.video === b.video && a.times.some((time) => b.times.includes(time));
  const mean = (one: readonly number[], other: readonly number[]) => {
    let [sum, weights] = [0, 0];
    for (const a of one) {
      for (const b of other) {
        if (together(tracks[a]!, tracks[b]!)) return -1;
        const weight = tracks[a]!.quality * tracks[b]!.quality;
        sum += weight * cosines[a]![b]!;
        weights += weight;
      }
    }
    return sum / weights;
  };
  for (;;) {
    let best: [number, number, number] = [threshold, -1, -1];
    for (const [a, one] of groups.entries()) {
      for (let b = 0; b < a; b++) {
        const similarity = mean(one, groups[b]!);
        if (similarity > best[0]) best = [similarity, a, b];
      }
    }
    const [, a, b] = best;
    if (a < 0) return groups;
    groups[b]!.push(...groups[a]!);
    groups.splice(a, 1);
  }
}

const sorted = (groups: readonly (readonly number[])[]) =>
  groups.map((group) => group.toSorted((a, b) => a - b)).toSorted((a, b) => a[0]! - b[0]!);

it.each([1, 2, 3, 4, 5, 6])(
  'joins as the definition of average linkage says, with frames as constraints (seed %i)',
  (seed) => {
    // Few enough for every track to have all that are similar to it as neighbours.
    const { tracks } = makePeople({ seed, tracks: 110, people: 8, siblings: 2, doubles: 4 });
    // Without the guards against rivals and chance, which the definition does not know.
    const { groups } = groupTracks(tracks, { rules: { rival: -2, spread: 0, doubtful: 0.363 } });
    expect(sorted(groups.map((group) => group.tracks))).toEqual(sorted(joinPlainly(tracks, 0.363)));
  },
);
