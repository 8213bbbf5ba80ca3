/** One band: what it takes of which frequencies. */
export interface MelFilter {
  /** The first of the transform's frequencies that count. */
  readonly first: number;
  readonly weights: Float64Array;
}

/**
 * Triangles that are evenly spaced on Slaney's mel scale (straight up to 1 kHz, then logarithmic) from 0 Hz to half the
 * sampling rate, each divided by its width: `librosa.filters.mel(sr, n_fft, n_mels)`, which Whisper was trained with.
 *
 * @param points length of the Fourier transform
 */
export function melFilters(bands: number, points: number, sampleRate: number): MelFilter[] {
  const top = melOf(sampleRate / 2);
  const edges = Array.from({ length: bands + 2 }, (_, index) => hertzOf((top * index) / (bands + 1)));
  const spacing = sampleRate / points;
  return Array.from({ length: bands }, (_, band) => {
    const [low, middle, high] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const first = Math.floor(low / spacing) + 1;
    const last = Math.min(Math.ceil(high / spacing) - 1, points / 2);
    const weights = Float64Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
      const frequency = (first + index) * spacing;
      const height = Math.min((frequency - low) / (middle - low), (high - frequency) / (high - middle));
      return (height * 2) / (high - low);
    });
    return { first, weights };
  });
}

const STRAIGHT_HERTZ = 200 / 3;
const BEND_HERTZ = 1000;
const BEND_MEL = BEND_HERTZ / STRAIGHT_HERTZ;
const STEP = Math.log(6.4) / 27;

function melOf(hertz: number): number {
  return hertz < BEND_HERTZ ? hertz / STRAIGHT_HERTZ : BEND_MEL + Math.log(hertz / BEND_HERTZ) / STEP;
}

function hertzOf(mel: number): number {
  return mel < BEND_MEL ? mel * STRAIGHT_HERTZ : BEND_HERTZ * Math.exp(STEP * (mel - BEND_MEL));
}
