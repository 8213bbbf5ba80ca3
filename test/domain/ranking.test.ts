import { describe, expect, it } from 'vitest';
import { confidenceOf, queryVector, spreadOver, type VectorTerm } from '../../src/domain/ranking.ts';
import { dot, type UnitVector, unit } from '../../src/domain/vector.ts';

const x = unit([1, 0, 0]);
const y = unit([0, 1, 0]);
const z = unit([0, 0, 1]);
const wanted = (vector: UnitVector, weight = 1): VectorTerm => ({ kind: 'text', vector, sign: 1, weight });
const unwanted = (vector: UnitVector, weight = 1): VectorTerm => ({ kind: 'text', vector, sign: -1, weight });
const sigmoid = { kind: 'sigmoid', logScale: Math.log(10), bias: -5 } as const;
const probability = (cosine: number) => 1 / (1 + Math.exp(-(10 * cosine - 5)));
const ratio = (vector: UnitVector, one: UnitVector, other: UnitVector) =>
  dot(vector, one) / dot(vector, other);

describe('queryVector', () => {
  it('is the wanted vector alone where there is one', () => {
    expect(queryVector([wanted(x, 3)])).toBe(x);
  });

  it('weighs several wanted ones alike and turns half as much away from the unwanted', () => {
    const vector = queryVector([wanted(x), wanted(y), unwanted(z)]);
    expect(ratio(vector, x, y)).toBeCloseTo(1, 6);
    expect(ratio(vector, z, x)).toBeCloseTo(-1, 6);
    expect(ratio(queryVector([wanted(x), unwanted(y)]), y, x)).toBeCloseTo(-0.5, 6);
  });

  it('does not pull further away for more unwanted terms', () => {
    expect(ratio(queryVector([wanted(x), unwanted(y), unwanted(z)]), y, x)).toBeCloseTo(-0.25, 6);
  });

  it('counts terms by their weights', () => {
    expect(ratio(queryVector([wanted(x, 2), wanted(y)]), x, y)).toBeCloseTo(2, 6);
    expect(ratio(queryVector([wanted(x), unwanted(y, 3)]), y, x)).toBeCloseTo(-1.5, 6);
  });

  it('lets words beside a picture count, whose cosines differ far less', () => {
    const picture: VectorTerm = { kind: 'picture', vector: y, sign: 1, weight: 1 };
    const spreadOf = (vector: UnitVector) => (vector === y ? 0.2 : 0.02);
    expect(ratio(queryVector([wanted(x), picture], spreadOf), x, y)).toBeCloseTo(10, 5);
    // Of texts alone none is made larger for telling less.
    expect(ratio(queryVector([wanted(x), wanted(y)], spreadOf), x, y)).toBeCloseTo(1, 6);
  });
});

describe('spreadOver', () => {
  it('is the standard deviation of cosines', () => {
    const sample = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? x : unit([0.6, 0.8, 0])));
    expect(spreadOver(sample)(x)).toBeCloseTo(0.2, 6);
  });

  it('is 1 where there are too few to tell', () => {
    expect(spreadOver([x, y])(x)).toBe(1);
  });
});

describe('confidenceOf', () => {
  it('is the model’s own probability of the wanted text', () => {
    expect(confidenceOf(x, { wanted: [x], unwanted: [] }, sigmoid)).toBeCloseTo(probability(1), 6);
    expect(confidenceOf(x, { wanted: [y], unwanted: [] }, sigmoid)).toBeCloseTo(probability(0), 6);
  });

  it('falls with every unwanted text that fits', () => {
    const half = unit([1, 1, 0]);
    const both = confidenceOf(half, { wanted: [x], unwanted: [y] }, sigmoid);
    expect(both).toBeCloseTo(probability(Math.SQRT1_2) * (1 - probability(Math.SQRT1_2)), 6);
  });

  it('is null for a model without such a scale', () => {
    expect(confidenceOf(x, { wanted: [x], unwanted: [] }, { kind: 'cosine' })).toBeNull();
  });
});
