import { describe, expect, it } from 'vitest';
import { shrinkPicture } from '../../../src/domain/faces/shrink-picture.ts';
import type { RgbImage } from '../../../src/domain/frame.ts';

/** One number a pixel, in the red channel; green is its half, blue its rest of 255. */
function pictureOf(rows: readonly (readonly number[])[]): RgbImage {
  const pixels = rows.flat().flatMap((level) => [level, level / 2, 255 - level]);
  return { width: rows[0]!.length, height: rows.length, pixels: Uint8Array.from(pixels) };
}

describe('shrinkPicture', () => {
  it('gives the mean of each area, for each channel', () => {
    const small = shrinkPicture(
      pictureOf([
        [0, 100, 200, 200],
        [40, 60, 200, 200],
      ]),
      { width: 2, height: 1 },
    );
    expect([...small.pixels]).toEqual([50, 25, 205, 200, 100, 55]);
  });

  it('shares pixels between neighbours where sides do not divide', () => {
    // Each of two covers one and a half of three.
    const small = shrinkPicture(pictureOf([[30, 60, 120]]), { width: 2, height: 1 });
    expect([small.pixels[0], small.pixels[3]]).toEqual([40, 100]);
    const column = shrinkPicture(pictureOf([[30], [60], [120]]), { width: 1, height: 2 });
    expect([column.pixels[0], column.pixels[3]]).toEqual([40, 100]);
  });

  it('keeps one colour one colour, whatever the sides', () => {
    const white = { width: 97, height: 61, pixels: new Uint8Array(97 * 61 * 3).fill(255) };
    for (const [width, height] of [
      [96, 60],
      [64, 41],
      [31, 1],
      [1, 1],
      [97, 7],
    ] as const) {
      expect(new Set(shrinkPicture(white, { width, height }).pixels)).toEqual(new Set([255]));
    }
  });

  it('gives back a picture that has the size, and makes none larger', () => {
    const picture = pictureOf([[1, 2]]);
    expect(shrinkPicture(picture, { width: 2, height: 1 })).toBe(picture);
    for (const size of [
      { width: 2, height: 2 },
      { width: 3, height: 1 },
    ]) {
      expect(() => shrinkPicture(picture, size)).toThrow(RangeError);
    }
  });
});
