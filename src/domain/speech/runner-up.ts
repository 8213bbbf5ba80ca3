import type { ChosenToken } from './choose-token.ts';

/** The likeliest token but one. */
export function runnerUp(scores: Float32Array, { token: best, logProbability }: ChosenToken): ChosenToken {
  let second = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (let token = 0; token < scores.length; token++) {
    if (scores[token]! > most && token !== best) {
      most = scores[token]!;
      second = token;
    }
  }
  return { token: second, logProbability: logProbability + most - scores[best]! };
}
