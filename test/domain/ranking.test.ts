import { describe, expect, it } from 'vitest';
import { confidenceOf, queryVector } from '../../src/domain/ranking.ts';
import { dot, unit } from '../../src/domain/vector.ts';

const x = unit([1, 0, 0]);
const y = unit([0, 1, 0]);
const z = unit([0, 0, 1]);
const sigmoid = { kind: 'sigmoid', logScale: Math.log(10), bias: -5 } as const;
const probability = (cosine: number) => 1 / (1 + Math.exp(-(10 * cosine - 5)));

describe('queryVector', () => {
  it('is the wanted vector alone where there is one', () => {
    expect(dot(queryVector({ wanted: [x], unwanted: [] }), x)).toBeCloseTo(1, 6);
  });

  it('weighs several wanted ones alike and turns half as much away from the unwanted', () => {
    const vector = queryVector({ wanted: [x, y], unwanted: [z] });
    expect(dot(vector, x)).toBeCloseTo(dot(vector, y), 6);
    expect(dot(vector, z) / dot(vector, x)).toBeCloseTo(-1, 6);
    expect(
      dot(queryVector({ wanted: [x], unwanted: [y] }), y) /
        dot(queryVector({ wanted: [x], unwanted: [y] }), x),
    ).toBeCloseTo(-0.5, 6);
  });

  it('does not pull further away for more unwanted terms', () => {
    const vector = queryVector({ wanted: [x], unwanted: [y, z] });
    expect(dot(vector, y) / dot(vector, x)).toBeCloseTo(-0.25, 6);
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
