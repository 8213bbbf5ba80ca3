/** For each of some vectors those that are most similar to it, as far as they were offered. */
export interface NeighbourLists {
  /** Places in each list. */
  readonly most: number;
  /** `most` numbers of vectors for each vector, in no order; -1 where the list is not full. */
  readonly to: Int32Array;
  readonly similarity: Float32Array;
  /** The similarity that the next one must exceed. */
  readonly least: Float32Array;
}

/** @param floor similarities below this are not kept */
export function createNeighbourLists(vectors: number, most: number, floor: number): NeighbourLists {
  return {
    most,
    to: new Int32Array(vectors * most).fill(-1),
    similarity: new Float32Array(vectors * most).fill(floor),
    least: new Float32Array(vectors).fill(floor),
  };
}

/** Offers a pair to the list of its first; it takes the place of the least similar. */
export function offer(lists: NeighbourLists, vector: number, other: number, similarity: number): void {
  const { most, to, least, similarity: kept } = lists;
  if (!(similarity > least[vector]!)) return;
  const start = vector * most;
  const end = start + most;
  let place = -1;
  for (let at = start; at < end; at++) {
    if (to[at] === other) return;
    if (place < 0 && (to[at] === -1 || kept[at] === least[vector])) place = at;
  }
  to[place] = other;
  kept[place] = similarity;
  let lowest = Number.POSITIVE_INFINITY;
  for (let at = start; at < end; at++) if (kept[at]! < lowest) lowest = kept[at]!;
  least[vector] = lowest;
}
