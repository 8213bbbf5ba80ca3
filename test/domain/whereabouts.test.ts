import { describe, expect, it } from 'vitest';
import { cutOut } from '../../src/domain/cut-out.ts';
import { overlaps } from '../../src/domain/overlaps.ts';
import { fromSeconds } from '../../src/domain/time.ts';
import { type Company, createWhereaboutsTest } from '../../src/domain/whereabouts.ts';

const stretch = (start: number, end: number, video = 1) => ({
  video,
  start: fromSeconds(start),
  end: fromSeconds(end),
});
const company = (start: number, end: number, rank = 1): Company => ({
  ...stretch(start, end),
  rank,
  best: fromSeconds(start),
  score: 1 / rank,
  seen: [],
});
const moment = (start: number, end: number, best: number) => ({
  ...stretch(start, end),
  best: fromSeconds(best),
});

describe('overlaps', () => {
  it.each([
    [[0, 4], [4, 8], false],
    [[0, 4], [3, 8], true],
    [[0, 9], [3, 4], true],
    // A photo, and a face of it.
    [[0, 0], [0, 0], true],
    [[4, 4], [0, 8], true],
    [[4, 4], [0, 4], false],
    [[4, 4], [4, 8], true],
  ] as [[number, number], [number, number], boolean][])('%j and %j: %s', (a, b, expected) => {
    expect(overlaps(stretch(...a), stretch(...b))).toBe(expected);
    expect(overlaps(stretch(...b), stretch(...a))).toBe(expected);
  });
});

describe('cutOut', () => {
  it.each([
    [[0, 10], [], [[0, 10]]],
    [
      [0, 10],
      [[2, 4]],
      [
        [0, 2],
        [4, 10],
      ],
    ],
    [
      [0, 10],
      [
        [6, 20],
        [1, 3],
        [2, 4],
      ],
      [
        [0, 1],
        [4, 6],
      ],
    ],
    [
      [0, 10],
      [
        [0, 4],
        [4, 10],
      ],
      [],
    ],
    [
      [0, 10],
      [
        [0, 10],
        [2, 3],
      ],
      [],
    ],
    [[0, 10], [[10, 20]], [[0, 10]]],
    [[5, 5], [[0, 10]], []],
    [[5, 5], [[5, 5]], []],
    [[5, 5], [[0, 5]], [[5, 5]]],
  ] as [[number, number], [number, number][], [number, number][]][])(
    'of %j without %j leaves %j',
    (whole, holes, left) => {
      const parts = cutOut(
        stretch(...whole),
        holes.map((hole) => stretch(...hole)),
      );
      expect(parts.map(({ start, end }) => [start / 1e6, end / 1e6])).toEqual(left);
    },
  );
});

describe('where nobody is wanted', () => {
  const test = createWhereaboutsTest({ together: undefined, without: [stretch(4, 8), stretch(10, 12)] });

  it.each([
    [0, 4, true],
    [4, 8, false],
    [5, 6, false],
    // Times of sentences are inexact.
    [3.6, 8, false],
    [3.4, 8, true],
    [3.6, 12.4, true],
    [3.9, 4, true],
    [8.1, 8.1, true],
  ])('from %d to %d may be a moment: %s', (start, end, expected) => {
    expect(test.allows(stretch(start, end))).toBe(expected);
    expect(test.allows(stretch(start, end, 2))).toBe(true);
  });

  it.each([
    ['as it is', moment(0, 3, 1), moment(0, 3, 1)],
    ['around its best time', moment(0, 10, 9), moment(8, 10, 9)],
    ['at the nearest part', moment(2, 20, 7), moment(8, 10, 8)],
    ['with its best time in it', moment(0, 8, 6), moment(0, 4, 4)],
  ])('leaves a moment %s', (_, whole, expected) => {
    expect(test.trim(whole)).toEqual(expected);
  });

  it('tells nobody', () => {
    expect(test.companyAt(stretch(0, 100))).toBeUndefined();
  });
});

describe('where somebody is wanted', () => {
  const test = createWhereaboutsTest({
    together: [company(20, 30), company(0, 4, 2)],
    without: [stretch(4, 8)],
  });

  it('is a moment what touches where they are', () => {
    expect(test.allows(stretch(3.9, 9))).toBe(true);
    expect(test.allows(stretch(4, 20))).toBe(false);
    expect(test.allows(stretch(0, 4, 2))).toBe(false);
  });

  it('keeps of a moment the part in which they are', () => {
    // Nearer to the best time is a part without anybody.
    expect(test.trim(moment(2, 10, 9))).toEqual(moment(2, 4, 4));
  });

  it('tells the best of those who are seen in a moment', () => {
    expect(test.companyAt(stretch(3, 21))?.rank).toBe(1);
    expect(test.companyAt(stretch(3, 9))?.rank).toBe(2);
    expect(test.companyAt(stretch(9, 12))).toBeUndefined();
  });
});
