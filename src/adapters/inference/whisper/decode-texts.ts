import { throwIfInterrupted } from '../../../domain/errors.ts';
import type { DecodeOptions } from './decode-options.ts';
import type { DecoderStep, WhisperDecoder } from './open-decoder.ts';
import { advance, startRow } from './text-row.ts';
import { weighBoth } from './weigh-both.ts';

/** A text as it was decoded, token by token. */
export interface DecodedText {
  /** Without the prompt and without the closing token. */
  readonly tokens: readonly number[];
  /** Of each token, natural logarithms. */
  readonly logProbabilities: readonly number[];
  /** Over all tokens and the closing one, as OpenAI's decoder reckons it. */
  readonly averageLogProbability: number;
  /** What each head looked at when it chose each token, and one more for the closing token: [token][head]. */
  readonly focus: readonly (readonly Float32Array[])[];
}

/**
 * Writes down the sounds of a first step, each row for itself, until all have ended.
 *
 * @throws HeimdexError `interrupted` between two tokens
 */
export async function decodeTexts(
  decoder: WhisperDecoder,
  first: DecoderStep,
  options: DecodeOptions,
  signal: AbortSignal,
): Promise<DecodedText[]> {
  const { prompt, maxTokens, near } = options;
  let step = first;
  for (const token of prompt) {
    step = await decoder.next(
      step,
      first.scores.map(() => token),
    );
  }
  const rows = first.scores.map(() => startRow());
  for (;;) {
    // Messages come in while the runtime waits for its turn of the event loop, among them the one that asks to stop.
    throwIfInterrupted(signal);
    let chosen: number[] = [];
    for (const [index, row] of rows.entries()) {
      const { token, other } = advance(row, step, index, options, rows.length === 1 ? near : undefined);
      chosen.push(token);
      if (other === undefined) continue;
      const kept = await weighBoth(decoder, { row, step }, other, options);
      rows[0] = kept.row;
      step = kept.step;
      chosen = [kept.row.tokens.at(-1)!];
    }
    if (rows.every(({ ended, tokens }) => ended || tokens.length >= maxTokens)) break;
    step = await decoder.next(step, chosen);
  }
  return rows.map((row) => ({
    tokens: row.tokens,
    logProbabilities: row.logProbabilities,
    averageLogProbability: row.sum / (row.tokens.length + 1),
    focus: row.focus,
  }));
}
