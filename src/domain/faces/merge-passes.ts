import type { Box, DetectedFace, Point } from '../face.ts';
import type { Size } from '../fit-inside.ts';
import { commonArea } from './overlap.ts';
import type { Level, Pass } from './plan-passes.ts';
import { suppressOverlaps } from './suppress-overlaps.ts';

/** What one pass found, in pixels of its input. */
export interface PassResult {
  readonly level: Level;
  readonly pass: Pass;
  readonly faces: readonly DetectedFace[];
}

/** A box that comes so near to where a part was cut off may hold a part of a face only; of the box's longer side. */
const CUT_MARGIN = 0.1;
/** What lies in a surer and larger face by so much of its area is a part of it: an eye, a mouth that looks like a face. */
const INSIDE = 0.7;

/**
 * The faces of all passes over a picture, in pixels of the picture, each of them once and whole: what a part's inner
 * border cuts is left to the part beside it, or to a coarser level.
 *
 * @returns the surest first
 */
export function mergePasses(
  picture: Size,
  results: readonly PassResult[],
  overlapThreshold: number,
): DetectedFace[] {
  const candidates = results.flatMap(({ level, pass, faces }) =>
    faces
      .filter(({ box }) => Math.max(box.width, box.height) <= level.largest && !isCut(box, pass, level.size))
      .map((face) => ({ level, ...inPicture(face, pass, level.size, picture) })),
  );
  const merged = suppressOverlaps(
    candidates,
    overlapThreshold,
    // Of one level OpenCV's rule alone decides: one run then gives what OpenCV gives.
    (kept, other) => kept.level !== other.level && isPartOf(other.box, kept.box),
  );
  return merged.map(({ box, landmarks, score }) => ({ box, landmarks, score }));
}

function isCut({ left, top, width, height }: Box, pass: Pass, whole: Size): boolean {
  const margin = CUT_MARGIN * Math.max(width, height);
  return (
    (pass.left > 0 && left < margin) ||
    (pass.top > 0 && top < margin) ||
    (pass.left + pass.width < whole.width && left + width > pass.width - margin) ||
    (pass.top + pass.height < whole.height && top + height > pass.height - margin)
  );
}

function isPartOf(part: Box, whole: Box): boolean {
  return commonArea(part, whole) > INSIDE * part.width * part.height;
}

/** Sides are rounded to whole pixels when a picture is shrunk: width and height have factors of their own. */
function inPicture({ box, landmarks, score }: DetectedFace, pass: Pass, from: Size, to: Size): DetectedFace {
  const across = to.width / from.width;
  const down = to.height / from.height;
  const move = ({ x, y }: Point): Point => ({ x: (x + pass.left) * across, y: (y + pass.top) * down });
  const corner = move({ x: box.left, y: box.top });
  return {
    box: { left: corner.x, top: corner.y, width: box.width * across, height: box.height * down },
    landmarks: [
      move(landmarks[0]),
      move(landmarks[1]),
      move(landmarks[2]),
      move(landmarks[3]),
      move(landmarks[4]),
    ],
    score,
  };
}
