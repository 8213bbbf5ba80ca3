import type { Microseconds } from '../time.ts';
import type { Segment } from './segment.ts';

/** When what stands at a place of a segment's text is said, where the times of its words are known; else its start. */
export function timeOfPlace({ text, words, start }: Segment, place: number): Microseconds {
  let end = 0;
  for (const word of words) {
    const from = text.indexOf(word.text, end);
    if (from < 0) continue;
    end = from + word.text.length;
    if (place < end) return word.start;
  }
  return start;
}
