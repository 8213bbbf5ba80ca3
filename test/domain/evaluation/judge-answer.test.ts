import { describe, expect, it } from 'vitest';
import { isMissed } from '../../../src/domain/evaluation/is-missed.ts';
import { isRelevant } from '../../../src/domain/evaluation/is-relevant.ts';
import { judgeAnswer } from '../../../src/domain/evaluation/judge-answer.ts';

const paths = new Set(['/a/holiday.mp4', '/b/copy.mp4']);
const shot = { paths, start: 100, end: 200 };
const moment = (start: number, end: number, best = start, path = '/a/holiday.mp4') => ({
  path,
  start,
  end,
  best,
});

describe('isRelevant', () => {
  it.each([
    ['the same stretch', moment(100, 200), true],
    ['half of the shorter one, which is the moment', moment(80, 120, 80), true],
    ['less than half of the moment', moment(79, 120, 79), false],
    ['half of the shorter one, which is what is expected', moment(150, 900, 900), true],
    ['less than half of what is expected', moment(151, 900, 900), false],
    ['a best time inside, though hardly an overlap', moment(190, 900, 199), true],
    ['a best time at the end, which is no part of it', moment(200, 900, 200), false],
    ['another stretch', moment(300, 400), false],
    ['the same stretch of another video', moment(100, 200, 100, '/a/other.mp4'), false],
    ['the same stretch of a copy', moment(100, 200, 100, '/b/copy.mp4'), true],
    ['a moment without length that touches', moment(200, 200), false],
  ])('says of %s: %o %s', (_, given, expected) => {
    expect(isRelevant(given, shot)).toBe(expected);
  });

  it('takes what has no length, as a photo, by its one time', () => {
    const photo = { paths, start: 0, end: 0 };
    expect(isRelevant(moment(0, 0), photo)).toBe(true);
    expect(isRelevant(moment(1, 1), photo)).toBe(false);
  });
});

describe('judgeAnswer', () => {
  it('gives each stretch the place of the first moment that answers with it', () => {
    const other = { paths, start: 500, end: 600 };
    const moments = [moment(300, 400), moment(100, 200), moment(110, 190), moment(510, 590)];
    expect(judgeAnswer(moments, [shot, other])).toEqual({ moments: 4, ranks: [2, 4] });
    expect(judgeAnswer(moments.slice(0, 3), [shot, other])).toEqual({ moments: 3, ranks: [2, undefined] });
    expect(judgeAnswer([moment(100, 600)], [shot, other])).toEqual({ moments: 1, ranks: [1, 1] });
    expect(judgeAnswer([], [])).toEqual({ moments: 0, ranks: [] });
  });
});

describe('isMissed', () => {
  it('looks for every stretch among the first k, and for nothing where nothing is expected', () => {
    expect(isMissed({ moments: 9, ranks: [1, 5] }, 5)).toBe(false);
    expect(isMissed({ moments: 9, ranks: [1, 6] }, 5)).toBe(true);
    expect(isMissed({ moments: 9, ranks: [undefined] }, 5)).toBe(true);
    expect(isMissed({ moments: 1, ranks: [] }, 5)).toBe(true);
    expect(isMissed({ moments: 0, ranks: [] }, 5)).toBe(false);
  });
});
