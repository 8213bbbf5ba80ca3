import type { Groups } from './groups.ts';

/**
 * The mean cosine between the tracks of two groups (average linkage), each pair by the weights of both: the product of the
 * sums of their vectors over that of the sums of their weights is exactly that. NaN where one of them has no vector, which is
 * similar to nothing.
 */
export function similarityOf({ sums, weight, dimension }: Groups, a: number, b: number): number {
  const weights = weight[a]! * weight[b]!;
  const [rowA, rowB] = [a * dimension, b * dimension];
  let [even, odd, third, fourth] = [0, 0, 0, 0];
  let at = 0;
  for (; at + 3 < dimension; at += 4) {
    even += sums[rowA + at]! * sums[rowB + at]!;
    odd += sums[rowA + at + 1]! * sums[rowB + at + 1]!;
    third += sums[rowA + at + 2]! * sums[rowB + at + 2]!;
    fourth += sums[rowA + at + 3]! * sums[rowB + at + 3]!;
  }
  for (; at < dimension; at++) even += sums[rowA + at]! * sums[rowB + at]!;
  return (even + odd + third + fourth) / weights;
}
