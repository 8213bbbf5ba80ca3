import { createNeighbourLists, type NeighbourLists } from './neighbour-lists.ts';
import { scanAllPairs } from './scan-all-pairs.ts';
import { scanLikelyPairs } from './scan-likely-pairs.ts';
import type { VectorTable } from './vector-table.ts';

/** Pairs up to which all are compared: a fifth of a second. */
const ALL_PAIRS = 2_000_000;
/** Neighbours of one vector. */
const MOST = 24;

/**
 * Finds for each vector the others that are most similar to it, at least `floor`: by comparing all pairs where these are
 * few, else those that bit codes call likely (docs/decisions/035-people.md says what share of them is found).
 */
export function findNeighbours(table: VectorTable, floor: number): NeighbourLists {
  const lists = createNeighbourLists(table.count, MOST, floor);
  let wanted = 0;
  for (const flag of table.wanted) wanted += flag;
  if (wanted * (table.count - wanted / 2) <= ALL_PAIRS) scanAllPairs(table, lists);
  else scanLikelyPairs(table, lists);
  return lists;
}
