import { bitCount } from './hash-distance.ts';

/** Perceptual hashes that are compared with many others. */
export interface HashList {
  add(hash: bigint): void;
  /** The distance in bits to the nearest; infinite where there is none. */
  nearest(hash: bigint): number;
}

/** A list that is scanned as a whole; halves of hashes lie in a typed array, since bigints compare a hundred times slower. */
export function createHashList(): HashList {
  let halves = new Int32Array(16);
  let length = 0;
  return {
    add(hash) {
      if (length === halves.length) {
        const longer = new Int32Array(2 * length);
        longer.set(halves);
        halves = longer;
      }
      // Of a larger number a typed array keeps the lowest 32 bits.
      halves[length++] = Number(hash >> 32n);
      halves[length++] = Number(hash & 0xffff_ffffn);
    },
    nearest(hash) {
      const high = Number(hash >> 32n) | 0;
      const low = Number(hash & 0xffff_ffffn) | 0;
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < length; i += 2) {
        const distance = bitCount(halves[i]! ^ high) + bitCount(halves[i + 1]! ^ low);
        if (distance < least) least = distance;
      }
      return least;
    },
  };
}
