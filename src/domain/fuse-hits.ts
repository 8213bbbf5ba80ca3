import { overlaps, type Stretch, type VideoStretch } from './overlaps.ts';
import { fromSeconds, type Microseconds } from './time.ts';

/** A stretch of a video that one of several lists holds: a channel's hits, or the moments of a part of a query. */
export interface Ranked extends VideoStretch {
  /** Place in its own list, from 1. */
  readonly rank: number;
  /** Whether it is something that is said. */
  readonly isSpoken: boolean;
}

/** A moment with what speaks for it, one of a list. */
export interface FusedMoment<T> extends VideoStretch {
  /** 1 where it is the first of every list. */
  readonly score: number;
  /** The one with the best rank first. */
  readonly hits: readonly T[];
}

/** What is fused: lists in the order in which they decide between equals, each with what it counts, above 0. */
export interface RankedList<T> {
  readonly weight: number;
  readonly hits: readonly T[];
  /** Whether there is no moment without a hit of it. */
  readonly isRequired: boolean;
}

/** Reciprocal rank fusion: the constant of Cormack, Clarke and Büttcher (2009). */
export const RANK_CONSTANT = 60;
/** Picture and word of one event seldom come in the same instant. */
const NEAR: Microseconds = fromSeconds(2);
/** What speaks for a moment widens it up to this length: a shot may last for an hour. */
const LONGEST: Microseconds = fromSeconds(30);
/** What is shorter is hardly to be seen. */
const SHORTEST: Microseconds = fromSeconds(1);

/** A hit with the list that it is of. */
interface Listed<T> {
  readonly hit: T;
  readonly list: number;
}

/**
 * Makes moments of several ranked lists, best first: weighted reciprocal rank fusion, `Σ weight / (60 + rank)`. Each hit,
 * with the best hit of each other list that overlaps it (or, where one of both is spoken, lies within two seconds), would be
 * a moment; of those that overlap the best one is taken, and of equal ones the shortest.
 *
 * @param mayCover whether what lies between two hits may be part of a moment
 */
export function fuseHits<T extends Ranked>(
  lists: readonly RankedList<T>[],
  limit: number,
  mayCover: (gap: VideoStretch) => boolean = () => true,
): FusedMoment<T>[] {
  const byVideo = new Map<number, Listed<T>[]>();
  const all = lists.flatMap(({ hits }, list) => hits.map((hit) => ({ hit, list })));
  for (const listed of all) {
    const others = byVideo.get(listed.hit.video);
    if (others === undefined) byVideo.set(listed.hit.video, [listed]);
    else others.push(listed);
  }
  for (const [video, listed] of byVideo) if (!hasRequired(listed, lists)) byVideo.delete(video);
  const candidates = [...byVideo.values()]
    .flatMap((listed) => listed.map((center) => gather(center, listed, lists)))
    .filter(({ gathered }) => hasRequired(gathered, lists))
    .sort(
      (a, b) =>
        b.score - a.score ||
        lengthOf(a.center.hit) - lengthOf(b.center.hit) ||
        byPlace(a.center.hit, b.center.hit) ||
        a.center.list - b.center.list,
    );
  const moments: FusedMoment<T>[] = [];
  const taken = new Map<number, Stretch[]>();
  for (const { center, score, gathered } of candidates) {
    if (moments.length >= limit) break;
    const { video } = center.hit;
    const others = taken.get(video) ?? [];
    if (others.some((other) => overlaps(other, center.hit))) continue;
    const hits = gathered.map(({ hit }) => hit);
    const stretch = togetherIn(hits, lists) ?? widen(center.hit, hits, others, mayCover);
    moments.push({ video, ...stretch, score, hits });
    taken.set(video, [...others, stretch]);
  }
  return moments;
}

function hasRequired(listed: readonly Listed<unknown>[], lists: readonly RankedList<unknown>[]): boolean {
  return lists.every(({ isRequired }, list) => !isRequired || listed.some((each) => each.list === list));
}

/** The best hit of each list that lies where one hit does. */
function gather<T extends Ranked>(
  center: Listed<T>,
  others: readonly Listed<T>[],
  lists: readonly RankedList<T>[],
): { center: Listed<T>; score: number; gathered: Listed<T>[] } {
  const best = new Map<number, Listed<T>>([[center.list, center]]);
  for (const other of others) {
    if (other.list === center.list || !areTogether(center.hit, other.hit)) continue;
    const known = best.get(other.list);
    if (known === undefined || other.hit.rank < known.hit.rank) best.set(other.list, other);
  }
  const gathered = [...best.values()].sort((a, b) => a.hit.rank - b.hit.rank || a.list - b.list);
  const score = fusedScore(
    gathered.map(({ hit, list }) => ({ rank: hit.rank, weight: lists[list]!.weight })),
  );
  const most = fusedScore(lists.map(({ weight }) => ({ rank: 1, weight })));
  return { center, score: score / most, gathered };
}

/** What ranks are worth together. */
export function fusedScore(ranks: readonly { readonly rank: number; readonly weight: number }[]): number {
  return ranks.reduce((sum, { rank, weight }) => sum + weight / (RANK_CONSTANT + rank), 0);
}

function areTogether(a: Ranked, b: Ranked): boolean {
  if (!a.isSpoken && !b.isSpoken) return overlaps(a, b);
  return b.start <= a.end + NEAR && b.end >= a.start - NEAR;
}

/** Where all have to come together, the part that they have in common, if it is more than an instant. */
function togetherIn(hits: readonly Stretch[], lists: readonly RankedList<unknown>[]): Stretch | undefined {
  if (lists.length < 2 || !lists.every(({ isRequired }) => isRequired)) return undefined;
  const start = Math.max(...hits.map((hit) => hit.start));
  const end = Math.min(...hits.map((hit) => hit.end));
  return end - start >= SHORTEST ? { start, end } : undefined;
}

/** From one hit to all that speak for the moment, as far as it stays short, and reaches into no other and over nothing unwanted. */
function widen(
  { video, start, end }: VideoStretch,
  hits: readonly Stretch[],
  others: readonly Stretch[],
  mayCover: (gap: VideoStretch) => boolean,
): Stretch {
  let stretch: Stretch = { start, end };
  for (const hit of hits) {
    const wider = { start: Math.min(stretch.start, hit.start), end: Math.max(stretch.end, hit.end) };
    const gap = { start: Math.min(stretch.end, hit.end), end: Math.max(stretch.start, hit.start) };
    const fits =
      wider.end - wider.start <= LONGEST &&
      !others.some((other) => overlaps(other, wider)) &&
      (gap.start >= gap.end || mayCover({ video, ...gap }));
    if (fits) stretch = wider;
  }
  return stretch;
}

function lengthOf({ start, end }: Stretch): number {
  return end - start;
}

/** So that results never depend on storage. */
function byPlace(a: VideoStretch, b: VideoStretch): number {
  return a.video - b.video || a.start - b.start;
}
