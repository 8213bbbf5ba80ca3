import { combine } from '../vector.ts';
import type { FaceTrack, SeenFace, TrackRules } from './face-track.ts';

/**
 * A track of some faces: the best one stands for it (quality, then the detector's score, then time), and its vector is the
 * mean of its faces' vectors by their qualities, which is nearer to the person than the best face alone or the plain mean
 * (docs/decisions/035-people.md).
 */
export function summarizeTrack(
  faces: readonly SeenFace[],
  members: readonly number[],
  { leastQuality }: TrackRules,
): FaceTrack {
  const better = (a: SeenFace, b: SeenFace) =>
    Number(b.vector !== undefined) - Number(a.vector !== undefined) ||
    b.quality - a.quality ||
    b.score - a.score ||
    a.time - b.time;
  const best = members.reduce((first, next) => (better(faces[first]!, faces[next]!) > 0 ? next : first));
  const parts = members.flatMap((face) => {
    const { vector, quality } = faces[face]!;
    return vector === undefined ? [] : [{ vector, weight: Math.max(quality, leastQuality) }];
  });
  if (parts.length === 0) return { faces: members, best, vector: undefined, quality: faces[best]!.quality };
  let [sum, squares] = [0, 0];
  for (const { weight } of parts) {
    sum += weight;
    squares += weight * weight;
  }
  return { faces: members, best, vector: combine(parts), quality: squares / sum };
}
