import type { Microseconds } from './time.ts';
import type { UnitVector } from './vector.ts';

/** A picture in memory: 8-bit red, green, blue, row by row without padding. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** width · height · 3 bytes. */
  readonly pixels: Uint8Array;
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
}
