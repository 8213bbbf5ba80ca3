import type { Microseconds } from '../time.ts';

/** Sound is 16 kHz, as Whisper and Silero were trained on. */
export const SAMPLE_RATE = 16_000;

/** The length of so many samples, to the nearest microsecond. A sample lasts 62.5. */
export function samplesToMicroseconds(samples: number): Microseconds {
  return Math.round((samples * 1_000_000) / SAMPLE_RATE);
}
