import type { Microseconds } from './time.ts';
import type { UnitVector } from './vector.ts';

/** A picture in memory: 8-bit red, green, blue, row by row without padding. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** width · height · 3 bytes. */
  readonly pixels: Uint8Array;
}

/** A small picture of a frame, for cuts and quality: three 8-bit planes of one size (4:4:4), row by row without padding. */
export interface SmallFrame {
  /** Presentation time. */
  readonly time: Microseconds;
  readonly width: number;
  readonly height: number;
  /** Luma and the two chroma planes, width · height bytes each, in the video's own range (mostly 16–235). */
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
}

/** What a small picture says about a frame. */
export interface FrameQuality {
  /** How much fine detail there is (variance of the luma's Laplacian); comparable between frames of one video only. At least 0. */
  readonly sharpness: number;
  /** Mean luma, 0 (black) to 1 (white). */
  readonly brightness: number;
  /** Standard deviation of the luma, 0 (one even area) to 0.5. */
  readonly contrast: number;
  /** 64-bit perceptual hash: near-duplicates differ in few bits. */
  readonly hash: bigint;
}

/** A frame as the decoder hands it over: the model's input and a smaller picture for people. */
export interface DecodedFrame {
  /** Presentation time. */
  readonly time: Microseconds;
  readonly forModel: RgbImage;
  readonly forThumbnail: RgbImage;
}

/** A frame ready to be stored. */
export interface EmbeddedFrame {
  readonly time: Microseconds;
  readonly vector: UnitVector;
  /** A WebP picture. */
  readonly thumbnail: Uint8Array;
  readonly quality?: FrameQuality;
}
