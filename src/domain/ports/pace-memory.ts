import type { Microseconds } from '../time.ts';
import type { StageKey } from './library.ts';

/** How much of video a stage has gone through, and how long it worked on it. */
export interface Pace {
  readonly video: Microseconds;
  readonly work: Microseconds;
}

/** Remembers from run to run how fast a stage goes. */
export interface PaceMemory {
  /** Adds what a stage has just done: so much of video in so much time. */
  addToPace(key: StageKey, video: Microseconds, work: Microseconds): void;
  /** All that has been added for a stage, if anything. */
  paceOf(key: StageKey): Pace | undefined;
}
