import type { FrameQuality } from '../frame.ts';
import { FRAME_RULES, type FrameRules } from './frame-rules.ts';

/** Whether a frame shows anything: neither black, nor white, nor flat. */
export function hasPicture({ brightness, contrast }: FrameQuality, rules: FrameRules = FRAME_RULES): boolean {
  const extreme = Math.min(brightness, 1 - brightness) < rules.dark;
  return contrast >= (extreme ? rules.faint : rules.flat);
}
