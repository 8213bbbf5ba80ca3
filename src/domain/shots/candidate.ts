import type { Transition } from '../shot.ts';
import type { Microseconds } from '../time.ts';

/** A new shot's beginning. */
export interface Cut {
  /**
   * Presentation time of the new shot's first frame. Of a gradual transition it is the middle: the frame where a
   * dissolve is half done, or the middle of the blank stretch between a fade out and a fade in.
   */
  readonly time: Microseconds;
  readonly transition: Exclude<Transition, 'start'>;
}

/** Looks at one kind of transition; what it reports lies at most its own delay in the past. */
export interface CutFinder<Input> {
  push(input: Input): Cut | undefined;
  /** What the last frames still hold. */
  end(): readonly Cut[];
}
