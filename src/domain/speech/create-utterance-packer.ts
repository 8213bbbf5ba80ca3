import type { Sound, Utterance } from '../ports/speech.ts';
import { fromSeconds, type Microseconds } from '../time.ts';
import { samplesToMicroseconds } from './sampling.ts';

/** Between two parts of an utterance lies at most so much: the length of Whisper's window. */
export const MOST_APART: Microseconds = fromSeconds(30);

export interface UtterancePacker {
  /** Takes the next stretch and gives the utterance that it does not belong to any more, if that is so. */
  add(stretch: Sound): Utterance | undefined;
  /** Tells that no stretch begins before this time, and gives the utterance that is whole by that. */
  passed(time: Microseconds): Utterance | undefined;
  /** What is left. */
  end(): Utterance | undefined;
}

/**
 * Puts neighbouring stretches together until a window is full: the encoder costs the same for a word as for thirty
 * seconds.
 *
 * @param longest samples of an utterance, its parts together; no stretch is longer
 */
export function createUtterancePacker(longest: number): UtterancePacker {
  let parts: Sound[] = [];
  let samples = 0;
  let end: Microseconds = 0;
  const take = (): Utterance | undefined => {
    const taken = parts;
    parts = [];
    samples = 0;
    return taken.length === 0 ? undefined : { parts: taken };
  };
  return {
    add(stretch) {
      const { length } = stretch.samples;
      const full = samples + length > longest || stretch.start - end > MOST_APART;
      const whole = full ? take() : undefined;
      parts.push(stretch);
      samples += length;
      end = stretch.start + samplesToMicroseconds(length);
      return whole;
    },
    passed: (time) => (time - end > MOST_APART ? take() : undefined),
    end: take,
  };
}
