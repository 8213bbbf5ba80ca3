import { type FusedMoment, fusedScore, type Ranked } from './fuse-hits.ts';
import { overlaps, type Stretch } from './overlaps.ts';
import type { Microseconds } from './time.ts';

/** Parts that came one after the other, up to one of the last part looked at. */
interface Chain<T> {
  readonly parts: readonly T[];
  readonly sum: number;
}

/**
 * Finds where parts of a query come one after the other in one video, best first by the sum of their reciprocal ranks. A part
 * follows another where it begins and ends later, and between both lies no more than the limit; they may overlap. Each
 * moment goes from the start of its first part to the end of its last; of those that overlap the best is taken.
 *
 * @param parts for each part of the query what fits it; two at least
 * @param limits between each two parts; undefined: whenever later
 */
export function joinSequence<T extends Ranked>(
  parts: readonly (readonly T[])[],
  limits: readonly (Microseconds | undefined)[],
  limit: number,
): FusedMoment<T>[] {
  const videos = new Set(parts[0]!.map(({ video }) => video));
  const chains = [...videos].flatMap((video) =>
    chainsOf(
      parts.map((part) => part.filter((each) => each.video === video)),
      limits,
    ),
  );
  const most = fusedScore(parts.map(() => ({ rank: 1, weight: 1 })));
  const moments: FusedMoment<T>[] = [];
  const taken = new Map<number, Stretch[]>();
  for (const { parts: hits, sum } of chains.sort(byWorth)) {
    if (moments.length >= limit) break;
    const stretch = { start: hits[0]!.start, end: hits.at(-1)!.end };
    const { video } = hits[0]!;
    const others = taken.get(video) ?? [];
    if (others.some((other) => overlaps(other, stretch))) continue;
    moments.push({ video, ...stretch, score: sum / most, hits });
    taken.set(video, [...others, stretch]);
  }
  return moments;
}

/** For each of the last part the best way to it, by going through the parts from the first. */
function chainsOf<T extends Ranked>(
  parts: readonly (readonly T[])[],
  limits: readonly (Microseconds | undefined)[],
): Chain<T>[] {
  let chains: Chain<T>[] = [{ parts: [], sum: 0 }];
  parts.forEach((part, index) => {
    const limit = index === 0 ? undefined : limits[index - 1];
    chains = part.flatMap((next) => {
      const [before] = chains
        .filter((chain) => index === 0 || follows(chain.parts.at(-1)!, next, limit))
        .sort(byWorth);
      if (before === undefined) return [];
      const sum = before.sum + fusedScore([{ rank: next.rank, weight: 1 }]);
      return [{ parts: [...before.parts, next], sum }];
    });
  });
  return chains;
}

function follows(before: Stretch, next: Stretch, limit: Microseconds | undefined): boolean {
  const isLater = next.start > before.start && next.end > before.end;
  return isLater && (limit === undefined || next.start - before.end <= limit);
}

/** The best first; of equal ones the shortest, then the first. */
function byWorth<T extends Ranked>(a: Chain<T>, b: Chain<T>): number {
  return b.sum - a.sum || lengthOf(a) - lengthOf(b) || byPlace(a.parts[0], b.parts[0]);
}

function lengthOf<T extends Ranked>({ parts }: Chain<T>): number {
  return parts.length === 0 ? 0 : parts.at(-1)!.end - parts[0]!.start;
}

function byPlace(a: Ranked | undefined, b: Ranked | undefined): number {
  return a === undefined || b === undefined ? 0 : a.video - b.video || a.start - b.start;
}
