/** A vector of length 1 (L2), 32-bit floats. Made only by `unit`. */
export type UnitVector = Float32Array & { readonly __unit: unique symbol };

/**
 * Scales a vector to length 1.
 *
 * @throws RangeError where the vector is zero or holds NaN or infinity: such a vector has no direction
 */
export function unit(vector: ArrayLike<number>): UnitVector {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += vector[i]! * vector[i]!;
  const length = Math.sqrt(squares);
  if (!(length > 0) || !Number.isFinite(length))
    throw new RangeError(`a vector of length ${length} has no direction`);
  const result = new Float32Array(vector.length);
  for (let i = 0; i < vector.length; i++) result[i] = vector[i]! / length;
  return result as UnitVector;
}

/** The cosine of two unit vectors of one space. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

export interface WeightedVector {
  readonly vector: UnitVector;
  readonly weight: number;
}

/** The direction of a weighted sum of unit vectors. */
export function combine(parts: readonly WeightedVector[]): UnitVector {
  const sum = new Float64Array(parts[0]!.vector.length);
  for (const { vector, weight } of parts) {
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * vector[i]!;
  }
  return unit(sum);
}
