import type { Sound } from '../../domain/ports/speech.ts';
import { createMonoMix } from '../../domain/speech/create-mono-mix.ts';
import { SAMPLE_RATE, samplesToMicroseconds } from '../../domain/speech/sampling.ts';
import type { SoundFrame } from './create-sound-assembler.ts';
import { createSoundClock } from './create-sound-clock.ts';

/** Samples of a piece: a second. */
const PIECE = SAMPLE_RATE;

/**
 * Makes one channel in even pieces out of frames, each sample at its time.
 *
 * @param onDamage what is wrong with the frames' times
 */
export function createSoundPieces(onDamage: (complaint: string) => void) {
  const clock = createSoundClock(onDamage);
  const mix = createMonoMix();
  let piece = new Float32Array(2 * PIECE);
  let filled = 0;
  /** Of the filled ones, those that the file lacks. */
  let missing = 0;
  /** The number of the piece's first sample. */
  let first: number | undefined;

  const cut = (): Sound => {
    const start = samplesToMicroseconds(first!);
    const sound = { start, samples: mix(piece.subarray(0, 2 * filled)), missing };
    first = first! + filled;
    piece = new Float32Array(2 * PIECE);
    filled = 0;
    missing = 0;
    return sound;
  };

  return {
    /** The pieces that a frame completes: very many where a long gap lies before it. */
    *add({ time, count, following, samples }: SoundFrame): Generator<Sound> {
      first ??= time ?? 0;
      const { silence, skip } = clock.place({ time, count }, following?.time);
      for (let left = silence; left > 0; ) {
        const part = Math.min(left, PIECE - filled);
        filled += part;
        missing += part;
        left -= part;
        if (filled === PIECE) yield cut();
      }
      for (let at = skip; at < count; ) {
        const part = Math.min(count - at, PIECE - filled);
        piece.set(samples.subarray(2 * at, 2 * (at + part)), 2 * filled);
        filled += part;
        at += part;
        if (filled === PIECE) yield cut();
      }
    },
    /** The last piece, which is shorter. */
    *end(): Generator<Sound> {
      if (filled > 0) yield cut();
    },
  };
}
