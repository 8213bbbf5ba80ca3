import type { FrameQuality } from '../frame.ts';
import type { Microseconds } from '../time.ts';

/** A frame that may be chosen, and what is to be done with it then. */
export interface FrameCandidate<T> {
  readonly time: Microseconds;
  readonly quality: FrameQuality;
  readonly payload: T;
}

/**
 * How good a frame is to look at: its sharpness, weighted by how near its mean luma lies to the middle (the
 * well-exposedness of Mertens et al., "Exposure Fusion", 2007, with their 0.2, of the mean instead of each pixel).
 */
export function scoreOf({ sharpness, brightness }: FrameQuality): number {
  return sharpness * Math.exp(-((brightness - 0.5) ** 2) / (2 * 0.2 ** 2));
}
