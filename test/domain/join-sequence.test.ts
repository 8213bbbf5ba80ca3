import { describe, expect, it } from 'vitest';
import { joinSequence } from '../../src/domain/join-sequence.ts';

const at = (rank: number, start: number, end: number, video = 1) => ({
  rank,
  isSpoken: false,
  video,
  start: start * 1_000_000,
  end: end * 1_000_000,
});
type Part = ReturnType<typeof at>;
const join = (parts: readonly (readonly Part[])[], limits: readonly (number | undefined)[], most = 10) =>
  joinSequence(
    parts,
    limits.map((limit) => (limit === undefined ? undefined : limit * 1_000_000)),
    most,
  ).map(({ video, start, end, hits }) => [video, start / 1e6, end / 1e6, hits.map(({ rank }) => rank)]);

describe('joinSequence', () => {
  it('finds what comes after, within the limit, in the same video', () => {
    const first = [at(1, 0, 5), at(2, 100, 105), at(3, 0, 5, 2)];
    const second = [at(1, 20, 25), at(2, 110, 112), at(3, 1, 2), at(4, 50, 55, 3)];
    expect(join([first, second], [10])).toEqual([[1, 100, 112, [2, 2]]]);
    expect(join([first, second], [15])).toEqual([
      [1, 0, 25, [1, 1]],
      [1, 100, 112, [2, 2]],
    ]);
    expect(join([second, first], [undefined])).toEqual([[1, 20, 105, [1, 2]]]);
  });

  it('lets both overlap where the later one begins and ends later, and never takes one for both', () => {
    expect(join([[at(1, 0, 10)], [at(1, 8, 12)]], [0])).toEqual([[1, 0, 12, [1, 1]]]);
    expect(join([[at(1, 0, 10)], [at(1, 0, 10)]], [5])).toEqual([]);
    expect(join([[at(1, 0, 10)], [at(1, 2, 8)]], [5])).toEqual([]);
  });

  it('takes the best way through several, and the best of those that overlap', () => {
    const parts = [
      [at(9, 0, 2), at(1, 3, 4)],
      [at(1, 5, 6), at(2, 7, 8)],
      [at(1, 10, 11), at(5, 30, 31)],
    ];
    expect(join(parts, [10, 10])).toEqual([[1, 3, 11, [1, 1, 1]]]);
    expect(join(parts, [10, 3])).toEqual([[1, 3, 11, [1, 2, 1]]]);
    expect(join(parts, [10, 30], 1)).toHaveLength(1);
  });

  it('scores 1 where each part is the first of its own', () => {
    const [best] = joinSequence([[at(1, 0, 1)], [at(1, 2, 3)]], [undefined], 1);
    expect(best!.score).toBeCloseTo(1, 12);
  });
});
