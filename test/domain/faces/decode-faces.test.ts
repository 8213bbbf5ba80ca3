import { describe, expect, it } from 'vitest';
import { decodeFaces, type FaceGrid } from '../../../src/domain/faces/decode-faces.ts';

/** A grid of 3 × 2 cells with one face, in the second row's last cell. */
function gridWith({ cls = 0.81, obj = 1, width = 0, x = 0 } = {}): FaceGrid {
  const [cells, cell] = [6, 5];
  const filled = (numbers: number, values: readonly number[]) => {
    const all = new Float32Array(cells * numbers);
    all.set(values, cell * numbers);
    return all;
  };
  return {
    stride: 16,
    columns: 3,
    rows: 2,
    cls: filled(1, [cls]),
    obj: filled(1, [obj]),
    bbox: filled(4, [0.5, -0.25, width, Math.log(2)]),
    kps: filled(10, [x, 0, 1, 0, 0.5, 0.5, 0, 1, 1, 1]),
  };
}

describe('decodeFaces', () => {
  it('reads places in strides from the cell, sizes as logarithms, and the score as a root', () => {
    const [face, ...others] = decodeFaces([gridWith()], 0.6);
    expect(others).toEqual([]);
    expect(face!.score).toBeCloseTo(0.9);
    // The middle is at ((2 + 0.5) · 16, (1 − 0.25) · 16), the box 16 × 32.
    expect(face!.box.left).toBeCloseTo(40 - 8);
    expect(face!.box.top).toBeCloseTo(12 - 16);
    expect([face!.box.width, face!.box.height]).toEqual([16, expect.closeTo(32, 4)]);
    expect(face!.landmarks).toEqual([
      { x: 32, y: 16 },
      { x: 48, y: 16 },
      { x: 40, y: 24 },
      { x: 32, y: 32 },
      { x: 48, y: 32 },
    ]);
  });

  it('holds class and presence between 0 and 1 before it takes the root', () => {
    expect(decodeFaces([gridWith({ cls: 1.5, obj: 0.64 })], 0.6)[0]!.score).toBeCloseTo(0.8);
    expect(decodeFaces([gridWith({ cls: -1, obj: -1 })], 0.6)).toEqual([]);
  });

  it('takes scores from the threshold on, and none that is no number', () => {
    expect(decodeFaces([gridWith({ cls: 0.25 })], 0.5)).toHaveLength(1);
    expect(decodeFaces([gridWith({ cls: 0.25 })], 0.51)).toEqual([]);
    expect(decodeFaces([gridWith({ cls: Number.NaN })], 0.6)).toEqual([]);
  });

  it('refuses a face without a place or a size', () => {
    expect(() => decodeFaces([gridWith({ width: 1000 })], 0.6)).toThrow(RangeError);
    expect(() => decodeFaces([gridWith({ x: Number.NaN })], 0.6)).toThrow(RangeError);
  });
});
