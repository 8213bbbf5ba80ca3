import { MAX_VALUES } from './tested-output.ts';

/** At most `MAX_VALUES` of an output's numbers, from all over it and from each of its channels. */
export function sampled(values: ArrayLike<number>): number[] {
  const { length } = values;
  if (length <= MAX_VALUES) return Array.from(values);
  // A step without a divisor in common with the length meets no place twice, and no channel always.
  let step = Math.ceil(length / MAX_VALUES);
  while (greatestDivisor(step, length) !== 1) step++;
  return Array.from({ length: MAX_VALUES }, (_, index) => values[(index * step) % length]!);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
