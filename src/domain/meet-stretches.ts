import type { VideoStretch } from './overlaps.ts';
import { createStretchMap } from './stretch-map.ts';

/** What some stretches have in common with others. */
export function meetStretches(
  some: readonly VideoStretch[],
  others: readonly VideoStretch[],
): VideoStretch[] {
  const map = createStretchMap(others);
  return some.flatMap((one) =>
    map.at(one).map((other) => ({
      video: one.video,
      start: Math.max(one.start, other.start),
      end: Math.min(one.end, other.end),
    })),
  );
}
