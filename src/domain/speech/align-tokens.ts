/** Positions that the median is taken over (whisper/timing.py, medfilt_width). */
const MEDIAN_WIDTH = 7;
const REACH = (MEDIAN_WIDTH - 1) / 2;

/**
 * When each token is spoken, from what the decoder looked at in the sound: OpenAI's find_alignment (whisper/timing.py).
 * Each head's attention is set off against its mean over the tokens, smoothed, averaged, and the cheapest way through
 * tokens and positions is taken that never goes back.
 *
 * @param focus [token][head], positions each, not negative
 * @returns the position at which each token begins
 */
export function alignTokens(focus: readonly (readonly Float32Array[])[]): number[] {
  const heads = focus[0]?.length ?? 0;
  const positions = focus[0]?.[0]?.length ?? 0;
  if (heads === 0 || positions === 0) return focus.map(() => 0);
  const total = focus.map(() => new Float32Array(positions));
  const rows = focus.map(() => new Float32Array(positions));
  for (let head = 0; head < heads; head++) {
    standardize(
      focus.map((token) => token[head]!),
      rows,
    );
    rows.forEach((row, token) => {
      addMedians(row, total[token]!);
    });
  }
  return cheapestWay(total);
}

/**
 * What is left of each softmax when it is cut, as if it had been reckoned over the rest alone; then each position's values
 * to mean 0 and deviation 1 over the tokens.
 */
function standardize(given: readonly Float32Array[], rows: readonly Float32Array[]): void {
  const positions = rows[0]!.length;
  const means = new Float64Array(positions);
  const scales = new Float64Array(positions);
  given.forEach((values, token) => {
    const row = rows[token]!;
    let sum = 0;
    for (let i = 0; i < positions; i++) sum += values[i]!;
    const factor = sum > 0 ? 1 / sum : 1;
    for (let i = 0; i < positions; i++) {
      const share = values[i]! * factor;
      row[i] = share;
      means[i]! += share;
      scales[i]! += share * share;
    }
  });
  for (let i = 0; i < positions; i++) {
    const mean = means[i]! / rows.length;
    const variance = scales[i]! / rows.length - mean * mean;
    means[i] = mean;
    scales[i] = variance > 0 ? 1 / Math.sqrt(variance) : 0;
  }
  for (const row of rows) for (let i = 0; i < positions; i++) row[i] = (row[i]! - means[i]!) * scales[i]!;
}

/** Adds the medians of seven neighbours; the ends are mirrored, and a row too short for that stays as it is. */
function addMedians(row: Float32Array, total: Float32Array): void {
  const last = row.length - 1;
  const at = (i: number) => row[i < 0 ? -i : i > last ? 2 * last - i : i]!;
  for (let i = 0; i <= last; i++) {
    if (last < REACH) total[i]! += row[i]!;
    else if (i >= REACH && i <= last - REACH) {
      total[i]! += medianOf(
        row[i - 3]!,
        row[i - 2]!,
        row[i - 1]!,
        row[i]!,
        row[i + 1]!,
        row[i + 2]!,
        row[i + 3]!,
      );
    } else total[i]! += medianOf(at(i - 3), at(i - 2), at(i - 1), at(i), at(i + 1), at(i + 2), at(i + 3));
  }
}

/** The median of seven by Devillard's network ("Fast median search", 1998): no branches, no lists. */
function medianOf(a: number, b: number, c: number, d: number, e: number, f: number, g: number): number {
  const a0 = Math.min(a, f);
  const f0 = Math.max(a, f);
  const a1 = Math.min(a0, d);
  const d1 = Math.max(a0, d);
  const b2 = Math.min(b, g);
  const g2 = Math.max(b, g);
  const c3 = Math.min(c, e);
  const e3 = Math.max(c, e);
  const b4 = Math.max(a1, b2);
  const d5 = Math.min(d1, f0);
  const f5 = Math.max(d1, f0);
  const c6 = Math.min(c3, g2);
  const g6 = Math.max(c3, g2);
  const d7 = Math.max(c6, d5);
  const d8 = Math.min(d7, g6);
  const e9 = Math.min(e3, f5);
  const b10 = Math.min(b4, e9);
  const e10 = Math.max(b4, e9);
  const d11 = Math.max(b10, d8);
  return Math.min(d11, e10);
}

/** Where the steps of the way came from. */
const BOTH = 0;
const TOKEN = 1;

/** Dynamic time warping: the way from the first token and position to the last ones along the greatest values. */
function cheapestWay(gains: readonly Float32Array[]): number[] {
  const [tokens, positions] = [gains.length, gains[0]!.length];
  const steps = new Uint8Array((tokens + 1) * (positions + 1));
  let before = new Float32Array(positions + 1).fill(Number.POSITIVE_INFINITY);
  before[0] = 0;
  for (let i = 1; i <= tokens; i++) {
    const costs = new Float32Array(positions + 1).fill(Number.POSITIVE_INFINITY);
    for (let j = 1; j <= positions; j++) {
      const [both, token, position] = [before[j - 1]!, before[j]!, costs[j - 1]!];
      const step = both < token && both < position ? BOTH : token < both && token < position ? TOKEN : 2;
      const cost = step === BOTH ? both : step === TOKEN ? token : position;
      steps[i * (positions + 1) + j] = step;
      costs[j] = cost - gains[i - 1]![j - 1]!;
    }
    before = costs;
  }
  const starts = new Array<number>(tokens).fill(0);
  for (let i = tokens, j = positions; i > 0 && j > 0; ) {
    starts[i - 1] = j - 1;
    const step = steps[i * (positions + 1) + j];
    if (step !== 2) i--;
    if (step !== TOKEN) j--;
  }
  return starts;
}
