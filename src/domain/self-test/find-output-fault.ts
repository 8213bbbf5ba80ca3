/** One output as a graph gave it. */
export interface RawOutput {
  readonly dims: readonly number[];
  readonly values: ArrayLike<number>;
}

/**
 * What is wrong with an output by itself: another shape than expected, numbers that are none, or all the same number,
 * which no input makes of sound weights. Undefined where all is well.
 */
export function findOutputFault(output: RawOutput, dims: readonly number[]): string | undefined {
  if (output.dims.length !== dims.length || output.dims.some((size, index) => size !== dims[index])) {
    return `expected the shape ${shape(dims)}, got ${shape(output.dims)}`;
  }
  const count = dims.reduce((product, size) => product * size, 1);
  if (output.values.length !== count) return `expected ${count} numbers, got ${output.values.length}`;
  let constant = output.values.length > 1;
  for (let index = 0; index < output.values.length; index++) {
    const value = output.values[index]!;
    if (!Number.isFinite(value)) return `expected finite numbers, got ${value} at ${index}`;
    constant &&= value === output.values[0];
  }
  return constant ? `expected different numbers, got ${output.values[0]} everywhere` : undefined;
}

function shape(dims: readonly number[]): string {
  return `(${dims.join(', ')})`;
}
