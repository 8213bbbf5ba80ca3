import { applyTokenRules } from '../../../domain/speech/apply-token-rules.ts';
import { type ChosenToken, chooseToken } from '../../../domain/speech/choose-token.ts';
import { runnerUp } from '../../../domain/speech/runner-up.ts';
import type { DecodeOptions } from './decode-options.ts';
import type { DecoderStep } from './open-decoder.ts';

/** A text while it is written. */
export interface TextRow {
  readonly tokens: number[];
  /** Of each token, natural logarithms. */
  readonly logProbabilities: number[];
  /** What each head looked at when it chose each token: [token][head]. */
  readonly focus: Float32Array[][];
  /** Of all logarithms, that of the closing token too. */
  sum: number;
  ended: boolean;
}

/** `isLost` is asked each so many tokens: a sentence seldom has as many, and what goes in circles is seen by then. */
const LOOK_EVERY = 64;

export function startRow(): TextRow {
  return { tokens: [], logProbabilities: [], focus: [], sum: 0, ended: false };
}

/**
 * Chooses a row's next token and writes it; the closing one for ever after it came.
 *
 * @param near how much less likely a second token may be, as natural logarithm, to be told of as well
 * @returns the token, and where there is a second one of text that is nearly as likely, the row as it would go on with that
 */
export function advance(
  row: TextRow,
  { scores, focus }: DecoderStep,
  index: number,
  options: DecodeOptions,
  near?: number,
): { token: number; other?: TextRow } {
  const { form, temperature, random, soundingPositions } = options;
  if (row.ended) return { token: form.end };
  // The first step is gone on from again, at another temperature: its scores stay as they are.
  const ruled = row.tokens.length === 0 ? scores[index]!.slice() : scores[index]!;
  applyTokenRules(ruled, row.tokens, form);
  const chosen = chooseToken(ruled, temperature, random);
  const looked = focus[index]!.map((positions) => positions.slice(0, soundingPositions));
  const second = near === undefined ? undefined : nearlyAsLikely(ruled, chosen, near, form.end);
  const other = second && copied(row);
  if (other !== undefined) write(other, second!, looked, options);
  write(row, chosen, looked, options);
  return { token: chosen.token, ...(other === undefined ? {} : { other }) };
}

function nearlyAsLikely(
  scores: Float32Array,
  chosen: ChosenToken,
  near: number,
  end: number,
): ChosenToken | undefined {
  // Nothing can be near to what is likelier than all others by this much.
  if (chosen.token >= end || chosen.logProbability > -Math.log(1 + Math.exp(-near))) return undefined;
  const second = runnerUp(scores, chosen);
  return second.token < end && chosen.logProbability - second.logProbability <= near ? second : undefined;
}

function copied(row: TextRow): TextRow {
  const { tokens, logProbabilities, focus } = row;
  return { ...row, tokens: [...tokens], logProbabilities: [...logProbabilities], focus: [...focus] };
}

function write(
  row: TextRow,
  { token, logProbability }: ChosenToken,
  looked: Float32Array[],
  { form, isLost }: DecodeOptions,
): void {
  row.sum += logProbability;
  row.focus.push(looked);
  if (token === form.end) {
    row.ended = true;
    return;
  }
  row.tokens.push(token);
  row.logProbabilities.push(logProbability);
  if (row.tokens.length % LOOK_EVERY === 0 && isLost?.(row.tokens)) row.ended = true;
}
