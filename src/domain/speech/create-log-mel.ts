import { createFourier400, POINTS } from './create-fourier-400.ts';
import { melFilters } from './mel-filters.ts';
import { SAMPLE_RATE } from './sampling.ts';

/** Samples from one frame to the next: 10 ms at 16 kHz. */
export const HOP = 160;
const HALF = POINTS / 2;
/** What silence counts as. */
const FLOOR = 1e-10;

/** Sound of at most `frames · 160` samples to (bands, frames). */
export type LogMel = (samples: Float32Array) => Float32Array;

/**
 * Whisper's features: powers of 25 ms every 10 ms in mel bands, their decimal logarithm, at most 8 below the loudest,
 * then (x + 4) / 4. Shorter sound is followed by silence; both ends are mirrored. Equal to transformers'
 * WhisperFeatureExtractor and OpenAI's whisper/audio.py.
 *
 * @param bands 80 or 128
 * @param frames of the whole window: 3000 for 30 s
 */
export function createLogMel(bands: number, frames: number): LogMel {
  const filters = melFilters(bands, POINTS, SAMPLE_RATE);
  const fourier = createFourier400();
  const window = Float64Array.from(
    { length: POINTS },
    (_, n) => (1 - Math.cos((2 * Math.PI * n) / POINTS)) / 2,
  );
  const powers = [new Float64Array(HALF + 1), new Float64Array(HALF + 1)] as const;
  return (samples) => {
    const padded = mirrored(samples, frames * HOP);
    const values = new Float32Array(bands * frames).fill(Math.log10(FLOOR));
    // Behind the sound there is nothing to reckon.
    const sounding = Math.min(frames, Math.ceil((samples.length + HALF) / HOP));
    for (let frame = 0; frame < sounding; frame += 2) {
      fillPair(fourier.input, padded, frame * HOP, window);
      splitPowers(fourier.transform(), powers);
      for (let each = 0; each < Math.min(2, sounding - frame); each++) {
        const power = powers[each]!;
        for (let band = 0; band < bands; band++) {
          const { first, weights } = filters[band]!;
          let sum = 0;
          for (let i = 0; i < weights.length; i++) sum += weights[i]! * power[first + i]!;
          values[band * frames + frame + each] = Math.log10(Math.max(sum, FLOOR));
        }
      }
    }
    return scaled(values);
  };
}

/** The sound with silence behind it up to `length`, and half a window mirrored before and after. */
function mirrored(samples: Float32Array, length: number): Float32Array {
  if (samples.length > length) throw new RangeError(`${samples.length} samples for a window of ${length}`);
  // One frame more than needed: frames are taken in pairs.
  const padded = new Float32Array(length + POINTS + HOP);
  padded.set(samples, HALF);
  for (let i = 1; i <= HALF; i++) {
    padded[HALF - i] = padded[HALF + i]!;
    padded[HALF + length - 1 + i] = padded[HALF + length - 1 - i]!;
  }
  return padded;
}

/** Two neighbouring frames as the real and the imaginary part: one transform serves both. */
function fillPair(
  { re, im }: { re: Float64Array; im: Float64Array },
  sound: Float32Array,
  start: number,
  window: Float64Array,
): void {
  for (let n = 0; n < POINTS; n++) {
    re[n] = sound[start + n]! * window[n]!;
    im[n] = sound[start + HOP + n]! * window[n]!;
  }
}

/** A real signal's transform is its own mirror image, an imaginary one's the opposite: that tells the two apart. */
function splitPowers(
  { re, im }: { re: Float64Array; im: Float64Array },
  [first, second]: readonly [Float64Array, Float64Array],
): void {
  for (let f = 0; f <= HALF; f++) {
    const mirror = f === 0 ? 0 : POINTS - f;
    const sumRe = re[f]! + re[mirror]!;
    const sumIm = im[f]! + im[mirror]!;
    const differenceRe = re[f]! - re[mirror]!;
    const differenceIm = im[f]! - im[mirror]!;
    first[f] = (sumRe * sumRe + differenceIm * differenceIm) / 4;
    second[f] = (sumIm * sumIm + differenceRe * differenceRe) / 4;
  }
}

function scaled(values: Float32Array): Float32Array {
  let loudest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (values[i]! > loudest) loudest = values[i]!;
  const least = loudest - 8;
  for (let i = 0; i < values.length; i++) values[i] = (Math.max(values[i]!, least) + 4) / 4;
  return values;
}
