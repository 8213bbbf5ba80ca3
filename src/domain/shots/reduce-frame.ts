import type { SmallFrame } from '../frame.ts';
import type { Microseconds } from '../time.ts';

/** Small pixels in a cell's side: noise and small movements average out, a picture's composition stays. */
const CELL = 4;

/** A frame as the cut rules see it: means over a grid of cells. */
export interface Sample {
  readonly time: Microseconds;
  /** Cells in a plane. */
  readonly count: number;
  /** Mean luma of each cell, then both chroma planes: 3 · count values, 0–255. */
  readonly cells: Float32Array;
  /** Mean and standard deviation of the luma cells. */
  readonly mean: number;
  readonly deviation: number;
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
}

/** The grid of cells for a video whose first small frame has this size. */
export function gridFor(frame: { readonly width: number; readonly height: number }): Grid {
  return {
    columns: Math.max(1, Math.floor(frame.width / CELL)),
    rows: Math.max(1, Math.floor(frame.height / CELL)),
  };
}

/** Averages a frame over the grid; a frame of another size than the first is spread over the same grid. */
export function reduceFrame(frame: SmallFrame, grid: Grid): Sample {
  const count = grid.columns * grid.rows;
  const cells = new Float32Array(3 * count);
  const across = bounds(frame.width, grid.columns);
  const down = bounds(frame.height, grid.rows);
  averagePlane(frame.y, frame.width, across, down, cells, 0);
  averagePlane(frame.u, frame.width, across, down, cells, count);
  averagePlane(frame.v, frame.width, across, down, cells, 2 * count);
  let sum = 0;
  let squares = 0;
  for (let cell = 0; cell < count; cell++) {
    const value = cells[cell]!;
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return { time: frame.time, count, cells, mean, deviation };
}

/** Where each part begins, and the end: parts + 1 positions; a part is never empty. */
function bounds(length: number, parts: number): Int32Array {
  return Int32Array.from({ length: parts + 1 }, (_, part) => Math.floor((part * length) / parts));
}

function averagePlane(
  plane: Uint8Array,
  width: number,
  across: Int32Array,
  down: Int32Array,
  cells: Float32Array,
  offset: number,
): void {
  let cell = offset;
  for (let row = 0; row + 1 < down.length; row++) {
    const top = down[row]!;
    const bottom = Math.max(top + 1, down[row + 1]!);
    for (let column = 0; column + 1 < across.length; column++) {
      const left = across[column]!;
      const right = Math.max(left + 1, across[column + 1]!);
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let at = y * width + left, end = y * width + right; at < end; at++) sum += plane[at]!;
      }
      cells[cell++] = sum / ((bottom - top) * (right - left));
    }
  }
}
