import { describe, expect, it } from 'vitest';
import { fuseHits } from '../../src/domain/fuse-hits.ts';
import type { Channel } from '../../src/domain/search-result.ts';

const hit = (channel: Channel, rank: number, start: number, end: number, video = 1) => ({
  channel,
  rank,
  isSpoken: channel !== 'sight',
  video,
  start: start * 1_000_000,
  end: end * 1_000_000,
});
type Hit = ReturnType<typeof hit>;
const ALL: readonly Channel[] = ['words', 'sight', 'meaning'];
const fuse = (
  hits: readonly Hit[],
  options: { limit?: number; required?: readonly Channel[]; weights?: Partial<Record<Channel, number>> } = {},
) =>
  fuseHits(
    ALL.map((channel) => ({
      hits: hits.filter((each) => each.channel === channel),
      weight: options.weights?.[channel] ?? 1,
      isRequired: options.required?.includes(channel) ?? false,
    })),
    options.limit ?? 10,
  ).map(({ video, start, end, score, hits: why }) => ({
    at: [video, start / 1e6, end / 1e6],
    score,
    why: why.map(({ channel, rank }) => `${channel} ${rank}`),
  }));

describe('fuseHits', () => {
  it('puts what several channels find before what one finds', () => {
    const moments = fuse([
      hit('sight', 1, 0, 4),
      hit('words', 1, 100, 103),
      hit('sight', 2, 101, 104),
      hit('meaning', 9, 90, 120),
    ]);
    expect(moments.map(({ at, why }) => [at, why])).toEqual([
      [
        [1, 90, 120],
        ['words 1', 'sight 2', 'meaning 9'],
      ],
      [[1, 0, 4], ['sight 1']],
    ]);
  });

  it('scores by reciprocal rank, 1 where all channels have it first', () => {
    const [first] = fuse(ALL.map((channel) => hit(channel, 1, 0, 3)));
    expect(first!.score).toBeCloseTo(1, 12);
    const [second, third] = fuse([hit('words', 3, 0, 3), hit('sight', 5, 100, 104)]);
    expect(second!.score).toBeCloseTo(61 / 63 / 3, 12);
    expect(third!.score).toBeCloseTo(61 / 65 / 3, 12);
  });

  it('counts of each channel the best hit alone', () => {
    const near = [hit('sight', 2, 11, 12), hit('sight', 1, 12, 13), hit('sight', 3, 10, 11)];
    for (const order of [near, [...near].reverse()]) {
      const meant = order.map(({ rank, start, end }) => hit('meaning', rank, start / 1e6, end / 1e6));
      const [first] = fuse([hit('words', 1, 10, 13), ...order, ...meant], { limit: 1 });
      expect(first!.why).toEqual(['words 1', 'sight 1', 'meaning 1']);
    }
  });

  it('joins what lies within two seconds, in one video', () => {
    expect(fuse([hit('words', 1, 10, 12), hit('sight', 1, 14, 16)]).map(({ at }) => at)).toEqual([
      [1, 10, 16],
    ]);
    expect(fuse([hit('words', 1, 10, 12), hit('sight', 1, 14.1, 16)])).toHaveLength(2);
    expect(fuse([hit('words', 1, 10, 12), hit('sight', 1, 10, 12, 2)])).toHaveLength(2);
  });

  it('lets a shot of an hour speak for every sentence in it, and for none as a whole', () => {
    const moments = fuse([hit('sight', 1, 0, 3600), hit('words', 1, 100, 103), hit('words', 2, 2000, 2003)]);
    expect(moments.map(({ at, why }) => [at, why])).toEqual([
      [
        [1, 100, 103],
        ['words 1', 'sight 1'],
      ],
      [
        [1, 2000, 2003],
        ['sight 1', 'words 2'],
      ],
    ]);
  });

  it('gives no moment that overlaps another', () => {
    const hits: Hit[] = [];
    for (let index = 0; index < 200; index++) {
      const start = (index * 37) % 500;
      hits.push(
        hit(ALL[index % 3]!, 1 + Math.floor(index / 3), start, start + 1 + (index % 40), 1 + (index % 2)),
      );
    }
    const moments = fuse(hits, { limit: 1000 });
    expect(moments.length).toBeGreaterThan(10);
    for (const [index, { at, score, why }] of moments.entries()) {
      expect(new Set(why.map((each) => each.split(' ')[0])).size).toBe(why.length);
      if (index > 0) expect(score).toBeLessThanOrEqual(moments[index - 1]!.score);
      const [video, start, end] = at as [number, number, number];
      const others = moments.filter((other) => other.at !== at && other.at[0] === video);
      expect(others.filter((other) => other.at[1]! < end && start < other.at[2]!)).toEqual([]);
    }
  });

  it('leaves out what lacks the channel that is required', () => {
    const hits = [hit('sight', 1, 0, 4), hit('words', 4, 50, 53), hit('sight', 9, 51, 55)];
    expect(fuse(hits, { required: ['words'] }).map(({ why }) => why)).toEqual([['words 4', 'sight 9']]);
  });

  it('gives no more than are wanted, and the same in whatever order the hits come', () => {
    const hits = Array.from({ length: 50 }, (_, index) =>
      hit(ALL[index % 3]!, 1 + Math.floor(index / 3), index * 9, index * 9 + 5),
    );
    expect(fuse(hits, { limit: 7 })).toHaveLength(7);
    expect(fuse([...hits].reverse())).toEqual(fuse(hits));
  });

  it('counts a list by its weight', () => {
    const hits = [hit('sight', 1, 0, 3), hit('words', 2, 100, 103)];
    expect(fuse(hits).map(({ why }) => why)).toEqual([['sight 1'], ['words 2']]);
    const weighed = fuse(hits, { weights: { words: 3 } });
    expect(weighed.map(({ why }) => why)).toEqual([['words 2'], ['sight 1']]);
    expect(weighed[0]!.score).toBeCloseTo(((3 / 62) * 61) / 5, 12);
  });

  it('takes two things that are seen together only where they are seen at once', () => {
    const seen = (rank: number, start: number, end: number) => ({ ...hit('sight', rank, start, end) });
    const lists = (...all: Hit[]) => all.map((each) => ({ hits: [each], weight: 1, isRequired: true }));
    expect(fuseHits(lists(seen(1, 0, 4), seen(1, 5, 8)), 10)).toEqual([]);
    expect(fuseHits(lists(seen(1, 0, 4), seen(1, 3, 8)), 10)).toMatchObject([
      { start: 3_000_000, end: 4_000_000 },
    ]);
    expect(fuseHits(lists(seen(1, 0, 4), seen(1, 3.5, 8)), 10)).toMatchObject([{ start: 0, end: 8_000_000 }]);
  });
});
