import type { UnitVector } from '../vector.ts';

/** Neighbouring segments of one text, joined to a length that a text model reads well; ready to be stored. */
export interface EmbeddedPassage {
  /** Its first and last segment, by their numbers among the segments of the video, from 0. */
  readonly first: number;
  readonly last: number;
  /** Undefined where no model for text is there: it is found by word then. */
  readonly vector: UnitVector | undefined;
}
