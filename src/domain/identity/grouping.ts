import type { Decision, Reference } from './decision.ts';
import type { GroupingRules } from './grouping-rules.ts';

/** Tracks are named by their places in the list that is grouped. */
export interface GroupingOptions {
  /** What differs from GROUPING_RULES. */
  readonly rules?: Partial<GroupingRules>;
  /** The oldest first. */
  readonly decisions?: readonly Decision[];
  readonly references?: readonly Reference[];
  /** Tracks of people who are to be forgotten: they come into no group. */
  readonly leftOut?: readonly number[];
}

/** One person, as far as is known. */
export interface TrackGroup {
  /** By their keys; empty for a person of whom there are only photos. */
  readonly tracks: readonly number[];
  /** Number of the person, where decisions or references say who it is. */
  readonly person: number | undefined;
}

/** Two groups, by their places, that may be one person. */
export interface DoubtfulPair {
  readonly a: number;
  readonly b: number;
  /** Mean cosine between their tracks. */
  readonly similarity: number;
  /** What it falls short of being joined by; 0 or less where a rival keeps both apart. */
  readonly short: number;
}

export interface Grouping {
  /** By the key of their first track. */
  readonly groups: readonly TrackGroup[];
  /** The least short first. */
  readonly doubtful: readonly DoubtfulPair[];
  /** Places of decisions that don't hold: a later one says otherwise, one frame shows both, or a track is left out. */
  readonly refused: readonly number[];
}
