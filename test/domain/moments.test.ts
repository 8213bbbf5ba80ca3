import { describe, expect, it } from 'vitest';
import { type FrameHit, joinHits } from '../../src/domain/moments.ts';
import { fromSeconds } from '../../src/domain/time.ts';

const options = { maxGap: fromSeconds(2.5), background: 0, limit: 10 };

/** One hit a second of a video, with the given scores. */
function line(video: number, scores: readonly number[], from = 0): FrameHit[] {
  return scores.map((score, i) => {
    const time = fromSeconds(from + i);
    return { frame: video * 1000 + i, video, time, start: time, end: time, score };
  });
}

const spans = (hits: readonly FrameHit[], more: Partial<typeof options> = {}) =>
  joinHits(hits, { ...options, ...more }).map(({ video, start, end, best }) => ({
    video,
    from: start / 1e6,
    to: end / 1e6,
    best: best.time / 1e6,
  }));

/** All orders of a short list. */
function orders<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((item, i) => orders(list.filter((_, j) => j !== i)).map((rest) => [item, ...rest]));
}

describe('joinHits', () => {
  it('grows a group from its best hit down to half its height', () => {
    expect(spans(line(1, [0.1, 0.5, 0.6, 1, 0.9, 0.5, 0.49, 0.1]))[0]).toEqual({
      video: 1,
      from: 1,
      to: 5,
      best: 3,
    });
  });

  it('counts the height from the background, not from zero', () => {
    // Over a background of 0.4 the half of 1.0 is 0.7.
    expect(spans(line(1, [0.6, 0.7, 1, 0.69]), { background: 0.4 })[0]).toMatchObject({ from: 1, to: 2 });
    expect(spans(line(1, [-0.9, -0.5, -0.2, -0.6]), { background: -1 })[0]).toMatchObject({ from: 1, to: 3 });
  });

  it('stops where neighbours lie further apart than the gap', () => {
    const hits = [...line(1, [1, 1]), ...line(1, [0.9], 3.5), ...line(1, [0.8], 6.1)];
    expect(spans(hits).map(({ from, to }) => [from, to])).toEqual([
      [0, 3.5],
      [6.1, 6.1],
    ]);
  });

  it('joins stretches that meet, however far apart their frames lie', () => {
    const stretch = (frame: number, start: number, end: number): FrameHit => ({
      frame,
      video: 1,
      time: fromSeconds(start + 1),
      start: fromSeconds(start),
      end: fromSeconds(end),
      score: 1 - frame / 100,
    });
    const far = [stretch(1, 0, 25), stretch(2, 25, 40), stretch(3, 43, 50)];
    expect(spans(far).map(({ from, to }) => [from, to])).toEqual([
      [0, 40],
      [43, 50],
    ]);
  });

  it('gives each hit to one group and never joins two videos', () => {
    const groups = spans([...line(1, [1, 0.3, 0.9]), ...line(2, [0.95, 0.9])]);
    expect(groups).toEqual([
      { video: 1, from: 0, to: 0, best: 0 },
      { video: 2, from: 0, to: 1, best: 0 },
      { video: 1, from: 2, to: 2, best: 2 },
      { video: 1, from: 1, to: 1, best: 1 },
    ]);
  });

  it('gives the best first, and as many as asked for', () => {
    const hits = [...line(3, [0.5]), ...line(1, [0.9]), ...line(2, [0.7])];
    expect(spans(hits).map(({ video }) => video)).toEqual([1, 2, 3]);
    expect(spans(hits, { limit: 2 }).map(({ video }) => video)).toEqual([1, 2]);
    expect(spans([])).toEqual([]);
  });

  it('gives the same groups in whatever order the hits come, equal scores by video and time', () => {
    const hits = [...line(2, [0.8]), ...line(1, [0.8, 0.2, 0.8]), ...line(1, [0.8], 10)];
    const expected = spans(hits);
    expect(expected.map(({ video, best }) => [video, best])).toEqual([
      [1, 0],
      [1, 2],
      [1, 10],
      [2, 0],
      [1, 1],
    ]);
    for (const order of orders(hits)) expect(spans(order)).toEqual(expected);
  });
});

it('a shot that fills the library is one moment, whatever the noise of its coding', () => {
  const hits = Array.from({ length: 60 }, (_, second) => ({
    frame: second,
    video: 1,
    time: second * 1_000_000,
    start: second * 1_000_000,
    end: (second + 1) * 1_000_000,
    score: 0.2 + 0.002 * Math.sin(second * 7),
  }));
  const groups = joinHits(hits, { maxGap: 2_500_000, background: 0.2, limit: 10 });
  expect(groups.map(({ start, end }) => [start, end])).toEqual([[0, 60_000_000]]);
});
