import type { Sample } from './reduce-frame.ts';

/** Mean absolute difference of the cells, summed over the three planes: grey levels. */
export function difference(a: Sample, b: Sample): number {
  const [left, right] = [a.cells, b.cells];
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += Math.abs(left[at]! - right[at]!);
  return sum / a.count;
}

/**
 * Pearson's correlation of the luma cells, -1…1: 1 where one picture is the other under more or less light.
 * 0 where one of them is flat.
 */
export function correlation(a: Sample, b: Sample): number {
  const [left, right] = [a.cells, b.cells];
  let sum = 0;
  for (let at = 0; at < a.count; at++) sum += (left[at]! - a.mean) * (right[at]! - b.mean);
  const scale = a.deviation * b.deviation * a.count;
  return scale < 1e-6 ? 0 : sum / scale;
}

/** How well a picture is a mix of two others. */
export interface Mix {
  /** The share of the second, by least squares: 0 is the first alone, 1 the second alone. */
  readonly share: number;
  /** What the mix leaves unexplained, as a part of the distance between the two (both root mean square). */
  readonly rest: number;
}

/** Fits `picture ≈ (1 − share) · from + share · to` over all three planes. */
export function fitMix(picture: Sample, from: Sample, to: Sample): Mix {
  const [x, a, b] = [picture.cells, from.cells, to.cells];
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

/** The part of the cells that changed by more than noise, among those that aren't black in both pictures. */
export function changedPart(a: Sample, b: Sample): number {
  const [left, right] = [a.cells, b.cells];
  let live = 0;
  let changed = 0;
  for (let at = 0, u = a.count, v = 2 * a.count; at < a.count; at++, u++, v++) {
    // 16 is black in the usual range; bars around a picture are left out of the count.
    if (left[at]! < 20 && right[at]! < 20) continue;
    live++;
    const change =
      Math.abs(left[at]! - right[at]!) + Math.abs(left[u]! - right[u]!) + Math.abs(left[v]! - right[v]!);
    if (change > 4) changed++;
  }
  return live === 0 ? 0 : changed / live;
}
