import type { DetectedFace } from '../face.ts';
import type { Microseconds } from '../time.ts';
import type { UnitVector } from '../vector.ts';

/** A face in one frame of a shot; boxes of a shot are in pixels of one size of picture. */
export interface SeenFace extends DetectedFace {
  readonly time: Microseconds;
  /** How good the face is for telling who it is, 0–1. */
  readonly quality: number;
  /** Nothing where the face is too small, blurred or turned away for one. */
  readonly vector: UnitVector | undefined;
}

/** One face through one shot; faces are named by their places in the list they came in. */
export interface FaceTrack {
  /** By time, one a frame. */
  readonly faces: readonly number[];
  /** The one that stands for the track. */
  readonly best: number;
  readonly vector: UnitVector | undefined;
  /** How far the vector can be relied on, 0–1: the mean quality of the faces that it is made of, weighted as they are. */
  readonly quality: number;
}

/** What decides over whether two faces of one shot are one person's. */
export interface TrackRules {
  /** Cosine from which faces are one person's wherever they are: the one that SFace's makers state. */
  readonly alike: number;
  /** Cosine from which they are where they overlap soon after each other. */
  readonly alikeInPlace: number;
  /** Overlap that counts (SORT, Bewley et al. 2016). */
  readonly overlap: number;
  /** For how long it counts: a face that is where another one was longer ago may be another's. */
  readonly soon: Microseconds;
  /** Quality below which a face's vector weighs as much as at it, so that a track of bad faces has one too. */
  readonly leastQuality: number;
}

/** Reasons: docs/decisions/035-people.md. */
export const TRACK_RULES: TrackRules = {
  alike: 0.363,
  alikeInPlace: 0.2,
  overlap: 0.3,
  soon: 2_000_000,
  leastQuality: 0.05,
};
