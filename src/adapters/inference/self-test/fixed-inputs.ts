import type { RgbImage } from '../../../domain/frame.ts';

// What self-tests give to models. Whole numbers alone are reckoned with, so that every machine gives the same; a change
// here makes all records incomparable: raise the version in src/domain/self-test/self-test-record.ts with it.

/** Two sentences of different lengths. */
export const SENTENCES = [
  'A red lighthouse stands on a rock in the sea at sunset.',
  'Two dogs play in the snow.',
] as const;

export const QUESTION = 'When did people first walk on the moon?';
/** From an answer to what has nothing to do with the question. */
export const PASSAGES = [
  'In July 1969 two astronauts walked on the moon for the first time.',
  'The moon circles the earth once a month.',
  'Boil the noodles and add some basil to the sauce.',
  'Shares dropped at the start of the week.',
] as const;

/**
 * A face drawn with few strokes before a coloured ground, so that detectors have something to see.
 *
 * @param turn 0, or 1 for the same picture with left and right exchanged
 */
export function drawnPicture(size: number, turn: 0 | 1 = 0): RgbImage {
  const pixels = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      // In thousandths of the picture's side.
      const [u, v] = [
        Math.floor(((turn === 1 ? size - 1 - x : x) * 1000) / size),
        Math.floor((y * 1000) / size),
      ];
      pixels.set(colourAt(u, v), (y * size + x) * 3);
    }
  }
  return { width: size, height: size, pixels };
}

function colourAt(u: number, v: number): readonly [number, number, number] {
  const inside = (x: number, y: number, a: number, b: number) =>
    ((u - x) * b) ** 2 + ((v - y) * a) ** 2 <= (a * b) ** 2;
  if (inside(370, 440, 40, 22) || inside(570, 440, 40, 22)) return [40, 30, 30];
  if (inside(470, 690, 90, 24)) return [150, 50, 60];
  if (inside(470, 570, 28, 70)) return [190, 140, 115];
  if (inside(470, 530, 230, 320)) return [224, 172, 140];
  if (inside(470, 420, 270, 330)) return [60, 40, 30];
  return [(u * 255) / 1000, (v * 255) / 1000, (Math.floor(u / 50) + Math.floor(v / 50)) % 2 === 0 ? 60 : 180];
}

/** Sawtooth waves, first low, then high, then silence, from −1 to 1. */
export function drawnSound(samples: number, turn: 0 | 1 = 0): Float32Array {
  return Float32Array.from({ length: samples }, (_, t) => {
    const loudness = (Math.floor(t / 1500) + 1) % 3;
    const wave = (t % (113 + 20 * turn)) / 113 + (t % 37) / 37 + (t % 9) / 9 - 1.5;
    return (wave * loudness) / 4;
  });
}

/** A pattern in the range of logarithmic mel bands, −1 to 1.5: (bands, frames). */
export function drawnBands(bands: number, frames: number, turn: 0 | 1 = 0): Float32Array {
  const values = new Float32Array(bands * frames);
  for (let band = 0; band < bands; band++) {
    for (let frame = 0; frame < frames; frame++) {
      const loud = Math.floor(frame / 90) % (3 + turn) === 0 ? 0 : 1;
      values[band * frames + frame] = (((band * 37 + frame * 11) % 251) / 251) * (1 + loud) - 1 + loud / 2;
    }
  }
  return values;
}
