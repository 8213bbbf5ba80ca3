import { cutOut } from '../../domain/cut-out.ts';
import { meetStretches } from '../../domain/meet-stretches.ts';
import { type FrameHit, type HitGroup, type JoinOptions, joinHits } from '../../domain/moments.ts';
import type { VideoStretch } from '../../domain/overlaps.ts';
import type { FrameFilter, SearchStore } from '../../domain/ports/library.ts';
import type { Space } from '../../domain/space.ts';
import { createStretchMap } from '../../domain/stretch-map.ts';
import { fromSeconds, type Microseconds } from '../../domain/time.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { MANY } from './search-context.ts';

/** Stretches of one video meet; a short one between them may show nothing, and have no frame. */
const MAX_GAP: Microseconds = fromSeconds(1.5);

/** Hits looked at for each moment wanted, of many moments fewer; more are fetched while moments are missing. */
const HITS_PER_MOMENT = 30;
const FIRST_HITS = 300;

/** Of so few frames all are looked at at once: sooner than some of them, and then those around them. */
const FEW = 2000;

/** So far around a moment its video's frames are looked at, and further where it reaches as far. */
const AROUND: Microseconds = fromSeconds(30);

/** What is looked for in one space. */
export interface Asked {
  readonly space: Space;
  readonly vector: UnitVector;
  /** Most moments. */
  readonly limit: number;
  /** What the vector scores on an ordinary frame of the library; asked for only where that is not the mean of all. */
  readonly background: () => number;
}

/** What may be found. */
export interface Tests {
  /** Decides by a moment's whole stretch. */
  readonly allows: (group: HitGroup) => boolean;
  /** Whether nothing behind some hits, among so many frames, is worth going on for. */
  readonly isHopeless: (hits: readonly FrameHit[], among: number) => boolean;
}

/**
 * Fetches hits until they make as many moments as are wanted, there are no more, or none is worth it.
 *
 * @returns also among how many frames they were found, or how many there are in all where that is not known
 */
export function findGroups(
  { space, vector, limit, background }: Asked,
  filter: FrameFilter,
  { allows, isHopeless }: Tests,
  store: SearchStore,
): { groups: HitGroup[]; isComplete: boolean; among: number } {
  const isInParts = filter.within !== undefined || (filter.without?.length ?? 0) > 0;
  // What lies between two stretches is not asked for.
  const maxGap = isInParts ? 0 : MAX_GAP;
  const isFew = space.vectors <= FEW;
  const first = isFew || limit >= MANY ? MANY : Math.min(FIRST_HITS, limit * HITS_PER_MOMENT);
  for (let k = first; ; k = Math.min(MANY, k * 4)) {
    const top = store.nearest(space, vector, k, filter);
    const framesIn = (windows: readonly VideoStretch[]) => {
      const within = filter.within === undefined ? windows : meetStretches(windows, filter.within);
      return store.nearest(space, vector, MANY, { ...filter, within });
    };
    const isAll = top.length < k;
    // Of more frames the background is the same however many are fetched, and so are a moment's ends.
    const isWhole = isFew && top.length === space.vectors;
    const options = { maxGap, background: isWhole ? meanScore(top) : background(), allows, limit };
    const groups = isAll ? joinHits(top, options) : joinWhole(top, framesIn, options);
    // A frame beyond the first k could only lead a moment if one of these were led by a lower score than theirs.
    const lowest = top.at(-1)?.score ?? 0;
    const isFull = groups.length >= limit && groups.every(({ best }) => best.score >= lowest);
    if (isAll) return { groups, isComplete: groups.length < limit, among: top.length };
    if (isFull) return { groups, isComplete: false, among: space.vectors };
    if (isHopeless(top, space.vectors)) return { groups, isComplete: true, among: space.vectors };
  }
}

function meanScore(hits: readonly FrameHit[]): number {
  return hits.reduce((sum, { score }) => sum + score, 0) / Math.max(1, hits.length);
}

/**
 * Joins hits with all frames around the moments they make, so that a moment's ends do not depend on how many hits were
 * fetched.
 */
function joinWhole(
  top: readonly FrameHit[],
  framesIn: (windows: readonly VideoStretch[]) => FrameHit[],
  options: JoinOptions,
): HitGroup[] {
  const hits = new Map(top.map((hit) => [hit.frame, hit]));
  const known: VideoStretch[] = [];
  for (;;) {
    const groups = joinHits([...hits.values()], options);
    const map = createStretchMap(known);
    const missing = groups.flatMap(({ video, start, end, best }) => {
      // An end at the middle between two frames has the next one as far behind it as its last one lies before it.
      const [before, after] = [best.time - start, end - best.time].map((reach) =>
        Math.max(AROUND, reach + 2),
      );
      const wanted = { video, start: start - before!, end: end + after! };
      return cutOut(wanted, map.at(wanted)).map((part) => ({ video, ...part }));
    });
    if (missing.length === 0) return groups;
    known.push(...missing);
    for (const hit of framesIn(missing)) hits.set(hit.frame, hit);
  }
}
