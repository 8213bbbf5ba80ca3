import { describe, expect, it } from 'vitest';
import type { FrameQuality } from '../../../src/domain/frame.ts';
import { createFrameChooser } from '../../../src/domain/frames/create-frame-chooser.ts';
import type { FrameCandidate } from '../../../src/domain/frames/frame-candidate.ts';
import type { Shot, Transition } from '../../../src/domain/shot.ts';
import { fromSeconds, toSeconds } from '../../../src/domain/time.ts';

/** Hashes of different pictures: rows of a Walsh matrix differ from each other in 32 bits. */
const picture = (number: number) =>
  Array.from({ length: 64 }, (_, i) => BigInt(bits(i & number) & 1) << BigInt(i)).reduce((a, b) => a | b);
const bits = (value: number): number => (value === 0 ? 0 : (value & 1) + bits(value >> 1));
/** A hash that differs in so many bits. */
const off = (hash: bigint, count: number) => hash ^ ((1n << BigInt(count)) - 1n);

const GOOD: FrameQuality = { sharpness: 0.01, brightness: 0.5, contrast: 0.2, hash: picture(1) };
const BLACK: FrameQuality = { sharpness: 1e-5, brightness: 0.01, contrast: 0.01, hash: picture(9) };

/** The video of some candidates, half a second apart from 0.25 s on, cut at the given seconds. */
interface Film {
  readonly frames: readonly Partial<FrameQuality>[];
  readonly cuts?: readonly number[];
  readonly transitions?: readonly Transition[];
  /** How late a cut is told, in seconds. */
  readonly delay?: number;
}

/** The seconds of the frames chosen, and the most candidates held. */
function choose({ frames, cuts = [], transitions = [], delay = 0 }: Film): { times: number[]; most: number } {
  const ends = [...cuts, frames.length / 2].map(fromSeconds);
  const shots: Shot[] = ends.map((end, i) => ({
    start: ends[i - 1] ?? 0,
    end,
    transition: i === 0 ? 'start' : (transitions[i - 1] ?? 'cut'),
  }));
  const chooser = createFrameChooser<number>();
  const chosen: FrameCandidate<number>[] = [];
  let [most, next] = [0, 0];
  frames.forEach((quality, index) => {
    const time = fromSeconds(index / 2 + 0.25);
    for (; time >= shots[next]!.end + fromSeconds(delay); next++) {
      chosen.push(...chooser.shotEnds(shots[next]!, shots[next + 1]?.transition));
    }
    chosen.push(...chooser.candidate({ time, quality: { ...GOOD, ...quality }, payload: index }));
    most = Math.max(most, chooser.held);
  });
  for (; next < shots.length; next++) {
    chosen.push(...chooser.shotEnds(shots[next]!, shots[next + 1]?.transition));
  }
  expect(chooser.held).toBe(0);
  for (const { time, payload } of chosen) expect(time).toBe(fromSeconds(payload / 2 + 0.25));
  return { times: chosen.map(({ time }) => toSeconds(time)), most };
}

const times = (film: Film) => choose(film).times;
const many = (count: number, frame: (index: number) => Partial<FrameQuality> = () => ({})) =>
  Array.from({ length: count }, (_, index) => frame(index));

describe('a shot gets', () => {
  it('its sharpest frame, the earliest of equals', () => {
    expect(times({ frames: many(7, (i) => ({ sharpness: i === 4 ? 0.012 : 0.01 })) })).toEqual([2.25]);
    expect(times({ frames: many(7) })).toEqual([0.25]);
  });

  it('of frames about as sharp the best exposed', () => {
    const brightness = [0.9, 0.85, 0.6, 0.2, 0.15];
    expect(times({ frames: brightness.map((value) => ({ brightness: value })) })).toEqual([1.25]);
  });

  it('none that is black, white or flat, however sharp it seems', () => {
    const none = [
      { brightness: 0.01, contrast: 0.01 },
      { brightness: 0.99, contrast: 0.01 },
      { brightness: 0.5, contrast: 0.01 },
    ].map((frame) => ({ ...frame, sharpness: 1, hash: picture(5) }));
    expect(times({ frames: [...none, {}, ...none] })).toEqual([1.75]);
  });

  it('none at all if it shows nothing', () => {
    const frames = [...many(8, () => BLACK), ...many(8), ...many(8, () => BLACK)];
    expect(times({ frames, cuts: [4, 8] })).toEqual([4.25]);
    expect(times({ frames: many(200, () => BLACK) })).toEqual([]);
  });

  it('none blurred, even where it would show something else', () => {
    const soft = { sharpness: 0.002, hash: picture(2) };
    expect(times({ frames: many(20, (i) => (i > 4 && i < 9 ? soft : {})) })).toEqual([0.25]);
    const other = { sharpness: 0.005, hash: picture(2) };
    expect(times({ frames: many(20, (i) => (i > 4 && i < 9 ? other : {})) })).toEqual([0.25, 2.75]);
  });
});

