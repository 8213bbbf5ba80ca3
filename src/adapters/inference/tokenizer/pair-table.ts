import { emptySlots, spread } from './string-table.ts';

/** Pairs of positions and their ranks, in arrays as those of a string table. */
export interface PairTable {
  /** Both sides of each pair, in the order of their ranks. */
  readonly lefts: Uint32Array;
  readonly rights: Uint32Array;
  /** A hash table as the string table's: 0, or a pair's rank plus 1. */
  readonly slots: Uint32Array;
}

/** Of equal pairs the last one's rank is found. */
export function buildPairTable(lefts: Uint32Array, rights: Uint32Array): PairTable {
  const table = { lefts, rights, slots: emptySlots(lefts.length) };
  for (const [rank, left] of lefts.entries()) table.slots[slotOf(table, left, rights[rank]!)] = rank + 1;
  return table;
}

/** The rank of a pair; -1 where it is not in the table. */
export function findPair(table: PairTable, left: number, right: number): number {
  return table.slots[slotOf(table, left, right)]! - 1;
}

function slotOf({ lefts, rights, slots }: PairTable, left: number, right: number): number {
  const mask = slots.length - 1;
  let slot = spread(Math.imul(left, 0x9e3779b1) ^ right) & mask;
  for (let entry = slots[slot]!; entry !== 0; slot = (slot + 1) & mask, entry = slots[slot]!) {
    if (lefts[entry - 1] === left && rights[entry - 1] === right) return slot;
  }
  return slot;
}
