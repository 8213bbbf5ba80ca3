import type { Microseconds } from '../time.ts';
import type { Cut, CutFinder } from './candidate.ts';
import {
  changedPart,
  coarseDifference,
  correlation,
  difference,
  fitMix,
  samePart,
} from './compare-samples.ts';
import { BLANK } from './create-fade-finder.ts';
import type { Sample } from './reduce-frame.ts';

/** The stretches over which two frames and those between are compared: dissolves of 0.3 to 2 s fill one of them. */
const STRETCHES: readonly Microseconds[] = [
  400_000, 600_000, 800_000, 1_000_000, 1_300_000, 1_600_000, 2_000_000,
];
/** No better place within this time: the best so far is the cut. What is found further away is another dissolve. */
const SETTLES: Microseconds = 1_200_000;
/** Grey levels, over all three planes, between the two ends. */
const LEAST = 4;
/** The two ends are different pictures, and neither is blank (that is a fade). */
const DIFFERENT = 0.7;
const LEAST_DEVIATION = 2;
/** What a mix of the two ends may leave unexplained of the middle, and of the quarters, where movement adds up. */
const MOST_REST = 0.5;
const MOST_QUARTER_REST = 0.7;
/**
 * Detail in the middle, as a part of what both ends have in their shares: about a half in a dissolve, all of it where
 * something moves. The better the mix fits, the less the dip has to say.
 */
const DIP = 1.05;
/** The part of the picture that is another at the end; a title that comes up changes less. */
const LEAST_PART = 0.5;
const MOST_SAME = 0.4;
/** A picture that fades and moves looks like a dissolve into its own dark: none is taken so close to a blank frame. */
const FROM_BLANK: Microseconds = 1_500_000;
/** The mix in the middle; the quarters lie on either side of it by at least so much. */
const MIDDLE = [0.3, 0.7] as const;
const QUARTER = 0.08;
/**
 * How far the picture goes by itself, as a part of how far it goes in the dissolve: the greater of equally long times
 * before and after. Where a camera moves, two frames and those between fit a mix by chance, so the more the picture
 * moves, the better the mix must fit: drift + REST_WEIGHT · rest < MOST_TOGETHER. Measured on drawn scenes without a cut.
 */
const REST_WEIGHT = 1.5;
const MOST_TOGETHER = 1.2;
const LONGEST_AROUND: Microseconds = 1_200_000;
/** No single step may make more than this part of the way: that is a hard cut. */
const LARGEST_STEP = 0.5;

interface Entry {
  readonly sample: Sample;
  /** Difference from the entry before. */
  readonly step: number;
}

interface Found {
  readonly time: Microseconds;
  readonly score: number;
  readonly to: Sample;
  readonly rest: number;
  /** How far the picture went, and how far it had gone by itself before: difference of the coarse cells. */
  readonly change: number;
  readonly changeBefore: number;
}

/**
 * Dissolves: over a dissolve the frames between are a mix of the first and the last, in shares that grow evenly.
 * A moving picture's frames lie far from that line; a hard cut's lie at its ends.
 */
export function createDissolveFinder(): CutFinder<Sample> {
  const entries: Entry[] = [];
  let best: Found | undefined;
  let reported = Number.NEGATIVE_INFINITY;
  let lastBlank = Number.NEGATIVE_INFINITY;

  const settle = (): Cut | undefined => {
    if (best === undefined) return undefined;
    const { time, to, rest, change, changeBefore } = best;
    best = undefined;
    const after = entries[lastNotAfter(entries, to.time + timeAround(time, to.time))!]!.sample;
    const drift = Math.max(changeBefore, coarseDifference(to, after)) / change;
    if (drift + REST_WEIGHT * rest >= MOST_TOGETHER) return undefined;
    reported = time;
    return { time, transition: 'dissolve' };
  };

  return {
    push(sample) {
      if (sample.deviation < BLANK) {
        lastBlank = sample.time;
        if (best !== undefined && sample.time - best.time < FROM_BLANK) best = undefined;
      }
      const previous = entries.at(-1)?.sample;
      entries.push({ sample, step: previous === undefined ? 0 : difference(previous, sample) });
      while (entries[0]!.sample.time < sample.time - STRETCHES.at(-1)! - SETTLES) entries.shift();
      let cut: Cut | undefined;
      if (best !== undefined && sample.time > best.time + STRETCHES.at(-1)! / 2 + SETTLES) cut = settle();
      for (const stretch of STRETCHES) {
        const found = inspect(entries, stretch);
        if (found === undefined || found.time < Math.max(reported + SETTLES, lastBlank + FROM_BLANK))
          continue;
        // Another dissolve, not a better place for this one.
        if (best !== undefined && found.time > best.time + SETTLES) cut ??= settle();
        if (found.score > (best?.score ?? 0)) best = found;
      }
      return cut;
    },
    end() {
      const cut = settle();
      return cut === undefined ? [] : [cut];
    },
  };
}

/** Looks whether the last stretch of this length is a dissolve around its middle. */
function inspect(entries: readonly Entry[], stretch: Microseconds): Found | undefined {
  const last = entries.length - 1;
  const to = entries[last]!.sample;
  const first = lastNotAfter(entries, to.time - stretch);
  if (first === undefined || last - first < 4) return undefined;
  const from = entries[first]!.sample;
  if (from.deviation < LEAST_DEVIATION || to.deviation < LEAST_DEVIATION) return undefined;
  const between = (part: number) =>
    entries[lastNotAfter(entries, from.time + part * (to.time - from.time))!]!.sample;
  const middle = between(0.5);
  const mix = fitMix(middle, from, to);
  if (mix.rest > MOST_REST || mix.share < MIDDLE[0] || mix.share > MIDDLE[1]) return undefined;
  const detail = middle.detail / ((1 - mix.share) * from.detail + mix.share * to.detail);
  if (!(detail < DIP - mix.rest)) return undefined;
  // Where the stretch is longer than the dissolve, the quarters are at the ends already.
  const [before, after] = [fitMix(between(0.25), from, to), fitMix(between(0.75), from, to)];
  if (before.share > mix.share - QUARTER || after.share < mix.share + QUARTER) return undefined;
  if (Math.max(before.rest, after.rest) > MOST_QUARTER_REST) return undefined;
  const whole = difference(from, to);
  if (whole < LEAST || correlation(from, to) > DIFFERENT) return undefined;
  if (entries.slice(first + 1).some(({ step }) => step > LARGEST_STEP * whole)) return undefined;
  if (changedPart(from, to) < LEAST_PART || samePart(from, to) > MOST_SAME) return undefined;
  const centred = 1 - 2 * Math.abs(mix.share - 0.5);
  const earlier = entries[lastNotAfter(entries, from.time - timeAround(middle.time, to.time)) ?? 0]!.sample;
  return {
    time: middle.time,
    score: whole * centred * (1 - mix.rest),
    to,
    rest: mix.rest,
    change: coarseDifference(from, to),
    changeBefore: coarseDifference(earlier, from),
  };
}

/** The time on either side of a stretch in which the picture's own movement is measured. */
function timeAround(middle: Microseconds, end: Microseconds): Microseconds {
  return Math.min(LONGEST_AROUND, 2 * (end - middle));
}

/** The position of the last entry that isn't after a time. */
function lastNotAfter(entries: readonly Entry[], time: Microseconds): number | undefined {
  for (let at = entries.length - 1; at >= 0; at--) {
    if (entries[at]!.sample.time <= time) return at;
  }
  return undefined;
}