describe('at its ends a shot', () => {
  const edge = (at: readonly number[]) => many(8, (i) => (at.includes(i) ? { sharpness: 0.02 } : {}));

  it('keeps away from a cut', () => {
    // The candidate at 2.25 s lies 0.15 s after the one cut, that of 3.75 s 0.15 s before the other.
    expect(times({ frames: edge([4, 7]), cuts: [2.1, 3.9] }).slice(1, 2)).toEqual([2.75]);
    expect(times({ frames: edge([4]), cuts: [2.0, 3.9] }).slice(1, 2)).toEqual([2.25]);
  });

  it('keeps further away from a dissolve, on both sides', () => {
    const film = { frames: edge([3, 4]), cuts: [2] };
    expect(times(film)).toEqual([1.75, 2.25]);
    expect(times({ ...film, transitions: ['dissolve'] })).toEqual([0.25, 2.75]);
    expect(times({ ...film, transitions: ['fade'] })).toEqual([0.25, 2.75]);
  });

  it('takes what there is if it is too short to keep away', () => {
    expect(times({ frames: many(4), cuts: [0.7, 0.8] })).toEqual([0.25, 0.75, 1.25]);
    expect(times({ frames: many(8), cuts: [2.2, 2.5] })[1]).toBe(2.25);
  });

  it('keeps away by a quarter of its length if it is short', () => {
    const transitions: Transition[] = ['dissolve', 'dissolve'];
    expect(times({ frames: edge([5]), cuts: [2, 2.95], transitions })[1]).toBe(2.25);
  });

  it('leaves out frames inside a fade, from black and to white, and no others', () => {
    const half = { brightness: 0.25, contrast: 0.1, hash: picture(2), sharpness: 0.02 };
    const pale = { ...half, brightness: 0.75 };
    expect(times({ frames: [half, half, ...many(20), half] })).toEqual([1.25]);
    expect(times({ frames: [...many(20), pale, pale] })).toEqual([0.25]);
    // As flat, but neither darker nor lighter: an empty street.
    expect(times({ frames: [...many(20), { ...half, brightness: 0.5 }] })).toEqual([0.25, 10.25]);
    // Far from the ends.
    expect(times({ frames: [...many(10), half, ...many(10)] })).toEqual([0.25, 5.25]);
  });
});

describe('a shot that changes', () => {
  it('gets a frame of each thing it shows, each the sharpest', () => {
    const frames = many(48, (i) => ({
      hash: picture(1 + Math.floor(i / 12)),
      sharpness: i % 12 === 5 ? 0.012 : 0.01,
    }));
    expect(times({ frames })).toEqual([2.75, 8.75, 14.75, 20.75]);
  });

  it('gets no more for differences of a few bits', () => {
    const last = (count: number) => ({ hash: off(GOOD.hash, count) });
    expect(times({ frames: many(24, (i) => (i < 20 ? {} : last(9))) })).toEqual([0.25]);
    expect(times({ frames: many(24, (i) => (i < 20 ? {} : last(10))) })).toEqual([0.25, 10.25]);
  });

  it('gets one for each 4 s at most, first of what lasts, then of what differs most', () => {
    const lasting = (i: number) => [3, 4, 5].includes(i) || [10, 11].includes(i);
    const hash = (i: number) => (lasting(i) ? picture(i < 9 ? 1 : 2) : picture(8 + i));
    expect(times({ frames: many(17, (i) => ({ hash: hash(i), sharpness: i === 0 ? 0.02 : 0.01 })) })).toEqual(
      [0.25, 1.75],
    );
    const steps = [0, 0, 10, 20, 10, 0];
    expect(times({ frames: many(17, (i) => ({ hash: off(0n, steps[i] ?? 0) })) })).toEqual([0.25, 1.75]);
    const lively = (count: number) => times({ frames: many(count, (i) => ({ hash: picture(i) })) }).length;
    expect([7, 15, 16, 31, 32].map(lively)).toEqual([1, 1, 2, 3, 4]);
  });
});

