import { deflateSync } from 'node:zlib';
import {
  type Evidence,
  isCircular,
  isDoubtful,
  isSilence,
  TEMPERATURES,
} from '../../../domain/speech/guards.ts';
import { seededRandom } from '../../../domain/speech/seeded-random.ts';
import type { DecodeOptions } from './decode-options.ts';
import { type DecodedText, decodeTexts } from './decode-texts.ts';
import type { DecoderStep, WhisperDecoder } from './open-decoder.ts';

/**
 * A second token half as likely as the first is worth a look at where it leads. Found on two recordings at 48 levels and
 * beginnings, whisper-tiny.en q8: 10.2 % of words wrong without, 8.7 with 0.3, 7.8 with 0.7 (10 % more time), 7.6 with 1.2 (19 %).
 */
const NEAR = 0.7;

/**
 * Writes down one sound, at rising temperatures until the text can be believed (OpenAI's decode_with_fallback).
 *
 * @param noSpeech how likely the model holds it that nobody speaks, 0–1
 * @returns undefined where nobody speaks, or no attempt can be believed: OpenAI's keeps the last one, heimdex does not
 *   write down what nobody may have said
 * @throws HeimdexError `interrupted`
 */
export async function decodeCredibly(
  decoder: WhisperDecoder,
  first: DecoderStep,
  options: Omit<DecodeOptions, 'temperature' | 'random'> & {
    readonly noSpeech: number;
    readonly textOf: (tokens: readonly number[]) => string;
  },
  signal: AbortSignal,
): Promise<DecodedText | undefined> {
  const ratioOf = (tokens: readonly number[]) => compressionRatio(options.textOf(tokens));
  // Music makes a model go in circles up to the last token of each attempt: most of that need not be waited for.
  const isLost = (tokens: readonly number[]) => isCircular(ratioOf(tokens));
  for (const [attempt, temperature] of TEMPERATURES.entries()) {
    // Seeded, so that a second run gives the same.
    const choice = {
      ...options,
      temperature,
      random: seededRandom(attempt),
      isLost,
      ...(temperature === 0 ? { near: NEAR } : {}),
    };
    const [text] = await decodeTexts(decoder, first, choice, signal);
    const evidence: Evidence = {
      averageLogProbability: text!.averageLogProbability,
      noSpeech: options.noSpeech,
      compressionRatio: ratioOf(text!.tokens),
    };
    if (isSilence(evidence)) return undefined;
    if (!isDoubtful(evidence)) return text;
  }
  return undefined;
}

/** As whisper/utils.py: bytes by compressed bytes. */
function compressionRatio(text: string): number {
  const bytes = Buffer.from(text.trim());
  return bytes.length / deflateSync(bytes).length;
}
