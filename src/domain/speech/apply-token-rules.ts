import type { TokenForm } from './token-form.ts';

/**
 * Takes from the next token's scores, in place, what Whisper's rules forbid: OpenAI's SuppressBlank, SuppressTokens and
 * ApplyTimestampRules (whisper/decoding.py), which transformers' WhisperTimeStampLogitsProcessor repeats. Times come in
 * pairs, never go back, and one comes first; where all times together are likelier than any other token, one is next.
 *
 * @param scores of each token, changed: −∞ is what can't come
 * @param written tokens so far, without the prompt
 */
export function applyTokenRules(scores: Float32Array, written: readonly number[], form: TokenForm): void {
  const { end, noTimestamps, firstTime } = form;
  const never = Number.NEGATIVE_INFINITY;
  if (written.length === 0) for (const token of form.suppressedFirst) scores[token] = never;
  for (const token of form.suppressed) scores[token] = never;
  scores[noTimestamps] = never;
  const lastIsTime = written.length >= 1 && written.at(-1)! >= firstTime;
  const isPair = written.length < 2 || written.at(-2)! >= firstTime;
  if (lastIsTime && isPair) scores.fill(never, firstTime);
  if (lastIsTime && !isPair) scores.fill(never, 0, end);
  const latest = written.findLast((token) => token >= firstTime);
  // A time that has just ended a text may begin the next one; any other is not written again.
  if (latest !== undefined) scores.fill(never, firstTime, lastIsTime && !isPair ? latest : latest + 1);
  if (written.length === 0) {
    scores.fill(never, 0, firstTime);
    if (form.lastFirstTime !== undefined) scores.fill(never, firstTime + form.lastFirstTime + 1);
  }
  if (logOfSum(scores, firstTime) > greatest(scores, firstTime)) scores.fill(never, 0, firstTime);
}

function greatest(scores: Float32Array, to: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let token = 0; token < to; token++) if (scores[token]! > most) most = scores[token]!;
  return most;
}

/** log Σ exp(score) of the tokens from one on. */
function logOfSum(scores: Float32Array, from: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let token = from; token < scores.length; token++) if (scores[token]! > most) most = scores[token]!;
  if (most === Number.NEGATIVE_INFINITY) return most;
  let sum = 0;
  for (let token = from; token < scores.length; token++) sum += Math.exp(scores[token]! - most);
  return most + Math.log(sum);
}
