import { describe, expect, it } from 'vitest';
import { type FrameHit, joinHits } from '../../src/domain/moments.ts';
import { fromSeconds } from '../../src/domain/time.ts';
import { randomNumbers } from '../support/library.ts';

/** Where shots are not known. */
const NO_SHOT = { shotStart: null, shotEnd: null };

const options = { maxGap: fromSeconds(2.5), background: 0, limit: 10 };

/** One hit a second of a video, with the given scores. */
function line(video: number, scores: readonly number[], from = 0): FrameHit[] {
  return scores.map((score, i) => {
    const time = fromSeconds(from + i);
    return { frame: video * 1000 + i, video, time, start: time, end: time, score, ...NO_SHOT };
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
      ...NO_SHOT,
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
    ...NO_SHOT,
  }));
  const groups = joinHits(hits, { maxGap: 2_500_000, background: 0.2, limit: 10 });
  expect(groups.map(({ start, end }) => [start, end])).toEqual([[0, 60_000_000]]);
});

describe('the ends of a group', () => {
  /** Frames of shots: start and end of the shot in seconds, then for each frame its time and score. */
  function shots(
    ...list: readonly (readonly [number, number, ...(readonly [number, number])[]])[]
  ): FrameHit[] {
    return list.flatMap(([shotStart, shotEnd, ...frames]) =>
      frames.map(([time, score], at) => {
        const middle = (other: readonly [number, number] | undefined) =>
          other === undefined ? undefined : (time + other[0]) / 2;
        return {
          frame: time,
          video: 1,
          time: fromSeconds(time),
          start: fromSeconds(middle(frames[at - 1]) ?? shotStart),
          end: fromSeconds(middle(frames[at + 1]) ?? shotEnd),
          shotStart: fromSeconds(shotStart),
          shotEnd: fromSeconds(shotEnd),
          score,
        };
      }),
    );
  }

  it('lie where the line between two scores falls below half the height, within a shot', () => {
    const [first] = spans(shots([0, 60, [10, 0.1], [20, 1], [30, 0.8], [40, 0.2]]));
    // From 1 down to 0.1 half is crossed at 5/9 of the way, from 0.8 to 0.2 in the middle.
    expect(first!.from).toBeCloseTo(20 - (0.5 / 0.9) * 10, 5);
    expect(first!.to).toBeCloseTo(35, 5);
  });

  it('lie on the cut where it is near', () => {
    const [near] = spans(shots([0, 10, [2, 1], [9, 0.45]], [10, 20, [15, 0.1]]));
    expect(near!.to).toBeCloseTo(2 + (0.5 / 0.55) * 7, 5);
    const [snapped] = spans(shots([0, 9.2, [2, 1], [9, 0.49]], [9.2, 20, [15, 0.1]]));
    expect(snapped!.to).toBe(9.2);
  });

  it('lie on the cut between shots, and go beyond it only where the next fits nearly as well', () => {
    expect(spans(shots([0, 10, [5, 1]], [10, 20, [15, 0.7]]))[0]).toMatchObject({ from: 0, to: 10 });
    expect(spans(shots([0, 10, [5, 1]], [10, 20, [15, 0.8]]))[0]).toMatchObject({ from: 0, to: 20 });
    expect(spans(shots([0, 20, [5, 1], [15, 0.7]]))[0]).toMatchObject({ from: 0, to: 20 });
  });

  it('lie in no other group, and each frame in one', () => {
    const random = randomNumbers(5);
    for (let round = 0; round < 200; round++) {
      const cuts = Array.from({ length: 6 }, (_, at) => 4 * at + 3 * random());
      const frames = cuts.slice(1).map((end, at) => {
        const start = cuts[at]!;
        const times = Array.from({ length: 5 }, (__, i) => start + ((i + random()) / 5) * (end - start));
        return [start, end, ...times.map((time) => [time, random()] as const)] as const;
      });
      const hits = shots(...frames);
      const groups = joinHits(hits, { ...options, limit: 100 });
      for (const [at, group] of groups.entries())
        for (const other of groups.slice(at + 1))
          expect(other.start >= group.end || other.end <= group.start, JSON.stringify([group, other])).toBe(
            true,
          );
      for (const { time } of hits)
        expect(groups.filter(({ start, end }) => start <= time && time < end)).toHaveLength(1);
    }
  });

  it('leaves out groups that are not allowed, and goes on', () => {
    const hits = line(1, [1, 0.1, 0.9, 0.1, 0.8]);
    const allows = ({ best }: { best: FrameHit }) => best.time !== 2_000_000;
    const groups = joinHits(hits, { ...options, limit: 2, allows });
    expect(groups.map(({ best }) => best.time / 1e6)).toEqual([0, 4]);
  });
});
