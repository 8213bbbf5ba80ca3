import type { Microseconds } from './time.ts';

/** How a shot begins. `start`: it is the video's first. */
export type Transition = 'start' | 'cut' | 'fade' | 'dissolve';

/** What lies between two cuts. */
export interface Shot {
  /** Presentation time of its first frame. */
  readonly start: Microseconds;
  /** Presentation time of the next shot's first frame; of the last shot, where the video ends. */
  readonly end: Microseconds;
  readonly transition: Transition;
}
