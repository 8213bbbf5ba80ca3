/**
 * Strings and their positions, in arrays that lie in a file as they lie in memory: one is found without anything having
 * been built first. In UTF-16 as JavaScript has them, since a tokenizer.json may hold halves of pairs.
 */
export interface StringTable {
  /** The code units of all strings, one after the other. */
  readonly units: Uint16Array;
  /** Where in `units` each begins, and where the last ends. */
  readonly starts: Uint32Array;
  /** A hash table, at least half of it empty: 0, or a string's position plus 1. Its size is a power of two. */
  readonly slots: Uint32Array;
}

/** FNV-1a over code units: offset basis and prime of its 32-bit form. */
const HASH_BASIS = 0x811c9dc5;
const HASH_PRIME = 0x01000193;

/** Of equal strings the last one's position is found. */
export function buildStringTable(strings: readonly string[]): StringTable {
  const units = new Uint16Array(strings.reduce((sum, { length }) => sum + length, 0));
  const starts = new Uint32Array(strings.length + 1);
  const table = { units, starts, slots: emptySlots(strings.length) };
  for (const [position, string] of strings.entries()) {
    const start = starts[position]!;
    for (let unit = 0; unit < string.length; unit++) units[start + unit] = string.charCodeAt(unit);
    starts[position + 1] = start + string.length;
    table.slots[slotOf(table, string, string.length, spread(hashOf(string, 0, 0, string.length)))] =
      position + 1;
  }
  return table;
}

/** The position of a string; -1 where it is not in the table. */
export function findString(table: StringTable, text: string): number {
  const hash = spread(hashOf(text, 0, 0, text.length));
  return table.slots[slotOf(table, text, text.length, hash)]! - 1;
}

/**
 * All strings of the table that a text, given as characters, begins with from a place on; the shortest first.
 *
 * @param most the most characters that a string of the table has
 */
export function* findPrefixes(
  table: StringTable,
  characters: readonly string[],
  from: number,
  most: number,
): Generator<string> {
  let prefix = '';
  let hash = 0;
  const end = Math.min(characters.length, from + most);
  for (let at = from; at < end; at++) {
    const before = prefix.length;
    prefix += characters[at]!;
    hash = hashOf(prefix, hash, before, prefix.length);
    if (table.slots[slotOf(table, prefix, prefix.length, spread(hash))] !== 0) yield prefix;
  }
}

/** Slots for so many entries. */
export function emptySlots(entries: number): Uint32Array {
  let size = 4;
  while (size < 2 * entries) size *= 2;
  return new Uint32Array(size);
}

/** Brings the upper bits of a hash, which differ most, down to those that choose a slot. */
export function spread(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (half ^ (half >>> 13)) >>> 0;
}

/** Goes on with the hash of a string's first `from` code units; 0 where there are none yet. */
function hashOf(text: string, before: number, from: number, to: number): number {
  let hash = from === 0 ? HASH_BASIS : before;
  for (let unit = from; unit < to; unit++) hash = Math.imul(hash ^ text.charCodeAt(unit), HASH_PRIME);
  return hash;
}

/** The slot that a string is in, or the empty one where it would be. */
function slotOf({ units, starts, slots }: StringTable, text: string, length: number, hash: number): number {
  const mask = slots.length - 1;
  let slot = hash & mask;
  for (let entry = slots[slot]!; entry !== 0; slot = (slot + 1) & mask, entry = slots[slot]!) {
    const start = starts[entry - 1]!;
    if (starts[entry]! - start !== length) continue;
    let unit = 0;
    while (unit < length && units[start + unit] === text.charCodeAt(unit)) unit++;
    if (unit === length) return slot;
  }
  return slot;
}
