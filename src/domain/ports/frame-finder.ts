import type { FrameQuality } from '../frame.ts';
import type { Shot } from '../shot.ts';
import type { Microseconds } from '../time.ts';
import type { PlaceFacts } from './library.ts';

/** What a library holds of one frame. */
export interface FrameFacts {
  readonly time: Microseconds;
  /** A WebP picture. */
  readonly thumbnail: Uint8Array;
  /** Undefined where the library holds none. */
  readonly quality: FrameQuality | undefined;
  readonly shot: Shot | undefined;
  /** The spaces that hold a vector of it. */
  readonly spaces: readonly { readonly model: string; readonly revision: string }[];
  readonly video: {
    readonly duration: Microseconds;
    readonly width: number;
    readonly height: number;
    readonly codec: string;
  };
}

/** Looks single frames up. */
export interface FrameFinder {
  /** All places of each video, by video. */
  places(): ReadonlyMap<number, readonly PlaceFacts[]>;
  /** The frame of a video whose time is nearest; the earlier of two; undefined where the video has none. */
  nearestFrame(video: number, time: Microseconds): FrameFacts | undefined;
}
