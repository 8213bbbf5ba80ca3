/** The token that was chosen, and how likely the model held it to be. */
export interface ChosenToken {
  readonly token: number;
  /** Natural logarithm, among what the rules allow. */
  readonly logProbability: number;
}

/** e⁻²⁵ of the likeliest: fifty thousand of them are no millionth, and most tokens are less likely. */
const NEGLIGIBLE = 25;

/**
 * Chooses the next token: the likeliest at temperature 0 (the first of equals), else one drawn by
 * softmax(scores / temperature).
 *
 * @param scores of each token; −∞ is never chosen
 * @param random 0 to below 1; only called above temperature 0
 */
export function chooseToken(scores: Float32Array, temperature: number, random: () => number): ChosenToken {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let token = 0; token < scores.length; token++) {
    if (scores[token]! > most) {
      most = scores[token]!;
      best = token;
    }
  }
  const total = sumAbove(scores, most, 1);
  const token = temperature === 0 ? best : draw(scores, most, temperature, random());
  return { token, logProbability: scores[token]! - most - Math.log(total) };
}

/** A power of two has so many steps in the table. */
const STEPS = 1024;
/** 2⁰ down to 2⁻⁶³, and what lies between 2⁰ and 2⁻¹. */
const POWERS = Float64Array.from({ length: 64 }, (_, exponent) => 2 ** -exponent);
const FRACTIONS = Float64Array.from({ length: STEPS }, (_, step) => 2 ** (-step / STEPS));

/**
 * Σ exp((score − most) / temperature), each within 3·10⁻⁷ of its value: two powers of two from tables, and what is left
 * is so little that 1 − x is exp(−x). `Math.exp` over a vocabulary takes as long as half a step of a small decoder.
 */
function sumAbove(scores: Float32Array, most: number, temperature: number): number {
  const least = most - NEGLIGIBLE * temperature;
  const scale = (STEPS * Math.LOG2E) / temperature;
  let sum = 0;
  for (let token = 0; token < scores.length; token++) {
    const score = scores[token]!;
    if (score <= least) continue;
    const exponent = (most - score) * scale;
    const whole = exponent | 0;
    const left = (exponent - whole) * (Math.LN2 / STEPS);
    sum += POWERS[whole >> 10]! * FRACTIONS[whole & (STEPS - 1)]! * (1 - left);
  }
  return sum;
}

function draw(scores: Float32Array, most: number, temperature: number, chance: number): number {
  let left = chance * sumAbove(scores, most, temperature);
  const least = most - NEGLIGIBLE * temperature;
  let last = 0;
  for (let token = 0; token < scores.length; token++) {
    const score = scores[token]!;
    if (score <= least) continue;
    last = token;
    left -= Math.exp((score - most) / temperature);
    if (left < 0) break;
  }
  return last;
}
