import { describe, expect, it } from 'vitest';
import { partPlanes } from '../../../src/adapters/inference/part-planes.ts';

/** Red tells the column, green the row, blue is 9. */
const PICTURE = {
  width: 5,
  height: 4,
  pixels: Uint8Array.from({ length: 20 }, (_, i) => i).reduce((pixels, i) => {
    pixels.set([10 + (i % 5), 20 + Math.floor(i / 5), 9], i * 3);
    return pixels;
  }, new Uint8Array(60)),
};
const PART = { left: 2, top: 1, width: 2, height: 3 };
const SIZE = { width: 3, height: 4 };
const EXPECTED = [
  ...[9, 9, 0, 9, 9, 0, 9, 9, 0, 0, 0, 0],
  ...[21, 21, 0, 22, 22, 0, 23, 23, 0, 0, 0, 0],
  ...[12, 13, 0, 12, 13, 0, 12, 13, 0, 0, 0, 0],
];

describe('partPlanes', () => {
  it('lays a part out as blue, green and red, with nothing right of it and below', () => {
    expect([...partPlanes(PICTURE, PART, SIZE)]).toEqual(EXPECTED);
  });

  it('writes over what an array held before, and takes no array of another length', () => {
    const used = new Float32Array(36).fill(200);
    const planes = partPlanes(PICTURE, PART, SIZE, used);
    expect(planes).toBe(used);
    expect([...planes]).toEqual(EXPECTED);
    expect(partPlanes(PICTURE, PART, SIZE, new Float32Array(35))).toHaveLength(36);
  });
});
