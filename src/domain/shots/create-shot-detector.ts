import type { SmallFrame } from '../frame.ts';
import type { Microseconds } from '../time.ts';
import type { Cut } from './candidate.ts';
import { createDissolveFinder } from './create-dissolve-finder.ts';
import { createFadeFinder } from './create-fade-finder.ts';
import { createHardCutFinder } from './create-hard-cut-finder.ts';
import { createFrameReducer } from './reduce-frame.ts';
import { settleCuts } from './settle-cuts.ts';

/** A shot is at least this long; of cuts closer together one stays. */
const SHORTEST_SHOT: Microseconds = 600_000;
/** Gradual transitions are looked for in frames at least this far apart: what is kept is bounded at any frame rate. */
const SPACING: Microseconds = 25_000;

/**
 * A cut is reported at the latest with the first frame that lies further than this after it. The longest wait is a
 * fade's: an abrupt beginning of a blank stretch of up to 2 s, and 0.4 s of what comes out of it.
 */
export const CUT_DELAY: Microseconds = 2_500_000;

export interface ShotDetectorOptions {
  readonly shortestShot?: Microseconds;
}

export interface ShotDetector {
  /** Takes the next frame in order of time; gives the cuts that are now certain, in order of time. */
  push(frame: SmallFrame): readonly Cut[];
  /** The video has ended; gives the remaining cuts. */
  end(): readonly Cut[];
}

/**
 * Finds where shots begin, frame by frame: hard cuts exactly, fades and dissolves at their middle. All lengths are in
 * time, so variable frame rates need nothing special. Memory is bounded (about 2 MB); docs/decisions/022 has the reasons.
 */
export function createShotDetector({ shortestShot = SHORTEST_SHOT }: ShotDetectorOptions = {}): ShotDetector {
  const reduce = createFrameReducer();
  const hard = createHardCutFinder();
  const gradual = [createFadeFinder(), createDissolveFinder()];
  const settled = settleCuts(shortestShot);
  let lastSpaced = Number.NEGATIVE_INFINITY;

  return {
    push(frame) {
      const sample = reduce(frame);
      settled.see(sample.time);
      settled.add(hard.push(sample));
      if (sample.time - lastSpaced >= SPACING) {
        lastSpaced = sample.time;
        for (const finder of gradual) settled.add(finder.push(sample));
      }
      return settled.take(sample.time - CUT_DELAY);
    },
    end() {
      for (const finder of [hard, ...gradual]) {
        for (const cut of finder.end()) settled.add(cut);
      }
      return settled.takeRest();
    },
  };
}
