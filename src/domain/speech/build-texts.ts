import { alignTokens } from './align-tokens.ts';
import { cutTexts, type TokenSpan } from './cut-texts.ts';
import { fitToWords } from './fit-to-words.ts';
import { isBelievable } from './guards.ts';
import { joinPunctuation } from './join-punctuation.ts';
import type { HeardText } from './place-texts.ts';
import { splitWords } from './split-words.ts';
import { type TimedWord, timeWords, usualLength } from './time-words.ts';
import { TIME_STEP, type TokenForm } from './token-form.ts';

/** What was written of a window. */
export interface WrittenWindow {
  readonly tokens: readonly number[];
  /** Of each token, natural logarithms. */
  readonly logProbabilities: readonly number[];
  /** [token][head]: what was looked at for each token and the one after the last; no heads where words get no times. */
  readonly focus: readonly (readonly Float32Array[])[];
}

export interface BuildOptions {
  readonly form: Pick<TokenForm, 'end' | 'firstTime'>;
  readonly textOf: (tokens: readonly number[]) => string;
  readonly language: string;
  /** Where the window begins on the tape, and how long it is: seconds. */
  readonly start: number;
  readonly seconds: number;
}

/** The texts of a window with times of the tape, and how many seconds of it are done with. */
export function buildTexts(
  written: WrittenWindow,
  options: BuildOptions,
): { texts: HeardText[]; heard: number } {
  const { form, textOf, seconds } = options;
  const { spans, heard } = cutTexts(written.tokens, form, seconds);
  const said = spans.flatMap((span) => {
    const at = textTokens(written, span, form);
    const text = textOf(at.map((index) => written.tokens[index]!));
    const confidence =
      at.reduce((sum, token) => sum + Math.exp(written.logProbabilities[token]!), 0) / at.length;
    const isKept = span.end > span.start && text.trim() !== '' && isBelievable(confidence);
    return isKept ? [{ span, at, text, confidence }] : [];
  });
  const words = wordsOf(written, said, options);
  const usual = usualLength(words.flat());
  let spokenUntil = 0;
  const texts = said.map(({ span, text, confidence }, index) => {
    const fitted = fitToWords({ start: span.start, end: span.end, words: words[index]! }, spokenUntil, usual);
    spokenUntil = fitted.end;
    return {
      start: options.start + fitted.start,
      end: options.start + fitted.end,
      text,
      confidence,
      words: fitted.words.map((word) => shifted(word, options.start)),
    };
  });
  return { texts, heard };
}

function shifted(word: TimedWord, by: number): TimedWord {
  return { ...word, start: word.start + by, end: word.end + by };
}

/** Where a span's tokens of text stand. */
function textTokens({ tokens }: WrittenWindow, { from, to }: TokenSpan, { end }: { end: number }): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index).filter((at) => tokens[at]! < end);
}

/** The words of each text, in seconds of the window. */
function wordsOf(
  { tokens, logProbabilities, focus }: WrittenWindow,
  said: readonly { readonly at: readonly number[] }[],
  { textOf, language }: BuildOptions,
): TimedWord[][] {
  const all = said.flatMap(({ at }) => at);
  if (all.length === 0 || (focus[0]?.length ?? 0) === 0) return said.map(() => []);
  // The token after the last word tells where that ends.
  const behind = focus[all.at(-1)! + 1];
  const rows = [...all.map((at) => focus[at]!), ...(behind === undefined ? [] : [behind])];
  const positions = rows[0]![0]!.length;
  const starts = alignTokens(rows).map((position) => position * TIME_STEP);
  if (behind === undefined) starts.push(positions * TIME_STEP);
  const parts = said.map(({ at }) =>
    splitWords(
      at.map((index) => tokens[index]!),
      textOf,
      language,
    ),
  );
  const probabilities = all.map((at) => Math.exp(logProbabilities[at]!));
  const timed = timeWords(parts.flat(), starts, probabilities);
  let taken = 0;
  return parts.map(({ length }) => {
    taken += length;
    return joinPunctuation(timed.slice(taken - length, taken));
  });
}
