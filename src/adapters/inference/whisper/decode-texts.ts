import { throwIfInterrupted } from '../../../domain/errors.ts';
import { applyTokenRules } from '../../../domain/speech/apply-token-rules.ts';
import { chooseToken } from '../../../domain/speech/choose-token.ts';
import type { TokenForm } from '../../../domain/speech/token-form.ts';
import type { DecoderStep, WhisperDecoder } from './open-decoder.ts';

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

export interface DecodeOptions {
  readonly form: TokenForm;
  /** The prompt, token by token after the first, the same for all rows. */
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly random: () => number;
  /** Asked now and then whether it is of no use to go on with a text. */
  readonly isLost?: (tokens: readonly number[]) => boolean;
  /** Encoder positions that hold sound: what is kept of the attention. */
  readonly soundingPositions: number;
}

/** `isLost` is asked each so many tokens: a sentence seldom has as many, and what goes in circles is seen by then. */
const LOOK_EVERY = 64;

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
  const { form, prompt, maxTokens } = options;
  let step = first;
  for (const token of prompt) {
    step = await decoder.next(
      step,
      first.scores.map(() => token),
    );
  }
  const rows = first.scores.map(() => startRow());
  for (let written = 0; ; written++) {
    // Messages come in while the runtime waits for its turn of the event loop, among them the one that asks to stop.
    throwIfInterrupted(signal);
    const chosen = rows.map((row, index) => advance(row, step, index, options));
    if (rows.every(({ ended }) => ended) || written + 1 === maxTokens) break;
    step = await decoder.next(step, chosen);
  }
  return rows.map((row) => ({
    tokens: row.tokens,
    logProbabilities: row.logProbabilities,
    averageLogProbability: row.sum / (row.tokens.length + 1),
    focus: row.focus,
  }));

  /** Chooses a row's next token; the closing one for ever after it came. */
  function advance(row: Row, { scores, focus }: DecoderStep, index: number, choice: DecodeOptions): number {
    if (row.ended) return form.end;
    // The first step is gone on from again, at another temperature: its scores stay as they are.
    const ruled = row.tokens.length === 0 ? scores[index]!.slice() : scores[index]!;
    applyTokenRules(ruled, row.tokens, form);
    const { token, logProbability } = chooseToken(ruled, choice.temperature, choice.random);
    row.sum += logProbability;
    row.focus.push(focus[index]!.map((positions) => positions.slice(0, choice.soundingPositions)));
    if (token === form.end) row.ended = true;
    else {
      row.tokens.push(token);
      row.logProbabilities.push(logProbability);
      if (row.tokens.length % LOOK_EVERY === 0 && choice.isLost?.(row.tokens)) row.ended = true;
    }
    return token;
  }
}

interface Row {
  readonly tokens: number[];
  readonly logProbabilities: number[];
  readonly focus: Float32Array[][];
  sum: number;
  ended: boolean;
}

function startRow(): Row {
  return { tokens: [], logProbabilities: [], focus: [], sum: 0, ended: false };
}
