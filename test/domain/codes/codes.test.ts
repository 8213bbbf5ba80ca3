import { describe, expect, it } from 'vitest';
import { chooseFields } from '../../../src/domain/codes/choose-fields.ts';
import { levelsOf, STEP_ERRORS } from '../../../src/domain/codes/code-rule.ts';
import { fromBytes, toBytes } from '../../../src/domain/codes/code-rule-bytes.ts';
import { createEncoder, placeOf } from '../../../src/domain/codes/create-encoder.ts';
import { createSelection } from '../../../src/domain/codes/create-selection.ts';
import { fitCodeRule } from '../../../src/domain/codes/fit-code-rule.ts';
import { createProducts, createScanner } from '../../../src/domain/codes/kernel.ts';
import { scoreTables } from '../../../src/domain/codes/score-tables.ts';
import { dot } from '../../../src/domain/vector.ts';
import { nastyVectors } from '../../support/large-library.ts';
import { randomNumbers } from '../../support/library.ts';

const DIMENSION = 256;
const COUNT = 6000;
const random = randomNumbers(9);
const made = nastyVectors(random, DIMENSION);
const vectors = Array.from({ length: COUNT / 20 }, () => made.video(20)).flat();
const flat = Float32Array.from(vectors.flatMap((vector) => [...vector]));
const rule = fitCodeRule(flat, DIMENSION);

describe('the loops in WebAssembly', () => {
  it('multiply as a plain loop does, whatever the width', () => {
    for (const [width, count] of [
      [1, 1],
      [5, 7],
      [16, 3],
      [33, 100],
      [768, 40],
    ] as const) {
      const rows = Float32Array.from({ length: width * count }, () => random() - 0.5);
      const vector = Float32Array.from({ length: width }, () => random() - 0.5);
      const products = createProducts(rows, width)(vector);
      expect(products).toHaveLength(count);
      for (let row = 0; row < count; row++)
        expect(products[row]).toBeCloseTo(dot(rows.subarray(row * width, (row + 1) * width), vector), 4);
    }
  });

  it('sum up entries of tables as a plain loop does, and list the blocks above a floor', () => {
    for (const columns of [1, 8, 48]) {
      const tables = Uint8Array.from({ length: columns * 32 }, () => random() * 128);
      const codes = Uint8Array.from({ length: columns * 160 }, () => random() * 256);
      const scanner = createScanner(tables, 160);
      const sums = Array.from({ length: 160 }, (_, slot) => {
        let sum = 0;
        for (let column = 0; column < columns; column++) {
          const byte = codes[placeOf(slot, column, columns)]!;
          sum += tables[column * 32 + (byte & 15)]! + tables[column * 32 + 16 + (byte >> 4)]!;
        }
        return sum;
      });
      const floor = [...sums].sort((a, b) => b - a)[3]!;
      const count = scanner.scan(codes, floor);
      expect([...scanner.sums]).toEqual(sums);
      const blocks = Array.from({ length: 10 }, (_, block) => block * 16).filter((from) =>
        sums.slice(from, from + 16).some((sum) => sum > floor),
      );
      expect([...scanner.listed.subarray(0, count)]).toEqual(blocks);
    }
  });
});

