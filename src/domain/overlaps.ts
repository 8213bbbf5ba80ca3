import type { Microseconds } from './time.ts';

/** A part of a video from its start up to its end, which is not part of it; at least its first microsecond is. */
export interface Stretch {
  readonly start: Microseconds;
  readonly end: Microseconds;
}

export interface VideoStretch extends Stretch {
  readonly video: number;
}

/** Whether two stretches of one video have a time in common. */
export function overlaps(a: Stretch, b: Stretch): boolean {
  return a.start < Math.max(b.end, b.start + 1) && b.start < Math.max(a.end, a.start + 1);
}
