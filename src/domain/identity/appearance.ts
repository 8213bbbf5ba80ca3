import type { Microseconds } from '../time.ts';
import type { UnitVector } from '../vector.ts';

/** A track as grouping sees it: where and when one person was seen, and how that face looks. */
export interface Appearance {
  /** What names the track at every run, such as video, first time and box; no two tracks share it. */
  readonly key: string;
  readonly video: number | string;
  /** The frames that show it. */
  readonly times: readonly Microseconds[];
  /** Nothing where no face of it is good enough for one; it is then grouped only by decisions. */
  readonly vector: UnitVector | undefined;
  /** How far the vector can be relied on, above 0 and up to 1: its weight in a group. Without a vector it means nothing. */
  readonly quality: number;
}
