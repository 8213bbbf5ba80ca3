import type { Box, DetectedFace } from './face.ts';
import type { Microseconds } from './time.ts';
import type { UnitVector } from './vector.ts';

/** A face at a moment, in pixels of the video as it is shown. */
export interface TrackFace extends DetectedFace {
  readonly time: Microseconds;
  /** How well it shows whose it is, 0–1. */
  readonly quality: number;
}

/** One face followed through one shot. */
export interface Track {
  /** In order of time, at least one; no two of one time. */
  readonly faces: readonly TrackFace[];
  /** Which of them shows the face best. */
  readonly best: number;
  /** A WebP picture of that one. */
  readonly thumbnail: Uint8Array;
  /** Undefined where no face is good enough for one, or there is no model for it. */
  readonly vector: UnitVector | undefined;
}

/** A face of a stored track. */
export interface PlacedFace extends FacePlace {
  /** The track's number. */
  readonly track: number;
}

/** Where a face is: what says which one is meant when its video is gone through again. */
export interface FacePlace {
  readonly video: number;
  readonly time: Microseconds;
  readonly box: Box;
}
