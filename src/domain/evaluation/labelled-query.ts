import type { Stretch } from '../overlaps.ts';

/** A stretch of a video that answers a query. */
export interface ExpectedStretch extends Stretch {
  /** An end of the video's path, of whole names: `holiday.mp4`, `2024/holiday.mp4`. */
  readonly video: string;
}

/** A query whose answers are known. */
export interface LabelledQuery {
  /** Its own name, or the number of its line. */
  readonly id: string;
  /** Line of the file, from 1. */
  readonly line: number;
  /** May be empty where there are images. */
  readonly query: string;
  /** Picture files, as the file names them: relative to it. */
  readonly images: readonly string[];
  /** Empty where "nothing found" is right. */
  readonly expect: readonly ExpectedStretch[];
  readonly tags: readonly string[];
}
