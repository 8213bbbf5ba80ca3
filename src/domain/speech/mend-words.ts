import type { TimedWord } from './time-words.ts';

/** No word is said faster: seconds. */
const SHORTEST = 0.02;

/**
 * Makes words follow each other between two times, none of them without length: what can't be right is moved as little
 * as that takes.
 *
 * @param from seconds, as the words' times
 * @param to not before `from`
 */
export function mendWords(words: readonly TimedWord[], from: number, to: number): TimedWord[] {
  const shortest = Math.min(SHORTEST, (to - from) / Math.max(1, words.length));
  let earliest = from;
  const forward = words.map((word) => {
    const start = Math.max(word.start, earliest);
    const end = Math.max(word.end, start + shortest);
    earliest = end;
    return { ...word, start, end };
  });
  let latest = to;
  return forward
    .toReversed()
    .map((word) => {
      const end = Math.min(word.end, latest);
      const start = Math.min(word.start, end - shortest);
      latest = start;
      return { ...word, start: Math.max(start, from), end };
    })
    .toReversed();
}
