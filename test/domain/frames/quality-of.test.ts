import { describe, expect, it } from 'vitest';
import type { SmallFrame } from '../../../src/domain/frame.ts';
import { hasPicture } from '../../../src/domain/frames/has-picture.ts';
import { detailOf, detailOfShot, isBlurred } from '../../../src/domain/frames/is-blurred.ts';
import { qualityOf } from '../../../src/domain/frames/quality-of.ts';

function frame(pixel: (x: number, y: number) => number, width = 160, height = 90): SmallFrame {
  const y = Uint8Array.from({ length: width * height }, (_, i) => pixel(i % width, Math.floor(i / width)));
  return { time: 0, width, height, y, u: y, v: y };
}

/** Stripes and a disc: an edge in every direction. */
const scene = (x: number, y: number) =>
  (x - 60) ** 2 + (y - 40) ** 2 < 700 ? 210 : Math.floor(x / 9 + y / 13) % 2 === 0 ? 60 : 110;

/** The mean of a square around each pixel. */
function blurred(of: (x: number, y: number) => number, radius: number) {
  return (x: number, y: number) => {
    let sum = 0;
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) sum += of(x + dx, y + dy);
    }
    return sum / (2 * radius + 1) ** 2;
  };
}

describe('qualityOf', () => {
  it('tells brightness and contrast from 0 to 1 of limited-range luma', () => {
    expect(qualityOf(frame(() => 16))).toEqual({ sharpness: 0, brightness: 0, contrast: 0, hash: 0n });
    expect(qualityOf(frame(() => 235))).toEqual({ sharpness: 0, brightness: 1, contrast: 0, hash: 0n });
    const halves = qualityOf(frame((x) => (x < 80 ? 16 : 235)));
    expect(halves.brightness).toBeCloseTo(0.5, 10);
    expect(halves.contrast).toBeCloseTo(0.5, 10);
    expect(qualityOf(frame((x) => (x < 80 ? 0 : 255)))).toMatchObject({ brightness: 0.5, contrast: 0.5 });
  });

  it('tells sharpness as the variance of the Laplacian', () => {
    // One pixel 100 above a 5 × 5 area: -400 at it, 100 at four neighbours, 0 at four others: mean 0.
    const { sharpness } = qualityOf(frame((x, y) => (x === 2 && y === 2 ? 116 : 16), 5, 5));
    expect(sharpness).toBeCloseTo((400 ** 2 + 4 * 100 ** 2) / 9 / 219 ** 2, 10);
  });

  it('finds a blurred frame less sharp, and a faded one by the square of what is left', () => {
    const sharp = qualityOf(frame(scene));
    expect(qualityOf(frame(blurred(scene, 1))).sharpness).toBeLessThan(sharp.sharpness / 3);
    const faded = qualityOf(frame((x, y) => 16 + (scene(x, y) - 16) / 2));
    expect(faded.sharpness / sharp.sharpness).toBeCloseTo(0.25, 2);
    expect(faded.hash).toBe(sharp.hash);
  });

  it('measures pictures too small to have an inside', () => {
    for (const [width, height] of [
      [1, 1],
      [2, 2],
      [160, 2],
      [2, 90],
    ] as const) {
      const quality = qualityOf(frame((x) => 100 + x, width, height));
      expect(quality.sharpness).toBe(0);
      expect(quality.brightness).toBeGreaterThan(0.3);
    }
  });
});

describe('hasPicture', () => {
  const noise = (level: number, strength: number) => (x: number, y: number) =>
    level + ((x * 7919 + y * 104_729) % (2 * strength + 1)) - strength;

  it('finds none in black, white and flat frames with the noise of their coding', () => {
    for (const level of [18, 128, 233]) expect(hasPicture(qualityOf(frame(noise(level, 4))))).toBe(false);
    // Darker than anything to be recognised, with a trace of the picture before a fade.
    expect(hasPicture(qualityOf(frame((x, y) => 16 + (scene(x, y) - 16) / 10)))).toBe(false);
    expect(hasPicture(qualityOf(frame((x, y) => 235 - (scene(x, y) - 16) / 10)))).toBe(false);
  });

  it('finds one in a night scene, a title on black, and an empty street', () => {
    expect(hasPicture(qualityOf(frame((x, y) => (x % 40 < 6 && y % 30 < 6 ? 120 : 18))))).toBe(true);
    expect(hasPicture(qualityOf(frame((x, y) => (y > 40 && y < 50 && x > 50 && x % 4 < 2 ? 235 : 16))))).toBe(
      true,
    );
    expect(hasPicture(qualityOf(frame((x) => 100 + x / 8)))).toBe(true);
  });
});

describe('isBlurred', () => {
  const sharp = qualityOf(frame(scene));
  const soft = qualityOf(frame(blurred(scene, 2)));

  it('compares a frame with its shot, whatever its contrast', () => {
    const shot = detailOfShot([sharp, sharp, soft, sharp]);
    expect(isBlurred(soft, shot)).toBe(true);
    const faded = qualityOf(frame((x, y) => 60 + (scene(x, y) - 16) / 2));
    expect(isBlurred(faded, shot)).toBe(false);
    expect(isBlurred(sharp, shot)).toBe(false);
  });

  it('finds nothing blurred in a shot that is soft as a whole, and still most of one where it lasts', () => {
    expect(isBlurred(soft, detailOfShot([soft, soft, soft]))).toBe(false);
    expect(isBlurred(soft, detailOfShot([soft, soft, soft, soft, sharp, sharp]))).toBe(true);
    expect(isBlurred(soft, detailOfShot([]))).toBe(false);
    expect(detailOf({ ...sharp, contrast: 0 })).toBe(0);
  });
});
