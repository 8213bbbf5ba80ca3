import type { TokenWord } from './split-words.ts';

/** A word between two times, in seconds from whatever its caller counts from. */
export interface TimedWord {
  /** As it stands in the text: with the space before it. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** 0–1: the probability of its least likely token. */
  readonly confidence: number;
}

/** Words longer than this many times the usual word are cut at the borders of sentences (whisper/timing.py). */
const LONGEST = 2;
/** What the usual word is taken for at most, seconds (the same). */
const USUAL_AT_MOST = 0.7;
const SENTENCE_ENDS = '.。!！?？';

/**
 * Gives words their times: each begins with its first token and ends where the next word begins. A word beside the end of
 * a sentence that would swallow the pause is cut to twice the usual length: OpenAI's add_word_timestamps.
 *
 * @param words of a text
 * @param starts when each token of the words begins, seconds, and one more: when the last one ends
 * @param probabilities of the words' tokens, 0–1
 */
export function timeWords(
  words: readonly TokenWord[],
  starts: readonly number[],
  probabilities: readonly number[],
): TimedWord[] {
  let at = 0;
  const timed = words.map(({ text, tokens }) => {
    const from = at;
    at += tokens.length;
    return {
      text,
      start: starts[from]!,
      end: starts[at]!,
      confidence: Math.min(...probabilities.slice(from, at)),
    };
  });
  const longest = LONGEST * usualLength(timed);
  return timed.map((word, index) => {
    if (index === 0 || longest === 0 || word.end - word.start <= longest) return word;
    if (endsSentence(word.text)) return { ...word, end: word.start + longest };
    if (endsSentence(timed[index - 1]!.text)) return { ...word, start: word.end - longest };
    return word;
  });
}

/** The median length of words that have one, seconds, at most 0.7; 0 where none has. */
export function usualLength(words: readonly TimedWord[]): number {
  const lengths = words
    .map(({ start, end }) => end - start)
    .filter((length) => length > 0)
    .sort((a, b) => a - b);
  return Math.min(USUAL_AT_MOST, lengths[Math.floor(lengths.length / 2)] ?? 0);
}

function endsSentence(text: string): boolean {
  return SENTENCE_ENDS.includes(text.trim().at(-1) ?? ' ');
}
