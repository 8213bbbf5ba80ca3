import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createImageReader } from '../../src/adapters/image/create-image-reader.ts';
import { toPixelValues } from '../../src/adapters/inference/open-image-encoder.ts';
import type { RgbImage } from '../../src/domain/frame.ts';
import { golden, goldenJson, TINY } from '../support/golden.ts';

interface GoldenPicture {
  readonly file: string;
  readonly pixels: string;
  readonly size: number;
}

const index = goldenJson<{
  pictures: GoldenPicture[];
  clipPictures: GoldenPicture[];
  clip: { mean: [number, number, number]; std: [number, number, number] };
}>('preprocess.json');

/** The reference lies in planes, ours pixel by pixel. */
function planesOf({ pixels, width, height }: RgbImage): Uint8Array {
  const plane = width * height;
  return Uint8Array.from({ length: 3 * plane }, (_, i) => pixels[(i % plane) * 3 + Math.floor(i / plane)]!);
}

function compare(picture: GoldenPicture, image: RgbImage): { differing: number; worst: number } {
  const expected = readFileSync(golden(picture.pixels));
  const got = planesOf(image);
  expect(got).toHaveLength(expected.length);
  let differing = 0;
  let worst = 0;
  expected.forEach((value, i) => {
    const difference = Math.abs(value - got[i]!);
    if (difference > 0) differing++;
    worst = Math.max(worst, difference);
  });
  return { differing, worst };
}

describe('a picture becomes the reference input in every byte', () => {
  const reader = createImageReader();

  it('is held to 13 squeezed pictures and 6 cropped ones', () => {
    expect([index.pictures.length, index.clipPictures.length]).toEqual([13, 6]);
  });

  it.each(index.pictures)('squeezed, bilinear: $file', async (picture) => {
    const image = await reader.readForModel(golden(picture.file), {
      modelSize: picture.size,
      crop: 'none',
      resample: 'bilinear',
    });
    expect(compare(picture, image)).toEqual({ differing: 0, worst: 0 });
  });

  it.each(index.clipPictures)('cropped, bicubic: $file', async (picture) => {
    const image = await reader.readForModel(golden(picture.file), {
      modelSize: picture.size,
      crop: 'center',
      resample: 'bicubic',
    });
    expect(compare(picture, image)).toEqual({ differing: 0, worst: 0 });
  });
});

describe('toPixelValues', () => {
  const vision = { ...TINY.config.vision, size: 16 };
  const pixels = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => i % 256);
  const image = { width: 16, height: 16, pixels };

  it.each([
    ['SigLIP', vision.mean, vision.std],
    ['CLIP', index.clip.mean, index.clip.std],
  ])('gives (byte / 255 − mean) / std in planes to a millionth: %s', (_, mean, std) => {
    const values = toPixelValues([image, image], { ...vision, mean, std });
    const worst = values.reduce((most, value, i) => {
      const channel = Math.floor(i / 256) % 3;
      const expected = (pixels[(i % 256) * 3 + channel]! / 255 - mean[channel]!) / std[channel]!;
      return Math.max(most, Math.abs(value - expected));
    }, 0);
    expect(worst).toBeLessThanOrEqual(1e-6);
  });

  it('refuses a picture of another size', () => {
    expect(() => toPixelValues([{ ...image, width: 8, height: 32 }], vision)).toThrow(RangeError);
  });
});
