import type { UnitVector } from '../vector.ts';

/**
 * What the user said of a track: that it is, or is not, the person of another track, or the person with that number. People
 * with different numbers are never one.
 */
export type Decision =
  | { readonly same: boolean; readonly track: number; readonly other: number }
  | { readonly same: boolean; readonly track: number; readonly person: number };

/** A photo that shows a person, or (`same: false`) somebody who is not to be taken for that person. */
export interface Reference {
  readonly same: boolean;
  readonly person: number;
  readonly vector: UnitVector;
}
