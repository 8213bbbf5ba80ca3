import type { Sound } from '../ports/speech.ts';
import type { Microseconds } from '../time.ts';
import { createSpeechFinder, type Span } from './create-speech-finder.ts';
import { samplesToMicroseconds } from './sampling.ts';
import type { SpeechRule } from './speech-rule.ts';

export interface StretchCutter {
  /** Takes the next samples and the probabilities that have become known with them; gives the stretches that are whole. */
  add(samples: Float32Array, probabilities: Float32Array): Sound[];
  /** After the last samples: those probabilities that silence behind them was needed for, and the last stretch. */
  end(probabilities: Float32Array): Sound[];
  /** How many samples are held. */
  held(): number;
}

/**
 * Cuts the stretches in which somebody speaks out of a sound. Only samples that may still belong to one are held.
 *
 * @param start the presentation time of the first sample
 */
export function createStretchCutter(start: Microseconds, rule: SpeechRule): StretchCutter {
  const finder = createSpeechFinder(rule);
  /** Pieces of the sound that follow each other; the first begins at the sample `from`. */
  let held: Float32Array[] = [];
  let from = 0;
  let length = 0;

  const copy = (span: Span): Sound => {
    const samples = new Float32Array(span.end - span.start);
    let at = from;
    for (const piece of held) {
      const begin = Math.max(span.start, at);
      const part = piece.subarray(begin - at, Math.max(begin, span.end) - at);
      if (part.length > 0) samples.set(part, begin - span.start);
      at += piece.length;
    }
    return { start: start + samplesToMicroseconds(span.start), samples };
  };

  const drop = (): void => {
    const needed = finder.neededFrom();
    let count = 0;
    while (count < held.length && from + held[count]!.length <= needed) from += held[count++]!.length;
    held = held.slice(count);
  };

  const find = (probabilities: Float32Array): Sound[] => {
    const stretches: Sound[] = [];
    for (const probability of probabilities) {
      const span = finder.add(probability);
      if (span !== undefined) stretches.push(copy(span));
    }
    return stretches;
  };

  return {
    add(samples, probabilities) {
      held.push(samples);
      length += samples.length;
      const stretches = find(probabilities);
      drop();
      return stretches;
    },
    end(probabilities) {
      const stretches = find(probabilities);
      const last = finder.end(length);
      return last === undefined ? stretches : [...stretches, copy(last)];
    },
    held: () => length - from,
  };
}
