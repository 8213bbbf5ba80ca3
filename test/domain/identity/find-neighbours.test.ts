import { expect, it } from 'vitest';
import { createNeighbourLists, offer } from '../../../src/domain/identity/neighbour-lists.ts';
import { scanAllPairs } from '../../../src/domain/identity/scan-all-pairs.ts';
import { scanLikelyPairs } from '../../../src/domain/identity/scan-likely-pairs.ts';
import type { VectorTable } from '../../../src/domain/identity/vector-table.ts';
import { dot } from '../../../src/domain/vector.ts';
import { makePeople } from '../../support/made-people.ts';

function tableOf(tracks: number, wanted = 1): { table: VectorTable; vectors: readonly Float32Array[] } {
  const vectors = makePeople({ seed: 2, tracks, people: tracks / 20 }).tracks.map(({ vector }) => vector!);
  const rows = new Float32Array(tracks * 128);
  for (const [at, vector] of vectors.entries()) rows.set(vector, at * 128);
  return {
    table: { count: tracks, dimension: 128, rows, wanted: new Uint8Array(tracks).fill(wanted) },
    vectors,
  };
}

/** The neighbours of one vector, by similarity. */
const listOf = (lists: ReturnType<typeof createNeighbourLists>, at: number) =>
  [...lists.to.slice(at * lists.most, (at + 1) * lists.most)].filter((other) => other >= 0);

it('keeps the most similar of what is offered, each once and none below the floor', () => {
  const lists = createNeighbourLists(2, 3, 0.2);
  for (const [other, similarity] of [
    [5, 0.5],
    [6, 0.1],
    [7, 0.3],
    [5, 0.5],
    [8, 0.9],
    [9, 0.4],
    [10, 0.25],
  ] as const) {
    offer(lists, 1, other, similarity);
  }
  expect(listOf(lists, 1).toSorted()).toEqual([5, 8, 9]);
  expect(listOf(lists, 0)).toEqual([]);
});

it('finds exactly the nearest when all pairs are compared', () => {
  const { table, vectors } = tableOf(300);
  const lists = createNeighbourLists(300, 4, 0.3);
  scanAllPairs(table, lists);
  for (const [at, vector] of vectors.entries()) {
    const expected = vectors
      .map((other, number) => [dot(vector, other), number] as const)
      .filter(([similarity, number]) => number !== at && similarity > 0.3)
      .sort(([a], [b]) => b - a)
      .slice(0, 4)
      .map(([, number]) => number);
    expect(listOf(lists, at).toSorted()).toEqual(expected.toSorted());
  }
});

it('compares only pairs of which one is wanted', () => {
  for (const scan of [scanAllPairs, scanLikelyPairs]) {
    const { table } = tableOf(300, 0);
    table.wanted[7] = 1;
    const lists = createNeighbourLists(300, 4, 0.3);
    scan(table, lists);
    expect(listOf(lists, 7)).not.toEqual([]);
    for (let at = 0; at < 300; at++) if (at !== 7) expect([[], [7]]).toContainEqual(listOf(lists, at));
  }
});

it('finds nine of ten neighbours above the threshold by bit codes', () => {
  const { table } = tableOf(2000);
  const [all, likely] = [createNeighbourLists(2000, 24, 0.363), createNeighbourLists(2000, 24, 0.363)];
  scanAllPairs(table, all);
  scanLikelyPairs(table, likely);
  let [there, found] = [0, 0];
  for (let at = 0; at < 2000; at++) {
    const known = new Set(listOf(likely, at));
    for (const other of listOf(all, at)) {
      there++;
      if (known.has(other)) found++;
    }
  }
  expect(there).toBeGreaterThan(20_000);
  expect(found / there).toBeGreaterThan(0.9);
});

it('finds neighbours also where all vectors are one', () => {
  const rows = new Float32Array(1000 * 128);
  for (let at = 0; at < 1000; at++) rows[at * 128] = 1;
  const lists = createNeighbourLists(1000, 24, 0.3);
  scanLikelyPairs({ count: 1000, dimension: 128, rows, wanted: new Uint8Array(1000).fill(1) }, lists);
  for (let at = 0; at < 1000; at++) expect(listOf(lists, at)).toHaveLength(24);
});