describe('a long shot', () => {
  it('gets a frame for each 30 s and is never held longer, whatever it shows', () => {
    const { times: chosen, most } = choose({ frames: many(2 * 3600) });
    expect(most).toBeLessThanOrEqual(60);
    for (let start = 0; start + 30 <= 3600; start += 30) {
      expect(chosen.some((time) => time >= start && time < start + 30)).toBe(true);
    }
    expect(chosen.length).toBeLessThan(3600 / 25);
  });

  it('keeps away from a cut that is told late', () => {
    // 30 s are full at 30.25 s; the cut at 30.3 s is told at 31.3 s.
    const frames = many(80, (i) => (i === 60 ? { sharpness: 0.02, hash: picture(3) } : {}));
    expect(times({ frames, cuts: [30.3], delay: 1 })).not.toContain(30.25);
  });

  it('gets a frame for each 30 s wherever the best of the stretch before lies', () => {
    // At 30.25 s what lies more than 2.5 s back is decided over: 27.25 s is the last of it.
    const chosen = times({ frames: many(200, (i) => ({ sharpness: i === 54 ? 0.02 : 0.01 })) });
    expect(chosen.slice(0, 2)).toEqual([27.25, 27.75]);
  });

  it('gets none for a short remainder that shows nothing else', () => {
    const frames = (last: number) =>
      many(80, (i) => ({
        ...(i === 10 && { sharpness: 0.02 }),
        ...(i > 57 && { hash: off(GOOD.hash, last) }),
      }));
    expect(times({ frames: frames(0), cuts: [31] })).toEqual([5.25, 31.25]);
    expect(times({ frames: frames(8), cuts: [33] })).toEqual([5.25, 33.25]);
    expect(times({ frames: frames(0), cuts: [36] })).toEqual([5.25, 27.75, 36.25]);
  });

  it('is held in bounds where times stand still or jump', () => {
    for (const step of [0, 1, -1, 1e12]) {
      const chooser = createFrameChooser<number>();
      let chosen = 0;
      for (let i = 0; i < 1000; i++) {
        chosen += chooser.candidate({ time: i * step, quality: GOOD, payload: i }).length;
        expect(chooser.held).toBeLessThanOrEqual(64);
      }
      expect(chosen).toBeGreaterThan(0);
    }
  });
});

describe('near-duplicates', () => {
  const shots = (...hashes: readonly (readonly bigint[])[]) => ({
    frames: hashes.flat().map((hash) => ({ hash })),
    cuts: hashes.map((_, i) => hashes.slice(0, i + 1).flat().length / 2).slice(0, -1),
  });
  const run = (hash: bigint, count: number) => Array.from({ length: count }, () => hash);
  const [a, b, c] = [picture(1), picture(2), picture(3)];

  it('of a frame of an earlier shot are left out where the shot has another', () => {
    const film = shots(run(a, 16), [...run(off(a, 6), 8), ...run(b, 8)]);
    expect(times(film)).toEqual([0.25, 12.25]);
    expect(times(shots(run(a, 16), [...run(off(a, 7), 8), ...run(b, 8)]))).toEqual([0.25, 8.25, 12.25]);
  });

  it('are kept where a shot has nothing else: every shot with a picture is covered', () => {
    expect(times(shots(run(a, 4), run(b, 4), run(a, 4), run(b, 4), run(c, 4)))).toHaveLength(5);
  });

  it('are found over a whole video', () => {
    const long = Array.from({ length: 40 }, (_, i) => run(picture(4 + i), 8));
    const film = shots(run(a, 8), ...long, [...run(a, 8), ...run(b, 8)]);
    expect(times(film).at(-1)).toBe((8 + 40 * 8 + 8) / 2 + 0.25);
  });
});

it('candidates past a cut that is told late belong to the next shot', () => {
  const frames = many(12, (i) => (i < 6 ? {} : { hash: picture(2), sharpness: 0.02 }));
  expect(times({ frames, cuts: [3], delay: 1 })).toEqual(times({ frames, cuts: [3] }));
});

it('the same video gets the same frames, whenever its cuts are told', () => {
  const frames = many(120, (i) => ({
    hash: picture((i * i) % 11),
    sharpness: 0.005 + ((i * 37) % 23) / 2000,
    brightness: 0.3 + ((i * 13) % 17) / 40,
  }));
  const cuts = [4, 11.3, 20, 38, 41.5];
  const once = times({ frames, cuts });
  expect(once.length).toBeGreaterThan(6);
  expect(once).toEqual([...once].sort((x, y) => x - y));
  for (const delay of [0, 0.5, 1, 2]) expect(times({ frames, cuts, delay })).toEqual(once);
});
