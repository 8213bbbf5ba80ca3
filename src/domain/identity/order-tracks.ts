import type { UnitVector } from '../vector.ts';
import type { Appearance } from './appearance.ts';

/**
 * The places of tracks in the order of their keys, so that a result depends on no other order.
 *
 * @throws RangeError where two tracks have one key, or the quality of one with a vector is not above 0 and up to 1
 */
export function orderTracks(tracks: readonly Appearance[]): number[] {
  const order = tracks.map((_, at) => at);
  order.sort((a, b) => byKey(tracks[a]!.key, tracks[b]!.key));
  for (const [place, at] of order.entries()) {
    const { key, quality, vector } = tracks[at]!;
    if (place > 0 && tracks[order[place - 1]!]!.key === key)
      throw new RangeError(`two tracks have the key ${key}`);
    if (vector !== undefined && !(quality > 0 && quality <= 1))
      throw new RangeError(`the quality of the track ${key} is ${quality}`);
  }
  return order;
}

function byKey(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * The dimension of some vectors; 0 where there is none.
 *
 * @throws RangeError where one holds NaN, is not of length 1 or not as long as the others
 */
export function dimensionOf(vectors: Iterable<UnitVector | undefined>): number {
  let dimension = 0;
  for (const vector of vectors) {
    if (vector === undefined) continue;
    if (dimension === 0) dimension = vector.length;
    if (vector.length !== dimension) {
      throw new RangeError(`a vector has ${vector.length} numbers, another one ${dimension}`);
    }
    let squares = 0;
    for (let at = 0; at < dimension; at++) squares += vector[at]! * vector[at]!;
    if (!(Math.abs(squares - 1) < 1e-3))
      throw new RangeError(`a vector has the length ${Math.sqrt(squares)}, not 1`);
  }
  return dimension;
}
