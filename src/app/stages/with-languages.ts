import type { Transcriber, Utterance } from '../../domain/ports/speech.ts';
import { chooseLanguages, type LanguageChances, LOOK_AHEAD } from '../../domain/speech/choose-language.ts';
import { SAMPLE_RATE } from '../../domain/speech/sampling.ts';

/** An utterance whose turn has come to be written down. */
export interface UtteranceInLanguage {
  readonly utterance: Utterance;
  /** Undefined where nobody can tell: the model knows one alone, or nothing sounds. */
  readonly language: string | undefined;
}

interface Judged {
  readonly chances: LanguageChances;
  readonly weight: number;
}

/** Utterances before one that have a say in its language. */
const LOOK_BACK = 6;

/**
 * Tells the language of each utterance, with those before and after it in mind. Each waits until the next `LOOK_AHEAD` are
 * judged: their sound is held, 2 MB each, however long the video. Where the language was given nothing is asked and nothing
 * waits, nor does an utterance of which the model can't tell a language.
 *
 * @param given code of ISO 639-1; undefined: told from the sound
 * @throws HeimdexError `interrupted`
 */
export async function* withLanguages(
  utterances: AsyncIterable<Utterance>,
  given: string | undefined,
  transcriber: Pick<Transcriber, 'languages'>,
  signal: AbortSignal,
): AsyncGenerator<UtteranceInLanguage> {
  const before: Judged[] = [];
  const held: (Judged & { readonly utterance: Utterance })[] = [];
  const release = (): UtteranceInLanguage => {
    const all = [...before, ...held];
    const languages = chooseLanguages(
      all.map(({ chances }) => chances),
      all.map(({ weight }) => weight),
    );
    const language = languages[before.length];
    const { utterance, chances, weight } = held.shift()!;
    before.push({ chances, weight });
    if (before.length > LOOK_BACK) before.shift();
    return { utterance, language };
  };
  for await (const utterance of utterances) {
    if (given !== undefined) {
      yield { utterance, language: given };
      continue;
    }
    const chances = await transcriber.languages(utterance, signal);
    held.push({ utterance, chances, weight: weightOf(utterance) });
    while (held.length > LOOK_AHEAD || held[0]?.chances.size === 0) yield release();
  }
  while (held.length > 0) yield release();
}

/** The root of its seconds: else a long neighbour would outvote a short utterance that is sure of another language. */
function weightOf({ parts }: Utterance): number {
  return Math.sqrt(parts.reduce((sum, { samples }) => sum + samples.length / SAMPLE_RATE, 0));
}
