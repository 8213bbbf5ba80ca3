import type { Landmarks } from '../../src/domain/face.ts';
import type { RgbImage } from '../../src/domain/frame.ts';
import type { FaceDetector, FaceEncoder } from '../../src/domain/ports/faces.ts';
import { unit } from '../../src/domain/vector.ts';
import { grey, paste } from './faces.ts';

/** Faces of one even grey lie in squares of this side beside each other. */
const SIDE = 50;

/** A picture of somebody in each square, from the left; nobody is 0. */
export function drawFaces(...somebody: readonly number[]): RgbImage {
  const picture = grey(SIDE * Math.max(1, somebody.length), SIDE, 0);
  for (const [at, who] of somebody.entries())
    if (who > 0) paste(picture, grey(30, 30, who), at * SIDE + 10, 10);
  return picture;
}

/** Finds drawn faces, the rightmost first, as a detector may. */
export const drawnFaceDetector: FaceDetector = {
  async detect({ width, pixels }) {
    const points = Array.from({ length: width / SIDE }, (_, at) => at * SIDE + 25);
    const shown = points.filter((x) => pixels[(25 * width + x) * 3]! > 0);
    return shown.reverse().map((x) => {
      const point = { x, y: 25 };
      const landmarks: Landmarks = [point, point, point, point, point];
      return { box: { left: x - 15, top: 10, width: 30, height: 30 }, landmarks, score: 0.9 };
    });
  },
  busyMilliseconds: () => 0,
  close: async () => {},
};

/** Tells drawn faces apart by their grey: somebody's number is the place of the vector's 1. */
export const drawnFaceEncoder = (dimension: number): FaceEncoder => ({
  async embedFaces({ width, pixels }, faces) {
    return faces.map(({ box }) => {
      const who = pixels[(25 * width + box.left + 15) * 3]!;
      return unit(Array.from({ length: dimension }, (_, at) => Number(at === who)));
    });
  },
  busyMilliseconds: () => 0,
  close: async () => {},
});
