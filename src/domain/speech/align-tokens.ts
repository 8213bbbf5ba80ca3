import { addMedians } from './add-medians.ts';

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
