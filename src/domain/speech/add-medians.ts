/** Positions that the median is taken over, 3 to each side (whisper/timing.py, medfilt_width 7). */
const REACH = 3;

/**
 * Adds the medians of seven neighbours of a row to a total of the same length; the ends are mirrored, and a row of fewer
 * than four is added as it is.
 */
export function addMedians(row: Float32Array, total: Float32Array): void {
  const last = row.length - 1;
  if (last < REACH) {
    for (let i = 0; i <= last; i++) total[i]! += row[i]!;
    return;
  }
  const padded = new Float32Array(row.length + 2 * REACH + 1);
  padded.set(row, REACH);
  for (let i = 1; i <= REACH; i++) {
    padded[REACH - i] = row[i]!;
    padded[REACH + last + i] = row[last - i]!;
  }
  for (let i = 0; i <= last; i += 2) addTwoMedians(padded, i, total);
}

/**
 * Two neighbours have six of their seven values in common, and the median of seven is the seventh where it lies between
 * the two in the middle of those six, else the nearer of the two.
 */
function addTwoMedians(padded: Float32Array, i: number, total: Float32Array): void {
  const { min, max } = Math;
  const a = padded[i + 1]!;
  const b = padded[i + 2]!;
  const c = padded[i + 3]!;
  const d = padded[i + 4]!;
  const e = padded[i + 5]!;
  const f = padded[i + 6]!;
  // Each three in order: the third and the fourth of the six follow from the two orders.
  const ab = min(a, b);
  const ba = max(a, b);
  const de = min(d, e);
  const ed = max(d, e);
  const low = min(ab, c);
  const top = max(ba, c);
  const low2 = min(de, f);
  const top2 = max(ed, f);
  const middle = max(ab, min(ba, c));
  const middle2 = max(de, min(ed, f));
  const third = min(min(top, top2), min(max(middle, low2), max(low, middle2)));
  const fourth = max(max(low, low2), max(min(middle, top2), min(top, middle2)));
  total[i]! += max(third, min(padded[i]!, fourth));
  if (i + 1 < total.length) total[i + 1]! += max(third, min(padded[i + 7]!, fourth));
}
