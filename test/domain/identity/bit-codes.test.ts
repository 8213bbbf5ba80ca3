import { expect, it } from 'vitest';
import { bitCodes } from '../../../src/domain/identity/bit-codes.ts';
import { createRandom } from '../../support/cuts/random.ts';

const bitsIn = (word: number) => (word >>> 0).toString(2).replaceAll('0', '').length;

it.each([100, 128, 200])(
  'differ in the share of bits that the angle is of half a turn (%i dimensions)',
  (dimension) => {
    const random = createRandom(4);
    const COSINE = 0.5;
    const PAIRS = 200;
    const rows = new Float32Array(4 * PAIRS * dimension);
    const normal = () => random() + random() + random() + random() - 2;
    for (let pair = 0; pair < PAIRS; pair++) {
      for (let at = 0; at < dimension; at++) {
        const [value, beside] = [normal(), normal()];
        const other = COSINE * value + Math.sqrt(1 - COSINE ** 2) * beside;
        rows[2 * pair * dimension + at] = value;
        rows[(2 * pair + 1) * dimension + at] = other;
        // Their mirror images: the mean of all is nothing.
        rows[2 * (pair + PAIRS) * dimension + at] = -value;
        rows[(2 * (pair + PAIRS) + 1) * dimension + at] = -other;
      }
    }
    const count = 4 * PAIRS;
    const codes = bitCodes({ count, dimension, rows, wanted: new Uint8Array(count) }, 16);
    let differing = 0;
    for (let pair = 0; pair < PAIRS; pair++) {
      for (let word = 0; word < 16; word++) {
        differing += bitsIn(codes[2 * pair * 16 + word]! ^ codes[(2 * pair + 1) * 16 + word]!);
      }
    }
    expect(differing / (PAIRS * 512)).toBeCloseTo(Math.acos(COSINE) / Math.PI, 2);
  },
);
