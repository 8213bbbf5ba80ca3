import { type NeighbourLists, offer } from './neighbour-lists.ts';
import { cosineOfRows, type VectorTable } from './vector-table.ts';

/** Rows that are compared with all others before the next ones: they stay in the processor's nearest memory. */
const BLOCK = 32;

/** Compares every pair of which one is wanted. */
export function scanAllPairs(table: VectorTable, lists: NeighbourLists): void {
  const { count, wanted } = table;
  for (let block = 0; block < count; block += BLOCK) {
    const end = Math.min(count, block + BLOCK);
    for (let b = block + 1; b < count; b++) {
      for (let a = block; a < Math.min(end, b); a++) {
        if ((wanted[a]! | wanted[b]!) === 0) continue;
        const similarity = cosineOfRows(table, a, b);
        offer(lists, a, b, similarity);
        offer(lists, b, a, similarity);
      }
    }
  }
}
