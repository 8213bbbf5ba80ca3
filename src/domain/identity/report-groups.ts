import type { DoubtfulPair, Grouping, TrackGroup } from './grouping.ts';
import { type Groups, rootOf } from './groups.ts';
import type { DoubtfulRoots } from './list-doubtful.ts';

/** Tells of groups by the places of their tracks; those of photos alone are told where they are a person. */
export function reportGroups(
  groups: Groups,
  order: readonly number[],
  leftOut: ReadonlySet<number>,
  doubtful: readonly DoubtfulRoots[],
  mostDoubtful: number,
): Omit<Grouping, 'refused'> {
  const found: { tracks: number[]; person: number | undefined }[] = [];
  const placeOf = new Map<number, number>();
  for (let node = 0; node < groups.nodes; node++) {
    const track = order[node];
    const root = rootOf(groups, node);
    const person = groups.person[root]!;
    if (track === undefined ? person < 0 : leftOut.has(track)) continue;
    const place =
      placeOf.get(root) ?? found.push({ tracks: [], person: person < 0 ? undefined : person }) - 1;
    placeOf.set(root, place);
    if (track !== undefined) found[place]!.tracks.push(track);
  }
  const pairs: DoubtfulPair[] = [];
  for (const { a, b, similarity, short } of doubtful) {
    if (pairs.length >= mostDoubtful) break;
    const [placeA, placeB] = [placeOf.get(a), placeOf.get(b)];
    if (placeA === undefined || placeB === undefined) continue;
    pairs.push({ a: Math.min(placeA, placeB), b: Math.max(placeA, placeB), similarity, short });
  }
  const reported: readonly TrackGroup[] = found;
  return { groups: reported, doubtful: pairs };
}
