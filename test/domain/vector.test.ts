import { describe, expect, it } from 'vitest';
import { combine, dot, unit } from '../../src/domain/vector.ts';

describe('unit', () => {
  it('scales a vector to length 1', () => {
    expect([...unit([3, 0, 4])].map((value) => Number(value.toFixed(6)))).toEqual([0.6, 0, 0.8]);
    expect(dot(unit([1, 2, 3]), unit([1, 2, 3]))).toBeCloseTo(1, 6);
  });

  it.each([
    ['zero', [0, 0, 0]],
    ['with NaN', [1, Number.NaN]],
    ['with infinity', [1, Number.POSITIVE_INFINITY]],
    ['too long for a number', [1e200, 1e200]],
    ['empty', []],
  ])('refuses a vector that is %s: it has no direction', (_, vector) => {
    expect(() => unit(vector)).toThrow(RangeError);
  });
});

describe('combine', () => {
  const east = unit([1, 0]);
  const north = unit([0, 1]);

  it('points along the weighted sum', () => {
    const between = combine([
      { vector: east, weight: 1 },
      { vector: north, weight: 1 },
    ]);
    expect(dot(between, east)).toBeCloseTo(Math.SQRT1_2, 6);
    const away = combine([
      { vector: east, weight: 1 },
      { vector: north, weight: -0.5 },
    ]);
    expect(dot(away, north)).toBeLessThan(0);
  });

  it('refuses parts that cancel each other out', () => {
    const parts = [
      { vector: east, weight: 1 },
      { vector: east, weight: -1 },
    ];
    expect(() => combine(parts)).toThrow(RangeError);
  });
});
