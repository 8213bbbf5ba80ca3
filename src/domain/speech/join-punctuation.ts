import type { TimedWord } from './time-words.ts';

/** What belongs to the word after it, and to the word before it (whisper/timing.py). */
const OPENING = '"\'“¿([{-';
const CLOSING = '"\'.。,，!！?？:：”)]}、';

/** Gives punctuation to its word, which keeps its own times: a full stop is not heard, and the pause at it is none. */
export function joinPunctuation(words: readonly TimedWord[]): TimedWord[] {
  const opened: TimedWord[] = [];
  for (const word of words.toReversed()) {
    const next = opened[0];
    const opens = word.text.startsWith(' ') && OPENING.includes(word.text.trim());
    if (next !== undefined && opens) opened[0] = { ...next, text: word.text + next.text };
    else opened.unshift(word);
  }
  const closed: TimedWord[] = [];
  for (const word of opened) {
    const last = closed.at(-1);
    if (last !== undefined && !last.text.endsWith(' ') && CLOSING.includes(word.text)) {
      closed[closed.length - 1] = { ...last, text: last.text + word.text };
    } else closed.push(word);
  }
  return closed;
}
