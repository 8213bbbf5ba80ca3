import type { Microseconds } from '../time.ts';
import type { Cut, CutFinder } from './candidate.ts';
import { correlation } from './compare-samples.ts';
import type { Sample } from './reduce-frame.ts';

/** A picture whose luma deviates less than this (grey levels) is blank: black, white, or one colour. */
export const BLANK = 1.2;
/** A fade starts from at least this much contrast. */
const LEAST_CONTRAST = 3;
/** How far back a fade may begin, and how much of a fade in is looked at. */
const LONGEST: Microseconds = 2_500_000;
const LOOK_AHEAD: Microseconds = 400_000;
/** After a blank stretch of this length the cut no longer waits for its end: it is set half as far into the stretch. */
const LONGEST_BLANK: Microseconds = 2_000_000;
/** A frame within a fade has at most this part of the whole contrast, and mostly is still the same picture. */
const FADED_MOST = 0.85;
const SAME_PICTURE = 0.6;
/** Going away from the blank, the fade goes on as long as contrast rises by this much in two frames. */
const RISING = 1.05;

interface Blank {
  readonly start: Sample;
  readonly isFadedOut: boolean;
  isReported: boolean;
}

interface Leaving {
  readonly blank: Blank;
  /** The last blank frame and all since. */
  readonly lastBlank: Sample;
  readonly shown: Sample[];
}

/**
 * Fades: contrast goes down to nothing while the picture stays the same one, and another picture comes out of the
 * blank. The cut lies in the middle of the blank stretch where both sides are gradual, else at the abrupt side.
 */
export function createFadeFinder(): CutFinder<Sample> {
  const recent: Sample[] = [];
  let blank: Blank | undefined;
  let lastBlank: Sample | undefined;
  let leaving: Leaving | undefined;

  const settle = (): Cut | undefined => {
    const { blank: stretch, lastBlank: end, shown } = leaving!;
    leaving = undefined;
    const isFadingIn = isFade([end, ...shown].reverse());
    if (stretch.isReported || (!stretch.isFadedOut && !isFadingIn)) return undefined;
    const time = !isFadingIn
      ? shown[0]!.time
      : stretch.isFadedOut
        ? middle(recent, stretch.start.time, end.time)
        : stretch.start.time;
    return { time, transition: 'fade' };
  };

  return {
    push(sample) {
      let found: Cut | undefined;
      if (sample.deviation < BLANK) {
        // A flicker on the way out of the blank is a part of it.
        if (leaving?.shown.every(({ deviation }) => deviation < LEAST_CONTRAST)) {
          blank = leaving.blank;
          leaving = undefined;
        }
        if (leaving !== undefined) found = settle();
        if (blank === undefined) {
          // A video that begins blank has faded out of nothing, and there is nothing to cut.
          const isFirst = recent.length === 0;
          blank = { start: sample, isFadedOut: isFade([...recent, sample]), isReported: isFirst };
        }
        lastBlank = sample;
        if (blank.isFadedOut && !blank.isReported && sample.time - blank.start.time >= LONGEST_BLANK) {
          blank.isReported = true;
          found ??= { time: middle(recent, blank.start.time, sample.time), transition: 'fade' };
        }
      } else {
        if (blank !== undefined) {
          leaving = { blank, lastBlank: lastBlank!, shown: [] };
          blank = undefined;
        }
        leaving?.shown.push(sample);
        if (leaving !== undefined && sample.time - leaving.shown[0]!.time >= LOOK_AHEAD) found = settle();
      }
      recent.push(sample);
      while (recent[0]!.time < sample.time - LONGEST) recent.shift();
      return found;
    },
    end() {
      const cut = leaving === undefined ? undefined : settle();
      return cut === undefined ? [] : [cut];
    },
  };
}

/** Whether these frames, of which the last is blank, show one picture that fades. */
function isFade(frames: readonly Sample[]): boolean {
  let top = frames.length - 2;
  while (top >= 2 && frames[top - 2]!.deviation > RISING * frames[top]!.deviation) top--;
  const full = frames[top];
  if (full === undefined || full.deviation < LEAST_CONTRAST) return false;
  const faded = frames
    .slice(top + 1, -1)
    .filter(({ deviation }) => deviation <= FADED_MOST * full.deviation && deviation > BLANK);
  // Half of them: over a long fade what moves gets far away from where it was.
  const same = faded.filter((sample) => correlation(sample, full) > SAME_PICTURE);
  return faded.length >= 2 && 2 * same.length >= faded.length;
}

/** The time of the first frame that isn't before the middle of a stretch. */
function middle(frames: readonly Sample[], start: Microseconds, end: Microseconds): Microseconds {
  return frames.find(({ time }) => 2 * time >= start + end)?.time ?? end;
}
