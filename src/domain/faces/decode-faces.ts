import type { DetectedFace, Landmarks, Point } from '../face.ts';

/** What YuNet gives for one stride: a row of numbers for each cell of its grid, row by row. */
export interface FaceGrid {
  /** Pixels between the centres of two cells. */
  readonly stride: number;
  readonly columns: number;
  readonly rows: number;
  /** How likely this is a face, 1 number a cell. */
  readonly cls: ArrayLike<number>;
  /** How likely here is the middle of something, 1 number a cell. */
  readonly obj: ArrayLike<number>;
  /** Middle of the box in strides from the cell, and the logarithms of its width and height in strides: 4 numbers a cell. */
  readonly bbox: ArrayLike<number>;
  /** The five landmarks in strides from the cell: 10 numbers a cell. */
  readonly kps: ArrayLike<number>;
}

/**
 * All candidates in YuNet's outputs whose score, `sqrt(cls · obj)`, reaches the threshold, in pixels of the model's
 * input; the formulas are those of OpenCV's FaceDetectorYN (objdetect/face_detect.cpp, postProcess).
 *
 * @throws RangeError where a face has a place or a size that is no number
 */
export function decodeFaces(grids: readonly FaceGrid[], scoreThreshold: number): DetectedFace[] {
  const faces: DetectedFace[] = [];
  for (const grid of grids) {
    const cells = grid.columns * grid.rows;
    for (let cell = 0; cell < cells; cell++) {
      const score = Math.sqrt(clamp(grid.cls[cell]!) * clamp(grid.obj[cell]!));
      // A score that is no number is none.
      if (score >= scoreThreshold) faces.push(faceAt(grid, cell, score));
    }
  }
  return faces;
}

function faceAt({ stride, columns, bbox, kps }: FaceGrid, cell: number, score: number): DetectedFace {
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  const width = Math.exp(bbox[cell * 4 + 2]!) * stride;
  const height = Math.exp(bbox[cell * 4 + 3]!) * stride;
  const left = (column + bbox[cell * 4]!) * stride - width / 2;
  const top = (row + bbox[cell * 4 + 1]!) * stride - height / 2;
  const landmark = (index: number): Point => ({
    x: (kps[cell * 10 + index * 2]! + column) * stride,
    y: (kps[cell * 10 + index * 2 + 1]! + row) * stride,
  });
  const landmarks: Landmarks = [landmark(0), landmark(1), landmark(2), landmark(3), landmark(4)];
  const numbers = [left, top, width, height, ...landmarks.flatMap(({ x, y }) => [x, y])];
  if (!numbers.every(Number.isFinite)) throw new RangeError(`a face at ${numbers.join(', ')}`);
  return { box: { left, top, width, height }, landmarks, score };
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
