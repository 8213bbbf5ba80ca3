import { createSigns } from './create-bits.ts';
import type { VectorTable } from './vector-table.ts';

/**
 * Bit codes of vectors: two vectors at an angle φ differ in each bit with a probability of φ/π (Goemans and Williamson
 * 1995; as a hash Charikar 2002). The vectors are centred, for a mean that all share would show in the bits, and turned
 * by three rounds of random signs and Hadamard's transform (Andoni et al. 2015), which stand for a random rotation.
 *
 * @returns `words` 32-bit words for each vector
 */
export function bitCodes(table: VectorTable, words: number): Int32Array {
  const { count, dimension, rows } = table;
  const width = 2 ** Math.ceil(Math.log2(Math.max(32, dimension)));
  const mean = meanOf(table);
  const signs = createSigns(7);
  const codes = new Int32Array(count * words);
  const turned = new Float64Array(width);
  for (let word = 0; word < words; word += width / 32) {
    const flips = Int8Array.from({ length: 3 * width }, signs);
    for (let row = 0; row < count; row++) {
      turned.fill(0);
      for (let at = 0; at < dimension; at++) turned[at] = rows[row * dimension + at]! - mean[at]!;
      for (let round = 0; round < 3; round++) {
        for (let at = 0; at < width; at++) turned[at]! *= flips[round * width + at]!;
        hadamard(turned);
      }
      const kept = Math.min(width, 32 * (words - word));
      for (let bit = 0; bit < kept; bit++) {
        if (turned[bit]! > 0) codes[row * words + word + (bit >>> 5)]! |= 1 << (bit & 31);
      }
    }
  }
  return codes;
}

function meanOf({ count, dimension, rows }: VectorTable): Float64Array {
  const mean = new Float64Array(dimension);
  for (let row = 0; row < count; row++) {
    for (let at = 0; at < dimension; at++) mean[at]! += rows[row * dimension + at]! / count;
  }
  return mean;
}

/** Hadamard's transform in place, not scaled. */
function hadamard(values: Float64Array): void {
  for (let half = 1; half < values.length; half *= 2) {
    for (let start = 0; start < values.length; start += 2 * half) {
      for (let at = start; at < start + half; at++) {
        const [low, high] = [values[at]!, values[at + half]!];
        values[at] = low + high;
        values[at + half] = low - high;
      }
    }
  }
}
