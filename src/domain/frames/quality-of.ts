import type { FrameQuality, SmallFrame } from '../frame.ts';
import { laplacianVariance } from './laplacian-variance.ts';
import { perceptualHash } from './perceptual-hash.ts';

/** Black and the range up to white in limited-range luma (ITU-R BT.709). */
const BLACK = 16;
const RANGE = 219;

/**
 * Measures a small picture. Sharpness is the variance of the Laplacian, luma from 0 to 1. It falls with blur, and with
 * contrast: in a fade by the square of what is left of the picture.
 *
 * The luma counts as limited range; full range is cut off at 16 and 235, which changes brightness by at most 0.07.
 */
export function qualityOf({ width, height, y }: SmallFrame): FrameQuality {
  const { brightness, contrast } = spread(y);
  return {
    sharpness: laplacianVariance(y, width, height) / (RANGE * RANGE),
    brightness,
    contrast,
    hash: perceptualHash(y, width, height),
  };
}

function spread(luma: Uint8Array): { brightness: number; contrast: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < luma.length; i++) {
    const value = luma[i]!;
    const level = value <= BLACK ? 0 : value >= BLACK + RANGE ? RANGE : value - BLACK;
    sum += level;
    squares += level * level;
  }
  const mean = sum / luma.length;
  const variance = Math.max(0, squares / luma.length - mean * mean);
  return { brightness: mean / RANGE, contrast: Math.sqrt(variance) / RANGE };
}
