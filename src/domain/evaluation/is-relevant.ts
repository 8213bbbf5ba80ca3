import type { Stretch } from '../overlaps.ts';
import type { Microseconds } from '../time.ts';

/** A moment, as far as it matters where it is. */
export interface PlacedMoment extends Stretch {
  readonly path: string;
  readonly best: Microseconds;
}

/** An expected stretch with every path of its video. */
export interface PlacedStretch extends Stretch {
  readonly paths: ReadonlySet<string>;
}

/**
 * Whether a moment answers: it is of the expected video, and its best time lies in the expected stretch, or both overlap by at
 * least half of the shorter one (docs/decisions/039). The end of a stretch is no part of it, but of one without length.
 */
export function isRelevant(moment: PlacedMoment, expected: PlacedStretch): boolean {
  if (!expected.paths.has(moment.path)) return false;
  const { best } = moment;
  if (best >= expected.start && best < Math.max(expected.end, expected.start + 1)) return true;
  const overlap = Math.min(moment.end, expected.end) - Math.max(moment.start, expected.start);
  const shorter = Math.min(moment.end - moment.start, expected.end - expected.start);
  return overlap > 0 && 2 * overlap >= shorter;
}
