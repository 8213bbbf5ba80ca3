import type { SmallFrame } from '../frame.ts';
import type { Microseconds } from '../time.ts';

/** Small pixels in a cell's side: noise and small movements average out, a picture's composition stays. */
const CELL = 4;
/** Cells in a coarse cell's side: what is left there hardly knows of movement within a shot. */
const COARSE = 4;

/** Luma of the black bars around a picture, whose edges are the same in every shot. */
const BAR = 18;

/** A frame as the cut rules see it: means over a grid of cells. */
export interface Sample {
  readonly time: Microseconds;
  /** Cells in a plane, and in a row of it. */
  readonly count: number;
  readonly columns: number;
  /** Mean luma of each cell, then both chroma planes: 3 · count values, 0–255. */
  readonly cells: Float32Array;
  /** The same over larger cells. */
  readonly coarse: Float32Array;
  /** Mean and standard deviation of the luma cells. */
  readonly mean: number;
  readonly deviation: number;
  /** Mean square of the luma's steps from pixel to pixel, across and down. A mix of two pictures has less than either. */
  readonly detail: number;
}

/** Parts of a length: where each begins and the end; parts + 1 positions. */
type Bounds = Int32Array;

/** Reduces the frames of one video, all to the grid of the first one's size. */
export function createFrameReducer(): (frame: SmallFrame) => Sample {
  let size = { width: 0, height: 0 };
  let columns = 0;
  let rows = 0;
  let across: Bounds;
  let down: Bounds;
  let coarseAcross: Bounds;
  let coarseDown: Bounds;

  const adapt = ({ width, height }: SmallFrame) => {
    if (columns === 0) {
      columns = Math.max(1, Math.floor(width / CELL));
      rows = Math.max(1, Math.floor(height / CELL));
      coarseAcross = boundsOf(columns, Math.ceil(columns / COARSE));
      coarseDown = boundsOf(rows, Math.ceil(rows / COARSE));
    }
    size = { width, height };
    across = boundsOf(width, columns);
    down = boundsOf(height, rows);
  };

  return (frame) => {
    const { time, width, height } = frame;
    if (width !== size.width || height !== size.height) adapt(frame);
    const count = columns * rows;
    const cells = new Float32Array(3 * count);
    const coarseCount = (coarseAcross.length - 1) * (coarseDown.length - 1);
    const coarse = new Float32Array(3 * coarseCount);
    for (const [index, plane] of [frame.y, frame.u, frame.v].entries()) {
      const into = cells.subarray(index * count, (index + 1) * count);
      average(plane, width, across, down, into);
      average(into, columns, coarseAcross, coarseDown, coarse.subarray(index * coarseCount));
    }
    return { time, count, columns, cells, coarse, ...spread(cells, count), detail: detailOf(frame.y, width) };
  };
}

function boundsOf(length: number, parts: number): Bounds {
  return Int32Array.from({ length: parts + 1 }, (_, part) => Math.floor((part * length) / parts));
}

function average(
  plane: Uint8Array | Float32Array,
  width: number,
  across: Bounds,
  down: Bounds,
  into: Float32Array,
): void {
  let cell = 0;
  for (let row = 0; row + 1 < down.length; row++) {
    const top = down[row]!;
    // A frame may be smaller than the first was: a part is never empty.
    const bottom = Math.max(top + 1, down[row + 1]!);
    for (let column = 0; column + 1 < across.length; column++) {
      const left = across[column]!;
      const right = Math.max(left + 1, across[column + 1]!);
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let at = y * width + left, end = y * width + right; at < end; at++) sum += plane[at]!;
      }
      into[cell++] = sum / ((bottom - top) * (right - left));
    }
  }
}

function spread(cells: Float32Array, count: number): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (let cell = 0; cell < count; cell++) {
    const value = cells[cell]!;
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}

function detailOf(y: Uint8Array, width: number): number {
  let sum = 0;
  const end = y.length - width;
  // At the end of a row the step goes to the next row's first pixel: the same in every frame, and cheaper than a test.
  for (let at = 0; at < end; at++) {
    const value = y[at]!;
    if (value <= BAR) continue;
    const beside = y[at + 1]!;
    const below = y[at + width]!;
    if (beside > BAR) sum += (beside - value) * (beside - value);
    if (below > BAR) sum += (below - value) * (below - value);
  }
  return sum / y.length;
}
