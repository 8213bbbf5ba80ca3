import type { Sample } from './reduce-frame.ts';

/** Mean absolute difference of the cells, summed over the three planes: grey levels. */
export function difference(a: Sample, b: Sample): number {
  return absoluteDifference(a.cells, b.cells) / a.count;
}

/** The same over coarse cells: it grows less when something moves within the picture. */
export function coarseDifference(a: Sample, b: Sample): number {
  return absoluteDifference(a.coarse, b.coarse) / (a.coarse.length / 3);
}

function absoluteDifference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += Math.abs(a[at]! - b[at]!);
  return sum;
}

/** Luma up to which a cell is black; cells that are black in both pictures, as bars around them are, don't count. */
const BLACK = 20;

/**
 * Pearson's correlation of the luma cells, -1…1: 1 where one picture is the other under more or less light.
 * 0 where one of them is flat.
 */
export function correlation(a: Sample, b: Sample): number {
  let count = 0;
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let at = 0; at < a.count; at++) {
    const left = a.cells[at]!;
    const right = b.cells[at]!;
    if (left < BLACK && right < BLACK) continue;
    count++;
    sumA += left;
    sumB += right;
    squareA += left * left;
    squareB += right * right;
    product += left * right;
  }
  const scale = Math.sqrt((squareA - (sumA * sumA) / count) * (squareB - (sumB * sumB) / count));
  return scale > 1e-3 * count ? (product - (sumA * sumB) / count) / scale : 0;
}

/** A block of cells whose luma deviates less says nothing about likeness; from this correlation on it is the same. */
const LEAST_TEXTURE = 1;
const SAME_BLOCK = 0.7;
const BLOCK = 4;

/** The part of a picture's blocks that show the same in both, under whatever light; blocks without texture aren't counted. */
export function samePart(a: Sample, b: Sample): number {
  const rows = Math.floor(a.count / a.columns);
  let counted = 0;
  let same = 0;
  for (let top = 0; top + BLOCK <= rows; top += BLOCK) {
    for (let left = 0; left + BLOCK <= a.columns; left += BLOCK) {
      const likeness = blockCorrelation(a, b, top * a.columns + left);
      if (likeness === undefined) continue;
      counted++;
      if (likeness > SAME_BLOCK) same++;
    }
  }
  return counted === 0 ? 0 : same / counted;
}

function blockCorrelation(a: Sample, b: Sample, first: number): number | undefined {
  const cells = BLOCK * BLOCK;
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let row = 0; row < BLOCK; row++) {
    for (let at = first + row * a.columns, end = at + BLOCK; at < end; at++) {
      const left = a.cells[at]!;
      const right = b.cells[at]!;
      sumA += left;
      sumB += right;
      squareA += left * left;
      squareB += right * right;
      product += left * right;
    }
  }
  const varianceA = squareA / cells - (sumA / cells) ** 2;
  const varianceB = squareB / cells - (sumB / cells) ** 2;
  if (Math.max(varianceA, varianceB) < LEAST_TEXTURE ** 2) return undefined;
  if (Math.min(varianceA, varianceB) < 1e-3) return 0;
  return (product / cells - (sumA / cells) * (sumB / cells)) / Math.sqrt(varianceA * varianceB);
}

/** How well a picture is a mix of two others. */
export interface Mix {
  /** The share of the second, by least squares: 0 is the first alone, 1 the second alone. */
  readonly share: number;
  /** What the mix leaves unexplained, as a part of the distance between the two (both root mean square). */
  readonly rest: number;
}

/** Fits `picture ≈ (1 − share) · from + share · to` over the coarse cells of all three planes. */
export function fitMix(picture: Sample, from: Sample, to: Sample): Mix {
  const [x, a, b] = [picture.coarse, from.coarse, to.coarse];
  let along = 0;
  let length = 0;
  let whole = 0;
  for (let at = 0; at < x.length; at++) {
    const step = b[at]! - a[at]!;
    const moved = x[at]! - a[at]!;
    along += moved * step;
    length += step * step;
    whole += moved * moved;
  }
  if (length === 0) return { share: 0, rest: Number.POSITIVE_INFINITY };
  // Pythagoras: what is not along the line between the two.
  return {
    share: along / length,
    rest: Math.sqrt(Math.max(0, whole - (along * along) / length) / length),
  };
}

/**
 * The part of the cells that changed by more than noise, among those that aren't black in both pictures. What most
 * cells have in common, as when a camera adjusts its exposure, is no change.
 */
export function changedPart(a: Sample, b: Sample): number {
  const steps = new Float32Array(a.count);
  let live = 0;
  for (let at = 0; at < a.count; at++) {
    if (a.cells[at]! >= BLACK || b.cells[at]! >= BLACK) steps[live++] = b.cells[at]! - a.cells[at]!;
  }
  const shift = steps.subarray(0, live).sort()[live >> 1] ?? 0;
  let changed = 0;
  for (let at = 0, u = a.count, v = 2 * a.count; at < a.count; at++, u++, v++) {
    if (a.cells[at]! < BLACK && b.cells[at]! < BLACK) continue;
    const luma = Math.abs(b.cells[at]! - a.cells[at]! - shift);
    const chroma = Math.abs(b.cells[u]! - a.cells[u]!) + Math.abs(b.cells[v]! - a.cells[v]!);
    if (luma + chroma > 4) changed++;
  }
  return live === 0 ? 0 : changed / live;
}
