import { type TimedWord, usualLength } from './time-words.ts';

/** A text's time as the model wrote it is held against its words' by this much: seconds (whisper/timing.py). */
const TRUSTED_WITHIN = 0.5;
/** So many usual words long is a pause. */
const PAUSE = 4;
const LONGEST = 2;

/** A text, its times and its words' times, in the same seconds. */
export interface TimedText {
  readonly start: number;
  readonly end: number;
  readonly words: readonly TimedWord[];
}

/**
 * Brings a text's times and those of its first and last words together: the words tell them more exactly, unless they
 * reach far out of what the model wrote. After OpenAI's add_word_timestamps, "hack: truncate long words at segment
 * boundaries".
 *
 * @param spokenUntil when the text before ended
 * @param usual the usual length of a word in the window
 */
export function fitToWords(text: TimedText, spokenUntil: number, usual = usualLength(text.words)): TimedText {
  if (text.words.length === 0) return text;
  const words = afterPause(text.words, spokenUntil, usual);
  const first = words[0]!;
  let { start, end } = text;
  if (start < first.end && start - TRUSTED_WITHIN > first.start) {
    words[0] = { ...first, start: Math.max(0, Math.min(first.end - usual, start)) };
  } else start = first.start;
  const last = words.at(-1)!;
  if (end > last.start && end + TRUSTED_WITHIN < last.end) {
    words[words.length - 1] = { ...last, end: Math.max(last.start + usual, end) };
  } else end = last.end;
  return { start, end: Math.max(start, end), words };
}

/** The first words after a pause do not reach back into it. */
function afterPause(given: readonly TimedWord[], spokenUntil: number, usual: number): TimedWord[] {
  const words = [...given];
  const [first, second] = [words[0]!, words[1]];
  const longest = LONGEST * usual;
  const isLong = first.end - first.start > longest;
  const areLong = second !== undefined && second.end - first.start > 2 * longest;
  if (first.end - spokenUntil <= PAUSE * usual || (!isLong && !areLong)) return words;
  let end = first.end;
  if (second !== undefined && second.end - second.start > longest) {
    end = Math.max(second.end / 2, second.end - longest);
    words[1] = { ...second, start: end };
  }
  words[0] = { ...first, start: Math.max(0, end - longest), end };
  return words;
}
