import type { FrameQuality } from '../frame.ts';
import { FRAME_RULES, type FrameRules } from './frame-rules.ts';

/**
 * How fine a frame's structure is, whatever its contrast: variance of the Laplacian over variance of the luma, about
 * 0 to 20. Blur lowers it; a fade does not.
 */
export function detailOf({ sharpness, contrast }: FrameQuality): number {
  return contrast === 0 ? 0 : sharpness / contrast ** 2;
}

/** The upper quartile of the detail of a shot's frames: 0 where there are none. */
export function detailOfShot(frames: readonly FrameQuality[]): number {
  const sorted = frames.map(detailOf).sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length - 1) * 0.75)] ?? 0;
}

/** Whether a frame is blurred compared with its shot; `detail` is the shot's, as `detailOfShot` tells it. */
export function isBlurred(frame: FrameQuality, detail: number, rules: FrameRules = FRAME_RULES): boolean {
  return detailOf(frame) < rules.blurred * detail;
}
