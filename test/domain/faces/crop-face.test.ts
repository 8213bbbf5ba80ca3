import { describe, expect, it } from 'vitest';
import { cropFace } from '../../../src/domain/faces/crop-face.ts';
import type { RgbImage } from '../../../src/domain/frame.ts';
import { grey } from '../../support/faces.ts';

/** Red is the column, green the row. */
function ramp(width: number, height: number): RgbImage {
  const picture = grey(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) picture.pixels.set([x, y, 0], (y * width + x) * 3);
  return picture;
}

const corner = ({ pixels }: RgbImage) => [...pixels.subarray(0, 2)];

describe('cropFace', () => {
  it('is a square around the face, with three tenths of its longer side on each side', () => {
    const crop = cropFace(ramp(200, 200), { left: 90, top: 80, width: 20, height: 40 }, 160);
    expect([crop.width, crop.height]).toEqual([64, 64]);
    // 100 − 32, 100 − 32.
    expect(corner(crop)).toEqual([68, 68]);
  });

  it('is as much as there is at an edge, and beyond it', () => {
    const box = { width: 40, height: 40 };
    const edge = cropFace(ramp(100, 100), { left: -20, top: 70, ...box }, 160);
    expect([edge.width, edge.height, ...corner(edge)]).toEqual([32, 42, 0, 58]);
    const beyond = cropFace(ramp(100, 100), { left: 500, top: -900, ...box }, 160);
    expect([beyond.width, beyond.height, ...corner(beyond)]).toEqual([1, 1, 99, 0]);
  });

  it('is shrunk to the longest side that it may have, and never enlarged', () => {
    const crop = cropFace(ramp(250, 100), { left: 40, top: 0, width: 100, height: 100 }, 80);
    expect([crop.width, crop.height]).toEqual([80, 50]);
    expect(crop.pixels).toHaveLength(80 * 50 * 3);
    const tiny = cropFace(ramp(50, 50), { left: 20, top: 20, width: 5, height: 5 }, 160);
    expect([tiny.width, tiny.height]).toEqual([8, 8]);
  });
});
