/** Where a code keeps what it says of an axis: so many bits, from a bit on. */
export interface Field {
  /** Which of a code's fields of four bits, two in each byte, the lower one first. */
  readonly nibble: number;
  readonly shift: number;
  /** 1–4. */
  readonly width: number;
}

/**
 * How the vectors of a space become codes: how far a vector lies from the mean along the axes in which they differ most,
 * each as one of 2, 4, 8 or 16 steps (docs/decisions/037).
 */
export interface CodeRule {
  readonly dimension: number;
  /** Bytes of a code. */
  readonly columns: number;
  readonly mean: Float32Array;
  /** Orthonormal, one after the other, each of `dimension` numbers. */
  readonly axes: Float32Array;
  /** The standard deviation along each axis. */
  readonly deviations: Float32Array;
  readonly fields: readonly Field[];
}

/** Bytes of a code; less where four bits for each number of a vector take less. */
const MOST_COLUMNS = 96;

export function columnsOf(dimension: number): number {
  return Math.max(1, Math.min(MOST_COLUMNS, Math.floor(dimension / 2)));
}

/**
 * Steps of 1–4 bits for a number that is normally distributed with mean 0 and deviation 1, of the least mean square error
 * (J. Max, Quantizing for minimum distortion, 1960, table I), the positive half; and that error.
 */
export const STEPS: Readonly<Record<number, readonly number[]>> = {
  1: [0.7979],
  2: [0.4528, 1.51],
  3: [0.2451, 0.756, 1.344, 2.152],
  4: [0.1284, 0.3881, 0.6568, 0.9424, 1.256, 1.618, 2.069, 2.733],
};
export const STEP_ERRORS = [1, 0.3634, 0.1175, 0.03454, 0.009497] as const;
export const WIDEST = 4;

/** All steps of a width, from the lowest up. */
export function levelsOf(width: number): Float32Array {
  const positive = STEPS[width]!;
  return Float32Array.from([...positive.toReversed().map((step) => -step), ...positive]);
}
