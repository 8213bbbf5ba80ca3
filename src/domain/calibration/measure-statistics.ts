import { dot, type UnitVector } from '../vector.ts';
import { type CalibrationStatistics, ownScore, scoreOfPrompts } from './statistics.ts';

/** Of the centred scores of prompts this share is ordinary: far fewer prompts fit a frame than the rest. */
const ORDINARY = 0.9;
/** Beyond this share lies the upper tail. */
const TAIL = 0.99;
/** The standard normal quantiles of the two. */
const [ORDINARY_QUANTILE, TAIL_QUANTILE] = [1.2816, 2.3263];
/** A wider tail than this is no longer that of chance: some prompts fit what is in the library. */
const WIDEST_TAIL = 1.35;

/**
 * Measures what prompts score on a sample of a library.
 *
 * @param prompts one at least
 * @param sample one at least, of the same dimension
 * @param measured how many vectors the space holds
 */
export function measureStatistics(
  prompts: readonly UnitVector[],
  sample: readonly UnitVector[],
  measured: number,
): CalibrationStatistics {
  const means = { promptMean: meanOf(prompts), libraryMean: meanOf(sample) };
  const scores = new Float64Array(prompts.length * sample.length);
  const ofVectors = sample.map((vector) => scoreOfPrompts(vector, means));
  let at = 0;
  for (const prompt of prompts) {
    const own = ownScore(prompt, means);
    for (const [index, vector] of sample.entries())
      scores[at++] = dot(prompt, vector) - ofVectors[index]! - own;
  }
  scores.sort();
  const quantile = (share: number) => scores[Math.min(scores.length - 1, Math.floor(share * scores.length))]!;
  const spread = Math.max(0, quantile(ORDINARY) / ORDINARY_QUANTILE);
  const tail = quantile(TAIL) / TAIL_QUANTILE;
  return { ...means, measured, spread, tail: Math.min(Math.max(spread, tail), WIDEST_TAIL * spread) };
}

function meanOf(vectors: readonly UnitVector[]): Float32Array {
  const sum = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!;
  return Float32Array.from(sum, (value) => value / vectors.length);
}
