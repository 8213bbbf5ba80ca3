import type { Sound } from '../ports/speech.ts';
import { fromSeconds } from '../time.ts';
import { SAMPLE_RATE } from './sampling.ts';
import type { Segment } from './segment.ts';

/** Shorter speech, such as a cough, may well have no words. Seconds. */
const LEAST_SECONDS = 1;

/**
 * The stretches of an utterance in which nothing was heard, though somebody speaks there: Whisper now and then takes the
 * rest of its window for silence after the first sentence. Alone in a window they are heard.
 */
export function unheardParts(parts: readonly Sound[], segments: readonly Segment[]): readonly Sound[] {
  return parts.filter(({ start, samples }) => {
    const seconds = samples.length / SAMPLE_RATE;
    const end = start + fromSeconds(seconds);
    return (
      seconds >= LEAST_SECONDS && !segments.some((segment) => segment.start < end && segment.end > start)
    );
  });
}
