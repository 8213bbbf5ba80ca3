import type { Microseconds } from './time.ts';

/** Why a moment is in a result. */
export interface Reason {
  readonly channel: 'sight';
  /** Place in that channel's own order, from 1. */
  readonly rank: number;
  readonly score: number;
}

/** An answer to a query: a stretch of one video. */
export interface Moment {
  /** Where the video lies now, or lay when its volume was last seen. Absolute. */
  readonly path: string;
  readonly volume: string;
  /** Whether the video's volume is mounted. */
  readonly online: boolean;
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** Time of the frame that fits best. */
  readonly best: Microseconds;
  /** Cosine of that frame with the query. */
  readonly score: number;
  /** Probability that the frame shows what was asked for, 0…1; null where the model has no scale for it. */
  readonly confidence: number | null;
  readonly why: readonly Reason[];
}
