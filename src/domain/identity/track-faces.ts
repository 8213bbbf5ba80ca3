import { overlapOf } from '../faces/overlap.ts';
import type { UnitVector } from '../vector.ts';
import { type FaceTrack, type SeenFace, TRACK_RULES, type TrackRules } from './face-track.ts';
import { summarizeTrack } from './summarize-track.ts';

/** A track as far as it goes. */
interface OpenTrack {
  readonly faces: number[];
  /** Sum of the faces' vectors, each times its weight. */
  sum: Float64Array | undefined;
  weight: number;
}

/** A face that may go on a track, with how sure that is. */
interface Candidate {
  readonly track: number;
  readonly face: number;
  readonly sureness: number;
}

/**
 * Joins the faces of one shot to tracks, frame after frame, the surest pair of track and face first: by the mean cosine to
 * the track's faces and the overlap with its last one, or by overlap alone where there is no vector. Two faces of one frame
 * are never in one track. The result does not depend on the order of frames, but for faces that are equal in all.
 *
 * @returns tracks by their first face's time
 * @throws RangeError where a quality or a number of a vector is NaN
 */
export function trackFaces(faces: readonly SeenFace[], rules: TrackRules = TRACK_RULES): FaceTrack[] {
  for (const { quality, vector } of faces) {
    if (Number.isNaN(quality) || vector?.some(Number.isNaN))
      throw new RangeError('a face is described by NaN');
  }
  const order = faces.map((_, at) => at);
  order.sort((a, b) => faces[a]!.time - faces[b]!.time || byPlace(faces[a]!, faces[b]!));
  const tracks: OpenTrack[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && faces[order[end]!]!.time === faces[order[start]!]!.time) end++;
    takeFrame(faces, order.slice(start, end), tracks, rules);
    start = end;
  }
  return tracks.map((track) => summarizeTrack(faces, track.faces, rules));
}

function byPlace({ box: a }: SeenFace, { box: b }: SeenFace): number {
  return a.left - b.left || a.top - b.top || a.width - b.width || a.height - b.height;
}

function takeFrame(
  faces: readonly SeenFace[],
  frame: readonly number[],
  tracks: OpenTrack[],
  rules: TrackRules,
): void {
  const candidates: Candidate[] = [];
  for (const [track, open] of tracks.entries()) {
    for (const face of frame) {
      const sureness = surenessOf(open, faces, face, rules);
      if (sureness > 0) candidates.push({ track, face, sureness });
    }
  }
  candidates.sort((a, b) => b.sureness - a.sureness);
  const taken = new Set<OpenTrack>();
  const left = new Set(frame);
  for (const { track, face } of candidates) {
    const open = tracks[track]!;
    if (taken.has(open) || !left.delete(face)) continue;
    taken.add(open);
    add(open, faces, face, rules);
  }
  for (const face of left) {
    const open: OpenTrack = { faces: [], sum: undefined, weight: 0 };
    add(open, faces, face, rules);
    tracks.push(open);
  }
}

/** Cosine and overlap together; 0 where the face is not the track's. */
function surenessOf(
  { sum, weight, faces: seen }: OpenTrack,
  faces: readonly SeenFace[],
  face: number,
  rules: TrackRules,
): number {
  const { box, time, vector } = faces[face]!;
  const last = faces[seen.at(-1)!]!;
  const shared = time - last.time <= rules.soon ? overlapOf(box, last.box) : 0;
  const inPlace = shared >= rules.overlap;
  if (vector === undefined || sum === undefined) return inPlace ? shared : 0;
  const alike = cosineToSum(vector, sum) / weight;
  return alike >= (inPlace ? rules.alikeInPlace : rules.alike) ? alike + shared : 0;
}

function cosineToSum(vector: UnitVector, sum: Float64Array): number {
  let product = 0;
  for (let at = 0; at < sum.length; at++) product += vector[at]! * sum[at]!;
  return product;
}

function add(open: OpenTrack, faces: readonly SeenFace[], face: number, rules: TrackRules): void {
  open.faces.push(face);
  const { vector, quality } = faces[face]!;
  if (vector === undefined) return;
  const weight = Math.max(quality, rules.leastQuality);
  open.weight += weight;
  open.sum ??= new Float64Array(vector.length);
  for (let at = 0; at < vector.length; at++) open.sum[at]! += weight * vector[at]!;
}