describe('a rule of codes', () => {
  it('has orthonormal axes, along which the variance falls', () => {
    const axes = rule.fields.map((_, axis) => rule.axes.subarray(axis * DIMENSION, (axis + 1) * DIMENSION));
    for (let a = 0; a < axes.length; a += 7)
      for (let b = 0; b <= a; b++) expect(dot(axes[a]!, axes[b]!)).toBeCloseTo(a === b ? 1 : 0, 4);
    expect([...rule.deviations]).toEqual([...rule.deviations].sort((a, b) => b - a));
  });

  it('gives wide axes more bits, and no field overlaps another', () => {
    const fields = chooseFields(
      Array.from({ length: 300 }, (_, axis) => 1 / (axis + 1)),
      48,
    );
    const widths = fields.map(({ width }) => width);
    expect(widths[0]).toBe(4);
    expect(widths.at(-1)).toBe(1);
    const used = new Array<number>(96).fill(0);
    for (const { nibble, shift, width } of fields) {
      const bits = (2 ** width - 1) << shift;
      expect(bits).toBeLessThan(16);
      expect(used[nibble]! & bits).toBe(0);
      used[nibble]! |= bits;
    }
    expect(used.filter((bits) => bits === 15).length).toBeGreaterThan(90);
  });

  it('has steps whose error is the stated one', () => {
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    for (const width of [1, 2, 3, 4]) {
      let error = 0;
      for (let i = 0; i < 20_000; i++) {
        const value = normal();
        error += Math.min(...levelsOf(width).map((level) => (level - value) ** 2)) / 20_000;
      }
      expect(error / STEP_ERRORS[width]!).toBeCloseTo(1, 0.7);
    }
  });

  it('has tables whose entries differ by what the steps of each axis differ by', () => {
    const query = made.query();
    const { tables, scale } = scoreTables(rule, query);
    const along = createProducts(rule.axes, DIMENSION)(query);
    let shifted = 0;
    for (const [axis, { nibble, shift, width }] of rule.fields.entries()) {
      const levels = levelsOf(width);
      if (shift > 0) shifted++;
      for (let step = 1; step < levels.length; step++) {
        const [from, to] = [0, step << shift].map((bits) => tables[nibble * 16 + bits]!) as [number, number];
        const expected = along[axis]! * rule.deviations[axis]! * (levels[step]! - levels[0]!);
        expect(Math.abs((to - from) * scale - expected)).toBeLessThanOrEqual(1.01 * scale);
      }
    }
    expect(shifted).toBeGreaterThan(10);
  });

  it('comes back from its bytes, and from no other bytes', () => {
    const bytes = toBytes(rule);
    expect(fromBytes(bytes, DIMENSION)).toEqual(rule);
    expect(() => fromBytes(bytes, DIMENSION + 1)).toThrow(RangeError);
    expect(() => fromBytes(bytes.subarray(0, bytes.length - 1), DIMENSION)).toThrow(RangeError);
    expect(() => fromBytes(new Uint8Array(3), DIMENSION)).toThrow(RangeError);
  });

  it('finds the nearest ten of vectors that share a mean among a few hundred candidates, where plain signs do not', () => {
    const encode = createEncoder(rule);
    const codes = new Uint8Array(rule.columns * COUNT);
    for (const [slot, vector] of vectors.entries()) encode(vector, codes, slot);
    let [found, bySigns, off] = [0, 0, 0];
    const rounds = 20;
    for (let round = 0; round < rounds; round++) {
      const query = made.query();
      const exact = vectors.map((vector) => dot(vector, query));
      const best = topOf(exact, 10);
      const { tables, scale, offset, deviation } = scoreTables(rule, query);
      const scanner = createScanner(tables, COUNT);
      scanner.scan(codes, 0);
      const estimates = Array.from(scanner.sums, (sum) => offset + scale * sum);
      const candidates = new Set(topOf(estimates, 150));
      found += best.filter((at) => candidates.has(at)).length;
      off +=
        estimates.reduce((sum, value, at) => sum + (value - exact[at]!) ** 2, 0) / COUNT / deviation ** 2;
      const signs = vectors.map((vector) =>
        vector.reduce((sum, value, at) => sum + (value > 0 === query[at]! > 0 ? 1 : 0), 0),
      );
      const plain = new Set(topOf(signs, 150));
      bySigns += best.filter((at) => plain.has(at)).length;
    }
    expect(found / (10 * rounds)).toBeGreaterThanOrEqual(0.99);
    expect(bySigns / (10 * rounds)).toBeLessThan(0.9);
    // Estimates are about as far off as they say: vectors around topics are not normally distributed.
    expect(Math.sqrt(off / rounds)).toBeGreaterThan(0.5);
    expect(Math.sqrt(off / rounds)).toBeLessThan(4);
  });
});

describe('a selection', () => {
  it('keeps the highest of many, equal ones by their ids', () => {
    const selection = createSelection(50);
    const all = Array.from({ length: 5000 }, (_, id) => ({ id, estimate: Math.floor(random() * 1000) / 10 }));
    for (const { id, estimate } of all) selection.add(id, estimate);
    const { ids, estimates } = selection.best();
    const expected = all.sort((a, b) => b.estimate - a.estimate || a.id - b.id).slice(0, 50);
    expect([...estimates]).toEqual(expected.map(({ estimate }) => estimate));
    expect([...ids]).toEqual(expected.map(({ id }) => id));
  });
});

function topOf(scores: readonly number[], count: number): number[] {
  return scores
    .map((_, at) => at)
    .sort((a, b) => scores[b]! - scores[a]!)
    .slice(0, count);
}
