import { overlapOf } from '../faces/overlap.ts';
import type { Microseconds } from '../time.ts';
import type { FacePlace, PlacedFace } from '../track.ts';

/** How far a face may be from its place in time: another choice of frames may have taken a neighbour. */
const SOON: Microseconds = 500_000;
/** How far the boxes must overlap to be one face (PASCAL VOC, Everingham et al. 2010). */
const ONE_FACE = 0.5;

/**
 * Finds the tracks that lie at some places: those with a face at the nearest time, at most half a second off, whose box
 * overlaps most, at least by half.
 *
 * @returns for each place its track, or nothing
 */
export function findAnchored(
  places: readonly FacePlace[],
  faces: readonly PlacedFace[],
): (number | undefined)[] {
  const ofVideo = new Map<number, PlacedFace[]>();
  for (const face of faces) {
    const known = ofVideo.get(face.video);
    if (known === undefined) ofVideo.set(face.video, [face]);
    else known.push(face);
  }
  return places.map((place) => {
    let best: { face: PlacedFace; off: number; shared: number } | undefined;
    for (const face of ofVideo.get(place.video) ?? []) {
      const off = Math.abs(face.time - place.time);
      const shared = off <= SOON ? overlapOf(face.box, place.box) : 0;
      if (shared < ONE_FACE) continue;
      if (best === undefined || off < best.off || (off === best.off && shared > best.shared)) {
        best = { face, off, shared };
      }
    }
    return best?.face.track;
  });
}
