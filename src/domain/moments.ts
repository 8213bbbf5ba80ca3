import type { Microseconds } from './time.ts';

/** A frame that a query met, with its score in one space. */
export interface FrameHit {
  readonly frame: number;
  readonly video: number;
  readonly time: Microseconds;
  /** The stretch of the video that it stands for (`stretchOf`); the time lies in it. */
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** Cosine with the query. */
  readonly score: number;
}

/** Neighbouring hits of one video, joined. */
export interface HitGroup {
  readonly video: number;
  /** The hit with the highest score. */
  readonly best: FrameHit;
  readonly start: Microseconds;
  readonly end: Microseconds;
}

export interface JoinOptions {
  /** Two hits whose stretches lie further apart than this are not neighbours. */
  readonly maxGap: Microseconds;
  /** What the query scores on an ordinary frame of the library. */
  readonly background: number;
  readonly limit: number;
}

/**
 * Cosines of one unchanging picture differ by less than this from frame to frame, through the video's coding alone. A
 * shot that fills the library is its own background, and half its height would be such noise.
 */
const NOISE = 0.01;

/**
 * Joins hits into groups, best first. A group grows from its best hit over neighbouring hits as long as their score
 * stays above half the height of the best over the background (full width at half maximum, the usual measure of a
 * peak's width); each hit belongs to one group.
 *
 * @param hits any order; all of one space and one query
 */
export function joinHits(hits: readonly FrameHit[], options: JoinOptions): HitGroup[] {
  const byVideo = new Map<number, FrameHit[]>();
  for (const hit of hits) {
    const list = byVideo.get(hit.video);
    if (list === undefined) byVideo.set(hit.video, [hit]);
    else list.push(hit);
  }
  const place = new Map<FrameHit, { line: FrameHit[]; index: number }>();
  for (const line of byVideo.values()) {
    line.sort((a, b) => a.time - b.time);
    line.forEach((hit, index) => void place.set(hit, { line, index }));
  }
  const groups: HitGroup[] = [];
  const taken = new Set<FrameHit>();
  for (const best of [...hits].sort(byScore)) {
    if (groups.length >= options.limit) break;
    if (taken.has(best)) continue;
    const { line, index } = place.get(best)!;
    const halfHeight = options.background + (best.score - options.background) / 2;
    const floor = Math.min(halfHeight, best.score - NOISE);
    const grow = (step: 1 | -1): FrameHit => {
      let edge = best;
      for (let i = index + step; i >= 0 && i < line.length; i += step) {
        const next = line[i]!;
        const gap = step === 1 ? next.start - edge.end : edge.start - next.end;
        if (taken.has(next) || next.score < floor || gap > options.maxGap) break;
        taken.add(next);
        edge = next;
      }
      return edge;
    };
    taken.add(best);
    groups.push({ video: best.video, best, start: grow(-1).start, end: grow(1).end });
  }
  return groups;
}

/** Higher scores first; equal ones in the order of video and time, so that results never depend on storage. */
function byScore(a: FrameHit, b: FrameHit): number {
  return b.score - a.score || a.video - b.video || a.time - b.time;
}
