import { describe, expect, test } from 'vitest';
import { compareOutputs } from '../../../src/domain/self-test/compare-outputs.ts';
import { cosine } from '../../../src/domain/self-test/cosine.ts';
import { findBatchFault } from '../../../src/domain/self-test/find-batch-fault.ts';
import { findNameFault } from '../../../src/domain/self-test/find-name-fault.ts';
import { findOutputFault } from '../../../src/domain/self-test/find-output-fault.ts';
import { sampled } from '../../../src/domain/self-test/sampled.ts';

test('the cosine of two vectors is that of their directions, and none where one has no direction', () => {
  expect(cosine([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
  expect(cosine([1, 0], [0, 5])).toBe(0);
  expect(cosine([3e38, 1e-30], [-3e38, 1e-30])).toBe(-1);
  expect(cosine([0, 0], [1, 1])).toBeNaN();
  expect(cosine([1, 2], [1, 2, 3])).toBeNaN();
});

describe('findNameFault', () => {
  const wanted = { inputs: ['ids'], optional: ['mask'], outputs: ['states', 'logits'] };
  test.each([
    [{ inputs: ['ids'], outputs: ['logits', 'states'] }, undefined],
    [{ inputs: ['mask', 'ids'], outputs: ['states', 'logits', 'more'] }, undefined],
    [{ inputs: ['mask'], outputs: ['states', 'logits'] }, 'expected an input ids, got mask'],
    [
      { inputs: ['ids', 'pixels'], outputs: ['states', 'logits'] },
      'expected the inputs ids, mask, got also pixels',
    ],
    [{ inputs: ['ids'], outputs: ['states'] }, 'expected an output logits, got states'],
    [
      { inputs: ['ids'], outputs: 'abcdefgh'.split('') },
      'expected an output states, got a, b, c, d, e, f and 2 more',
    ],
  ])('of %j is %s', (graph, fault) => {
    expect(findNameFault(graph, wanted)).toBe(fault);
  });
});

describe('findOutputFault', () => {
  test.each([
    [{ dims: [1, 3], values: [1, 2, 3] }, undefined],
    [{ dims: [3], values: [1, 2, 3] }, 'expected the shape (1, 3), got (3)'],
    [{ dims: [1, 4], values: [1, 2, 3, 4] }, 'expected the shape (1, 3), got (1, 4)'],
    [{ dims: [1, 3], values: [1, 2] }, 'expected 3 numbers, got 2'],
    [{ dims: [1, 3], values: [1, Number.NaN, 3] }, 'expected finite numbers, got NaN at 1'],
    [{ dims: [1, 3], values: [1, 2, -1 / 0] }, 'expected finite numbers, got -Infinity at 2'],
    [{ dims: [1, 3], values: [0, 0, 0] }, 'expected different numbers, got 0 everywhere'],
    [{ dims: [1, 3], values: [2, 2, 2] }, 'expected different numbers, got 2 everywhere'],
  ])('of %j is %s', (output, fault) => {
    expect(findOutputFault(output, [1, 3])).toBe(fault);
  });

  test('of a single number is only that it is none', () => {
    expect(findOutputFault({ dims: [1, 1], values: [0] }, [1, 1])).toBeUndefined();
    expect(findOutputFault({ dims: [1, 1], values: [Number.NaN] }, [1, 1])).toContain('finite');
  });
});

test('findBatchFault takes rounding for the same, and what a quantised graph makes of company for another', () => {
  const [a, b] = [
    [1, 2, 3],
    [3, 0, 1],
  ];
  expect(findBatchFault([a, b], [[1.00001, 2, 2.99999], b])).toBeUndefined();
  expect(findBatchFault([a, b], [a, [3, 0.2, 1]])).toBe(
    'expected the same vector alone and in a batch of 2 (cosine at least 0.9999), got 0.998006',
  );
  expect(findBatchFault([a, b], [b, a])).toContain('expected the same vector');
  expect(findBatchFault([a, b], [a])).toBe('expected 2 vectors of a batch of 2, got 1');
  expect(findBatchFault([a, b], [a, [Number.NaN, 0, 1]])).toContain('got NaN');
});

describe('compareOutputs', () => {
  const output = (values: number[], name = 'out', dims = [values.length]) => ({ name, dims, values });

  test('finds the same, and tells the least cosine of several', () => {
    const recorded = [output([1, 0], 'a'), output([1, 1], 'b')];
    expect(compareOutputs(recorded, recorded, 0.999)).toMatchObject({ same: true });
    const close = compareOutputs(recorded, [output([1, 0], 'a'), output([1, 1.05], 'b')], 0.999);
    expect(close).toMatchObject({ same: true, output: 'b' });
    expect(close.cosine).toBeCloseTo(0.9997, 4);
  });

  test.each([
    [[1, 0.0447], true],
    [[1, 0.045], false],
  ])('holds to the least cosine, here 0.999: %j is the same as (1, 0): %s', (values, same) => {
    expect(compareOutputs([output([1, 0])], [output(values)], 0.999).same).toBe(same);
  });

  test('tells which output differs, what was expected and what was got', () => {
    expect(
      compareOutputs(
        [output([1, 0], 'a'), output([1, 0], 'b')],
        [output([1, 0], 'a'), output([0, 1], 'b')],
        0.999,
      ),
    ).toEqual({ same: false, cosine: 0, output: 'b', expected: 'cosine at least 0.999', actual: '0.000000' });
    expect(compareOutputs([output([1, 0])], [output([1, 0], 'other')], 0.999)).toMatchObject({
      same: false,
      expected: 'out',
      actual: 'other',
    });
    expect(compareOutputs([output([1, 0], 'out', [2])], [output([1, 0], 'out', [4])], 0.999)).toMatchObject({
      same: false,
      expected: 'the shape (2)',
      actual: '(4)',
    });
    expect(compareOutputs([output([1, 0])], [output([Number.NaN, 0])], 0.999).same).toBe(false);
  });
});

test('at most 1024 numbers of an output are kept, from all its parts', () => {
  expect(sampled([1, 2, 3])).toEqual([1, 2, 3]);
  const many = Float32Array.from({ length: 64_000 }, (_, index) => index);
  const kept = sampled(many);
  expect(kept).toHaveLength(1024);
  expect(kept[0]).toBe(0);
  expect(new Set(kept).size, 'no place twice').toBe(1024);
  expect(Math.max(...kept)).toBeGreaterThan(62_000);
  expect(new Set(kept.map((index) => index % 10)).size, 'all channels of ten').toBe(10);
});
