/** Unit vectors, one row each. */
export interface VectorTable {
  readonly count: number;
  readonly dimension: number;
  readonly rows: Float32Array;
  /** 1 for those whose neighbours are asked for: of a pair one at least must be. */
  readonly wanted: Uint8Array;
}

/** The cosine of two rows. */
export function cosineOfRows({ rows, dimension }: VectorTable, a: number, b: number): number {
  const [rowA, rowB] = [a * dimension, b * dimension];
  let [even, odd, third, fourth] = [0, 0, 0, 0];
  let at = 0;
  for (; at + 3 < dimension; at += 4) {
    even += rows[rowA + at]! * rows[rowB + at]!;
    odd += rows[rowA + at + 1]! * rows[rowB + at + 1]!;
    third += rows[rowA + at + 2]! * rows[rowB + at + 2]!;
    fourth += rows[rowA + at + 3]! * rows[rowB + at + 3]!;
  }
  for (; at < dimension; at++) even += rows[rowA + at]! * rows[rowB + at]!;
  return even + odd + third + fourth;
}
