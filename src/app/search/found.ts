import type { Ranked } from '../../domain/fuse-hits.ts';
import type { Stretch, VideoStretch } from '../../domain/overlaps.ts';
import type { PlaceFacts } from '../../domain/ports/library.ts';
import type { Reason } from '../../domain/search-result.ts';
import type { Microseconds } from '../../domain/time.ts';

/** Something that a channel found for a clause. */
export interface ChannelHit extends Ranked {
  readonly best: Microseconds;
  /** The channel's own: cosine, BM25, or the quality of a face. */
  readonly score: number;
  readonly confidence: number | null;
  /** Made only for what is shown. */
  readonly reasons: () => Reason[];
}

/** A moment that a query or a part of it found. */
export interface Found extends Ranked {
  readonly best: Microseconds;
  readonly score: number;
  readonly confidence: number | null;
  readonly reasons: () => Reason[];
  /** How well a cross-encoder finds that what is said answers the query, 0…1; undefined where none has read it. */
  readonly reread?: number;
  /** Where the video lies, of the places that were asked for. */
  readonly places: readonly PlaceFacts[];
}

/** An answer, best first, and whether it is all that there is. */
export interface Answer {
  readonly found: readonly Found[];
  readonly isComplete: boolean;
  /** Whether what lies between two of its moments may become part of one: nothing is said there that may not be. */
  readonly mayCover: (gap: VideoStretch) => boolean;
}

export const NOTHING: Answer = { found: [], isComplete: true, mayCover: () => true };

/** Puts moments in order: each gets its place in it as its rank. */
export function ranked<T>(moments: readonly T[]): (T & { rank: number })[] {
  return moments.map((moment, index) => ({ ...moment, rank: index + 1 }));
}

/** When a moment is best: the best time of the first of its hits whose best time it holds, else the nearest to that of the first. */
export function bestIn(
  { start, end }: Stretch,
  hits: readonly { readonly best: Microseconds }[],
): Microseconds {
  const held = hits.find(({ best }) => start <= best && best < Math.max(end, start + 1));
  return held?.best ?? Math.min(Math.max(hits[0]!.best, start), end);
}

/** The surest of some, where anything is told of any. */
export function surest(some: readonly { readonly confidence: number | null }[]): number | null {
  const told = some.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
  return told.length === 0 ? null : Math.max(...told);
}

/** All have to be right: no surer than the one that is least so. */
export function leastSure(some: readonly { readonly confidence: number | null }[]): number | null {
  const told = some.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
  return told.length === 0 ? null : Math.min(...told);
}
