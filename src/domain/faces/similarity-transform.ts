import type { Landmarks, Point } from '../face.ts';

/** Turns, scales and moves: (x, y) → (a·x − b·y + x0, b·x + a·y + y0). */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly x0: number;
  readonly y0: number;
}

/** Where the five landmarks lie in an aligned face, pixels, in the detector's order. */
export type FaceTemplate = readonly (readonly [x: number, y: number])[];

/**
 * The similarity that brings landmarks nearest to a template, by the sum of squared distances: Umeyama, "Least-squares
 * estimation of transformation parameters between two point patterns", PAMI 1991, which OpenCV's FaceRecognizerSF uses. In
 * the plane, mirror images left out, its singular values need not be found: with points as complex numbers the factor is
 * Σ dst·conj(src) / Σ |src|², both about their means.
 *
 * @throws RangeError where the landmarks are one point, or no numbers
 */
export function similarityTransform(landmarks: Landmarks, template: FaceTemplate): Similarity {
  const to = template.map(([x, y]): Point => ({ x, y }));
  const [fromMean, toMean] = [meanOf(landmarks), meanOf(to)];
  let [real, imaginary, spread] = [0, 0, 0];
  landmarks.forEach((point, index) => {
    const [sx, sy] = [point.x - fromMean.x, point.y - fromMean.y];
    const [dx, dy] = [to[index]!.x - toMean.x, to[index]!.y - toMean.y];
    real += dx * sx + dy * sy;
    imaginary += dy * sx - dx * sy;
    spread += sx * sx + sy * sy;
  });
  const [a, b] = [real / spread, imaginary / spread];
  if (!(Math.hypot(a, b) > 0 && Number.isFinite(Math.hypot(a, b)))) {
    throw new RangeError('landmarks at one place can’t be aligned');
  }
  return {
    a,
    b,
    x0: toMean.x - (a * fromMean.x - b * fromMean.y),
    y0: toMean.y - (b * fromMean.x + a * fromMean.y),
  };
}

/** From the aligned face back to the picture. */
export function inverseOf({ a, b, x0, y0 }: Similarity): Similarity {
  const square = a * a + b * b;
  const [ia, ib] = [a / square, -b / square];
  return { a: ia, b: ib, x0: -(ia * x0 - ib * y0), y0: -(ib * x0 + ia * y0) };
}

function meanOf(points: readonly Point[]): Point {
  const sum = (pick: (point: Point) => number) => points.reduce((total, point) => total + pick(point), 0);
  return { x: sum(({ x }) => x) / points.length, y: sum(({ y }) => y) / points.length };
}
