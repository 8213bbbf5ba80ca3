import type { Microseconds } from '../time.ts';
import type { Cut, CutFinder } from './candidate.ts';
import { changedPart, correlation, difference } from './compare-samples.ts';
import type { Sample } from './reduce-frame.ts';

/** The neighbourhood on each side of a step: this long, but at least two steps and at most twelve. */
const NEAR: Microseconds = 250_000;
const FEWEST = 2;
const MOST = 12;
/** Steps so close to a larger one belong to it: a blended frame, or a flash on the cut. */
const ONE_EVENT: Microseconds = 150_000;
/** Grey levels, over all three planes: less is no cut however still the neighbourhood is. */
const LEAST = 5;
/** A cut stands out of its neighbourhood's mean (as PySceneDetect's AdaptiveDetector asks) and out of its largest step. */
const OVER_MEAN = 3;
const OVER_LARGEST = 1.7;
/** Where the picture comes back to this part of the jump within the neighbourhood, the jump was a flash. */
const CAME_BACK = 0.45;
/** Above this correlation it is the same picture under another light. */
const SAME_PICTURE = 0.9;
/** A lamp moves the mean by most of what it changes; a camera that moves does not. */
const MOSTLY_LIGHT = 0.7;
/** A cut changes most of the picture; a subtitle or a passer-by does not. */
const LEAST_PART = 0.5;

/** From a frame to the next. */
interface Step {
  readonly before: Sample;
  readonly after: Sample;
  readonly size: number;
}

/**
 * Hard cuts: a step between two frames that stands out of the steps around it, changes most of the picture, and is
 * not taken back by the frames that follow.
 */
export function createHardCutFinder(): CutFinder<Sample> {
  const steps: Step[] = [];
  let last: Sample | undefined;
  /** The first step that isn't decided yet. */
  let next = 0;

  const decide = (): Cut | undefined => {
    const at = next++;
    const found = isCut(steps, at);
    const time = steps[at]!.after.time;
    const useless = steps.findIndex((step, index) => index >= at - MOST || isNear(step, steps[at]!));
    if (useless > 0) {
      steps.splice(0, useless);
      next -= useless;
    }
    return found ? { time, transition: 'cut' } : undefined;
  };

  return {
    push(sample) {
      if (last !== undefined) {
        steps.push({ before: last, after: sample, size: difference(last, sample) });
      }
      last = sample;
      const step = steps[next];
      if (step === undefined) return undefined;
      const ahead = steps.length - 1 - next;
      const isKnown = ahead >= FEWEST && (ahead >= MOST || !isNear(step, steps.at(-1)!));
      return isKnown ? decide() : undefined;
    },
    end() {
      const cuts: Cut[] = [];
      while (next < steps.length) {
        const cut = decide();
        if (cut !== undefined) cuts.push(cut);
      }
      return cuts;
    },
  };
}

function isNear(a: Step, b: Step): boolean {
  return Math.abs(a.after.time - b.after.time) <= NEAR;
}

/** The positions of the neighbouring steps before and after one. */
function neighbours(steps: readonly Step[], at: number): number[] {
  const found: number[] = [];
  for (const direction of [-1, 1]) {
    for (let distance = 1; distance <= MOST; distance++) {
      const other = at + direction * distance;
      const step = steps[other];
      if (step === undefined || (distance > FEWEST && !isNear(step, steps[at]!))) break;
      found.push(other);
    }
  }
  return found;
}

function isCut(steps: readonly Step[], at: number): boolean {
  const { before, after, size } = steps[at]!;
  if (size < LEAST) return false;
  const around = neighbours(steps, at);
  const close = around.filter((other) => belongsTo(steps, other, at));
  // A blended frame or a flash makes one more step; several are movement.
  const event = close.length === 1 ? close : [];
  // Of the steps of one event the largest is the cut.
  if (event.some((other) => steps[other]!.size > size || (steps[other]!.size === size && other > at)))
    return false;
  const others = around.filter(
    (other) => !event.includes(other) && !isOnlyLight(steps[other]!, size) && !wasTakenBack(steps, other),
  );
  const sizes = others.map((other) => steps[other]!.size);
  const mean = sizes.reduce((sum, one) => sum + one, 0) / Math.max(1, sizes.length);
  if (size < OVER_MEAN * mean || size < OVER_LARGEST * Math.max(0, ...sizes)) return false;
  if (wasTakenBack(steps, at)) return false;
  const first = steps[Math.min(at, ...event)]!.before;
  const final = steps[Math.max(at, ...event)]!.after;
  return (
    difference(first, final) >= LEAST &&
    correlation(before, after) < SAME_PICTURE &&
    correlation(first, final) < SAME_PICTURE &&
    changedPart(before, after) >= LEAST_PART &&
    changedPart(first, final) >= LEAST_PART
  );
}

/** Whether a step next to a large one is a part of it. */
function belongsTo(steps: readonly Step[], other: number, at: number): boolean {
  const distance = Math.abs(steps[other]!.after.time - steps[at]!.after.time);
  return Math.abs(other - at) <= FEWEST && distance <= ONE_EVENT && steps[other]!.size > steps[at]!.size / 2;
}

/** Whether a step that may hide one of a given size is a lamp or a flash: the picture stays, the light changes. */
function isOnlyLight(step: Step, size: number): boolean {
  const { before, after } = step;
  return (
    step.size > size / OVER_LARGEST &&
    Math.abs(after.mean - before.mean) > MOSTLY_LIGHT * step.size &&
    correlation(before, after) >= SAME_PICTURE
  );
}

/** Whether a step leads away from a picture that soon is there again, or back to one that just was. */
function wasTakenBack(steps: readonly Step[], at: number): boolean {
  const step = steps[at]!;
  if (step.size < LEAST) return false;
  const limit = CAME_BACK * step.size;
  for (let later = at + 1; later < steps.length && isNear(steps[later]!, step); later++) {
    if (difference(step.before, steps[later]!.after) < limit) return true;
  }
  for (let earlier = at - 1; earlier >= 0 && isNear(steps[earlier]!, step); earlier--) {
    if (difference(steps[earlier]!.before, step.after) < limit) return true;
  }
  return false;
}
