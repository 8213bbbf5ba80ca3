import type { DecodeOptions } from './decode-options.ts';
import type { DecoderStep, WhisperDecoder } from './open-decoder.ts';
import { advance, type TextRow } from './text-row.ts';

/** Tokens that both are followed for: two or three words. */
const AHEAD = 6;

/** A text, and the step before its last token. */
export interface Followed {
  readonly row: TextRow;
  readonly step: DecoderStep;
}

/**
 * Follows two texts that part at their last tokens, and keeps the one that is likelier a few tokens on. Greedy writing is
 * bound to the first half of a word even where it makes nonsense of the second.
 *
 * @param at where both stand
 */
export async function weighBoth(
  decoder: WhisperDecoder,
  at: Followed,
  other: TextRow,
  options: DecodeOptions,
): Promise<Followed> {
  const sides: [Followed, Followed] = [at, { row: other, step: at.step }];
  for (let token = 0; token < AHEAD; token++) {
    for (const index of [0, 1] as const) {
      const { row, step } = sides[index];
      const next = await decoder.next(step, [row.tokens.at(-1)!]);
      advance(row, next, 0, options);
      sides[index] = { row, step: next };
    }
    if (sides.some(({ row }) => row.ended || row.tokens.length >= options.maxTokens)) break;
  }
  return sides[1].row.sum > sides[0].row.sum ? sides[1] : sides[0];
}
