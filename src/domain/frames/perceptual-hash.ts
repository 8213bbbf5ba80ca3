import { shrinkLuma } from './shrink-luma.ts';

/** The side of the square that a picture is shrunk to. */
const SIDE = 32;
/** Frequencies 1 to 8 in both directions: without the mean brightness and what changes in one direction only. */
const FREQUENCIES = 8;

/** COSINES[k · SIDE + i]: basis function k + 1 of the DCT-II at sample i. Its scale does not matter to the median. */
const COSINES = Float64Array.from({ length: FREQUENCIES * SIDE }, (_, index) => {
  const frequency = Math.floor(index / SIDE) + 1;
  return Math.cos((Math.PI * (2 * (index % SIDE) + 1) * frequency) / (2 * SIDE));
});

/**
 * The 64-bit DCT hash of a picture: shrunk to 32 × 32, one bit for each of the 8 × 8 lowest frequencies but those of
 * index 0, set where the coefficient lies above their median; row by row, the first in the highest bit. Zauner,
 * "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, 3.2.1 (ph_dct_imagehash), with an area
 * average for its mean filter and scaling. An even picture has hash 0.
 */
export function perceptualHash(luma: Uint8Array, width: number, height: number): bigint {
  const coefficients = lowFrequencies(shrinkLuma(luma, width, height, SIDE));
  const sorted = Float64Array.from(coefficients).sort();
  const half = sorted.length / 2;
  const median = (sorted[half - 1]! + sorted[half]!) / 2;
  let high = 0;
  let low = 0;
  for (let i = 0; i < 32; i++) {
    // Rounding must not decide over the bits of a picture without any detail.
    high = (high << 1) | (coefficients[i]! - median > 1e-6 ? 1 : 0);
    low = (low << 1) | (coefficients[i + 32]! - median > 1e-6 ? 1 : 0);
  }
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

/** FREQUENCIES × FREQUENCIES coefficients, those of one vertical frequency beside each other. */
function lowFrequencies(square: Float64Array): Float64Array {
  const rows = new Float64Array(SIDE * FREQUENCIES);
  for (let y = 0; y < SIDE; y++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += square[y * SIDE + x]! * COSINES[u * SIDE + x]!;
      rows[y * FREQUENCIES + u] = sum;
    }
  }
  const result = new Float64Array(FREQUENCIES * FREQUENCIES);
  for (let v = 0; v < FREQUENCIES; v++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += rows[y * FREQUENCIES + u]! * COSINES[v * SIDE + y]!;
      result[v * FREQUENCIES + u] = sum;
    }
  }
  return result;
}
