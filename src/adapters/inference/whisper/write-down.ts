import { buildTexts } from '../../../domain/speech/build-texts.ts';
import type { HeardText } from '../../../domain/speech/place-texts.ts';
import { SAMPLE_RATE } from '../../../domain/speech/sampling.ts';
import type { Window } from '../../../domain/speech/tape.ts';
import { decodeCredibly } from './decode-credibly.ts';
import type { HeardWindow } from './listen-to.ts';
import type { WhisperDecoder } from './open-decoder.ts';
import type { WhisperTokens } from './read-token-form.ts';
import type { TextOf } from './read-vocabulary.ts';

export interface WriteOptions {
  readonly tokens: WhisperTokens;
  readonly textOf: TextOf;
  readonly maxTokens: number;
  /** A language that the model knows. */
  readonly language: string;
}

/**
 * Writes down what is said in a window: no text where nothing can be believed.
 *
 * @returns texts in seconds of the tape, and how many seconds of the window are done with
 */
export async function writeDown(
  decoder: WhisperDecoder,
  heard: HeardWindow,
  window: Window,
  { tokens, textOf, maxTokens, language }: WriteOptions,
  signal: AbortSignal,
): Promise<{ texts: HeardText[]; heard: number }> {
  const seconds = (window.to - window.from) / SAMPLE_RATE;
  const spoken = tokens.languages.get(language);
  const options = {
    form: tokens.form,
    prompt: spoken === undefined ? [] : [spoken, tokens.transcribe!],
    maxTokens,
    soundingPositions: heard.soundingPositions,
    noSpeech: heard.noSpeech(),
    textOf,
  };
  const written = await decodeCredibly(decoder, heard.first, options, signal);
  if (written === undefined) return { texts: [], heard: seconds };
  const start = window.from / SAMPLE_RATE;
  return buildTexts(written, { form: tokens.form, textOf, language, start, seconds });
}
