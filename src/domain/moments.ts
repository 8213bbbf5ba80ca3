import { fromSeconds, type Microseconds } from './time.ts';

/** A frame that a query met, with its score in one space. */
export interface FrameHit {
  readonly frame: number;
  readonly video: number;
  readonly time: Microseconds;
  /** The stretch of the video that it stands for (`stretchOf`); the time lies in it. */
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** Its shot; null where that is not known. */
  readonly shotStart: Microseconds | null;
  readonly shotEnd: Microseconds | null;
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
  /** Groups of which it says no are left out. */
  readonly allows?: (group: HitGroup) => boolean;
}

/**
 * Cosines of one unchanging picture differ by less than this from frame to frame, through the video's coding alone. A
 * shot that fills the library is its own background, and half its height would be such noise.
 */
const NOISE = 0.01;

/** Full width at half maximum; beyond a cut, where something else begins, only what fits nearly as well belongs to it. */
const [HALF, BEYOND_CUT] = [0.5, 0.75];

/**
 * Joins hits into groups, best first. A group grows from its best hit over neighbouring hits as long as their score
 * stays above half the height of the best over the background (full width at half maximum, the usual measure of a
 * peak's width), in another shot above three quarters; each hit belongs to one group, and none reaches into another. It
 * ends with the shot of its last hit, or within it where the line between the scores of that hit and of the next falls
 * below half the height.
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
  const owners = new Map<FrameHit, HitGroup>();
  for (const best of [...hits].sort(byScore)) {
    if (groups.length >= options.limit) break;
    if (owners.has(best)) continue;
    const { line, index } = place.get(best)!;
    const height = (share: number) =>
      Math.min(options.background + share * (best.score - options.background), best.score - NOISE);
    const [floor, floorBeyondCut] = [height(HALF), height(BEYOND_CUT)];
    const group = { video: best.video, best, start: best.start, end: best.end };
    const grow = (step: 1 | -1): Microseconds => {
      let edge = best;
      let beyond: FrameHit | undefined;
      let i = index + step;
      for (; i >= 0 && i < line.length; i += step) {
        beyond = line[i]!;
        const gap = step === 1 ? beyond.start - edge.end : edge.start - beyond.end;
        const least = isOtherShot(edge, beyond) ? floorBeyondCut : floor;
        if (owners.has(beyond) || beyond.score < least || gap > options.maxGap) break;
        owners.set(beyond, group);
        edge = beyond;
        beyond = undefined;
      }
      return takeUpTo(edgeTime(edge, beyond, floor, step), { line, from: i, step }, group, owners);
    };
    owners.set(best, group);
    group.start = grow(-1);
    group.end = grow(1);
    if (options.allows?.(group) ?? true) groups.push(group);
  }
  return groups;
}

/** A cut so near is where the picture changes; what comes before it is the camera's or the codec's doing. */
const CUT_NEAR: Microseconds = fromSeconds(0.5);

/** Where a group ends that reaches to one hit and not to the next. */
function edgeTime(last: FrameHit, next: FrameHit | undefined, floor: number, step: 1 | -1): Microseconds {
  const own = step === 1 ? last.end : last.start;
  if (next === undefined || next.score >= floor || !isSameShot(last, next)) return own;
  const share = (last.score - floor) / (last.score - next.score);
  const crossing = Math.round(last.time + share * (next.time - last.time));
  const cut = step === 1 ? next.shotEnd : next.shotStart;
  return Math.abs(cut! - crossing) <= CUT_NEAR ? cut! : crossing;
}

/**
 * Gives a group the hits that lie between its last one and its end, and ends it before the next group.
 *
 * @param beyond where in its line the hits behind its last one begin, and which way they go
 */
function takeUpTo(
  end: Microseconds,
  beyond: { readonly line: readonly FrameHit[]; readonly from: number; readonly step: 1 | -1 },
  group: HitGroup,
  owners: Map<FrameHit, HitGroup>,
): Microseconds {
  const { line, from, step } = beyond;
  for (let i = from; i >= 0 && i < line.length; i += step) {
    const next = line[i]!;
    const other = owners.get(next);
    if (other !== undefined) return step === 1 ? Math.min(end, other.start) : Math.max(end, other.end);
    if (step === 1 ? next.time >= end : next.time < end) return end;
    owners.set(next, group);
  }
  return end;
}

function isOtherShot(a: FrameHit, b: FrameHit): boolean {
  return a.shotStart !== null && b.shotStart !== null && a.shotStart !== b.shotStart;
}

function isSameShot(a: FrameHit, b: FrameHit): boolean {
  return a.shotStart !== null && a.shotStart === b.shotStart;
}

/** Higher scores first; equal ones in the order of video and time, so that results never depend on storage. */
function byScore(a: FrameHit, b: FrameHit): number {
  return b.score - a.score || a.video - b.video || a.time - b.time;
}
