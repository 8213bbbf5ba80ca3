import { expect, it } from 'vitest';
import type { Appearance } from '../../../src/domain/identity/appearance.ts';
import { GROUPING_RULES } from '../../../src/domain/identity/grouping-rules.ts';
import { rootOf } from '../../../src/domain/identity/groups.ts';
import { joinBestFirst } from '../../../src/domain/identity/join-best-first.ts';
import { createNeighbourLists, offer } from '../../../src/domain/identity/neighbour-lists.ts';
import { createPairGraph } from '../../../src/domain/identity/pair-graph.ts';
import { prepareNodes } from '../../../src/domain/identity/prepare-nodes.ts';
import { dot, unit } from '../../../src/domain/vector.ts';
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

/** What one call joins along some edges, without the guards against rivals and chance, which the definition does not know. */
function joinAlong(tracks: readonly Appearance[], edges: readonly (readonly [number, number])[]): number[][] {
  const { groups, order, nodeOf } = prepareNodes(tracks, {});
  const lists = createNeighbourLists(tracks.length, tracks.length, -2);
  for (const [a, b] of edges)
    offer(lists, nodeOf[a]!, nodeOf[b]!, dot(tracks[a]!.vector!, tracks[b]!.vector!));
  const graph = createPairGraph(lists, Int32Array.from(tracks.keys()), tracks.length);
  joinBestFirst(groups, graph, { ...GROUPING_RULES, rival: -2 }, 0);
  const found = new Map<number, number[]>();
  for (const [node, track] of order.entries()) {
    const root = rootOf(groups, node);
    found.set(root, [...(found.get(root) ?? []), track]);
  }
  return sorted([...found.values()]);
}

it.each([1, 2, 3, 4, 5, 6])(
  'joins as the definition of average linkage says, with frames as constraints (seed %i)',
  (seed) => {
    const { tracks } = makePeople({ seed, tracks: 110, people: 8, siblings: 2, doubles: 4 });
    const edges = tracks.flatMap((_, a) => tracks.slice(0, a).map((_, b) => [a, b] as const));
    expect(joinAlong(tracks, edges)).toEqual(sorted(joinPlainly(tracks, 0.363)));
  },
);

const track = (key: string, quality: number, ...vector: readonly number[]): Appearance => ({
  key,
  video: key,
  times: [0],
  vector: unit(vector),
  quality,
});

it('looks again at a pair that has become similar enough by what was joined', () => {
  // a and b are at 0.9, c at 0.3 to a and 0.6 to b: 0.45 to both.
  const b = [0.9, Math.sqrt(0.19), 0];
  const beside = (0.6 - 0.9 * 0.3) / b[1]!;
  const c = [0.3, beside, Math.sqrt(1 - 0.09 - beside ** 2)];
  const tracks = [track('a', 1, 1, 0, 0), track('b', 1, ...b), track('c', 1, ...c)];
  expect(
    joinAlong(tracks, [
      [0, 2],
      [0, 1],
      [1, 2],
    ]),
  ).toEqual([[0, 1, 2]]);
});

it('looks anew at the edges that come with a small group', () => {
  // b, of little weight, is at 0.9 to a and 0.3 to c; a is at 0.6 to c, and nothing but b leads there.
  const tracks = [
    track('a', 1, 1, 0, 0),
    track('b', 0.05, 0.9, -0.3, Math.sqrt(0.1)),
    track('c', 1, 0.6, 0.8, 0),
  ];
  expect(
    joinAlong(tracks, [
      [0, 1],
      [1, 2],
    ]),
  ).toEqual([[0, 1, 2]]);
});
