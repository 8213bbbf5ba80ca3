import { bitCodes } from './bit-codes.ts';
import { createBits } from './create-bits.ts';
import { type NeighbourLists, offer } from './neighbour-lists.ts';
import { cosineOfRows, type VectorTable } from './vector-table.ts';

/** Bits of a code: the first words are for the check of a pair, the others for the tables. */
const WORDS = 16;
const CHECK_WORDS = 3;
/** Bits of the first 64, and of all 96, in which a likely pair differs at most; strangers differ in 48 ± 5 of 96, a cosine of 0.5 in 32 ± 5. */
const MOST_DIFFERENT_OF_64 = 26;
const MOST_DIFFERENT = 36;
/** A cosine of this and more is to be found … */
const COSINE = 0.4;
/** … by so many tables on average, */
const FINDS = 1.2;
/** and there are at least so many tables. */
const LEAST_TABLES = 100;
/** Vectors that share a key, on average. */
const PER_KEY = 24;
/** Those behind a vector under its key that it is compared with, at most. */
const REACH = 256;
/** A pair of vectors whose lists are full of neighbours at least this similar is passed over. */
const ENOUGH = 0.6;

/**
 * Compares the pairs that share the value of some of their bits in one of many tables (locality-sensitive hashing, Indyk and
 * Motwani 1998), and of which the codes differ little.
 */
export function scanLikelyPairs(table: VectorTable, lists: NeighbourLists): void {
  const codes = bitCodes(table, WORDS);
  const bits = createBits(11);
  const keyBits = Math.max(1, Math.round(Math.log2(table.count / PER_KEY)));
  const keys = new Int32Array(table.count);
  const sorted: SortedRows = {
    rows: new Int32Array(table.count),
    first: new Int32Array(table.count),
    second: new Int32Array(table.count),
    third: new Int32Array(table.count),
    end: new Int32Array(2 ** keyBits),
  };
  const tables = Math.max(LEAST_TABLES, FINDS / (1 - Math.acos(COSINE) / Math.PI) ** keyBits);
  for (let pass = 0; pass < tables && !lists.least.every(isEnough); pass++) {
    readKeys(codes, choosePositions(bits, keyBits), keys);
    sortByKey(codes, keys, sorted);
    comparePairs(table, lists, sorted);
  }
}

/** Rows in the order of their keys, with the words of the check beside them, and where each key's rows end. */
interface SortedRows {
  readonly rows: Int32Array;
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly third: Int32Array;
  readonly end: Int32Array;
}

function choosePositions(bits: () => number, count: number): number[] {
  const chosen = new Set<number>();
  const all = 32 * (WORDS - CHECK_WORDS);
  while (chosen.size < count) chosen.add(32 * CHECK_WORDS + (bits() % all));
  return [...chosen];
}

function readKeys(codes: Int32Array, positions: readonly number[], keys: Int32Array): void {
  keys.fill(0);
  for (const position of positions) {
    const [word, shift] = [position >>> 5, position & 31];
    for (let row = 0; row < keys.length; row++) {
      keys[row] = (keys[row]! << 1) | ((codes[row * WORDS + word]! >>> shift) & 1);
    }
  }
}

function sortByKey(
  codes: Int32Array,
  keys: Int32Array,
  { rows, first, second, third, end }: SortedRows,
): void {
  end.fill(0);
  for (const key of keys) end[key]!++;
  let sum = 0;
  // For now where each key begins; the filling moves it to the end.
  for (let key = 0; key < end.length; key++) {
    const here = end[key]!;
    end[key] = sum;
    sum += here;
  }
  for (let row = 0; row < keys.length; row++) {
    const place = end[keys[row]!]!++;
    rows[place] = row;
    first[place] = codes[row * WORDS]!;
    second[place] = codes[row * WORDS + 1]!;
    third[place] = codes[row * WORDS + 2]!;
  }
}

function comparePairs(table: VectorTable, lists: NeighbourLists, sorted: SortedRows): void {
  const { rows, first, second, third, end } = sorted;
  const { wanted } = table;
  const { least } = lists;
  let start = 0;
  for (const stop of end) {
    for (let one = start; one < stop; one++) {
      const a = rows[one]!;
      const [wordA, wordB, wordC] = [first[one]!, second[one]!, third[one]!];
      const full = isEnough(least[a]!);
      const last = Math.min(stop, one + 1 + REACH);
      for (let other = one + 1; other < last; other++) {
        const b = rows[other]!;
        if (full && isEnough(least[b]!)) continue;
        const differing = bitsIn(wordA ^ first[other]!) + bitsIn(wordB ^ second[other]!);
        if (differing > MOST_DIFFERENT_OF_64) continue;
        if (differing + bitsIn(wordC ^ third[other]!) > MOST_DIFFERENT) continue;
        if ((wanted[a]! | wanted[b]!) === 0) continue;
        const similarity = cosineOfRows(table, a, b);
        offer(lists, a, b, similarity);
        offer(lists, b, a, similarity);
      }
    }
    start = stop;
  }
}

function isEnough(least: number): boolean {
  return least >= ENOUGH;
}

/** Number of bits set in a 32-bit word (Warren, Hacker's Delight, 5-1). */
function bitsIn(word: number): number {
  let sums = word - ((word >>> 1) & 0x55555555);
  sums = (sums & 0x33333333) + ((sums >>> 2) & 0x33333333);
  return Math.imul((sums + (sums >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
