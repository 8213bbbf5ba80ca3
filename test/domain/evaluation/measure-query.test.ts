import { describe, expect, it } from 'vitest';
import { ndcg, recallAt, reciprocalRank } from '../../../src/domain/evaluation/measure-query.ts';

// Two stretches: one at place 2, one not found; reckoned by hand.
const half = [2, undefined];

describe('measures of one query', () => {
  it('has recall as the share of the stretches among the first k', () => {
    expect(recallAt([1], 1)).toBe(1);
    expect(recallAt([3, 1, undefined, 6], 5)).toBe(0.5);
    expect(recallAt([3, 1, undefined, 6], 6)).toBe(0.75);
    expect(recallAt([6], 5)).toBe(0);
    expect(recallAt([5], 5)).toBe(1);
    expect(recallAt(half, 1)).toBe(0);
  });

  it('has one over the place of the first that answers', () => {
    expect(reciprocalRank([4, 2])).toBe(0.5);
    expect(reciprocalRank([1])).toBe(1);
    expect(reciprocalRank([undefined])).toBe(0);
    expect(reciprocalRank([20])).toBe(0.05);
  });

  it('has nDCG with the discount 1 / log2(rank + 1), by that of the best order', () => {
    expect(ndcg([1])).toBe(1);
    expect(ndcg([1, 2])).toBe(1);
    expect(ndcg([2, 1])).toBe(1);
    // 1/log2(3) = 0.63093; the best of one is 1.
    expect(ndcg([2])).toBeCloseTo(0.63093, 5);
    // 0.63093 / (1 + 0.63093).
    expect(ndcg(half)).toBeCloseTo(0.38685, 5);
    // (1 + 1/log2(4)) / (1 + 0.63093 + 0.5) = 1.5 / 2.13093.
    expect(ndcg([1, 3, undefined])).toBeCloseTo(0.70392, 5);
    expect(ndcg([undefined])).toBe(0);
  });

  it('looks no deeper than ten, also for the best order', () => {
    // 1/log2(11) = 0.28906.
    expect(ndcg([10])).toBeCloseTo(0.28906, 5);
    expect(ndcg([11])).toBe(0);
    expect(ndcg(Array.from({ length: 12 }, (_, at) => at + 1))).toBe(1);
  });

  it('counts stretches that one moment answers with together as one', () => {
    expect(ndcg([1, 1])).toBe(1);
    expect(recallAt([1, 1], 1)).toBe(1);
    // As of [1, 3]: (1 + 0.5) / (1 + 0.63093).
    expect(ndcg([1, 1, 3])).toBeCloseTo(0.91972, 5);
  });
});
