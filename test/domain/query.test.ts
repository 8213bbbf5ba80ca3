import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/domain/query.ts';

const wanted = (text: string) => ({ text, sign: 1 });
const unwanted = (text: string) => ({ text, sign: -1 });

describe('parseQuery', () => {
  it.each([
    ['sunset on beach', [wanted('sunset on beach')]],
    ['  sunset \t on\nbeach ', [wanted('sunset on beach')]],
    ['beach -people', [wanted('beach'), unwanted('people')]],
    ['beach -people at noon', [wanted('beach at noon'), unwanted('people')]],
    ['-people beach', [wanted('beach'), unwanted('people')]],
    ['city -"many people" night', [wanted('city night'), unwanted('many people')]],
    ['city - many people', [wanted('city'), unwanted('many people')]],
    ['city - people + a dog', [wanted('city'), unwanted('people'), wanted('a dog')]],
    ['city + night', [wanted('city'), wanted('night')]],
    ['city - people -cars', [wanted('city'), unwanted('people'), unwanted('cars')]],
    ['a close-up of a hot-air balloon', [wanted('a close-up of a hot-air balloon')]],
    ['"red car" at night', [wanted('red car at night')]],
    ['1 + 1', [wanted('1'), wanted('1')]],
    ['c++ -c', [wanted('c++'), unwanted('c')]],
    ['빨간 자동차', [wanted('빨간 자동차')]],
    ['beach --', [wanted('beach')]],
    ['""', []],
    ['   ', []],
  ])('reads %j', (text, terms) => {
    const parsed = parseQuery(text);
    const bySign = (sign: number) => parsed.filter((term) => term.sign === sign);
    expect(bySign(1)).toEqual(terms.filter((term) => term.sign === 1));
    expect(bySign(-1)).toEqual(terms.filter((term) => term.sign === -1));
  });

  it('names the column of a quote that stays open', () => {
    expect(() => parseQuery('city "at night')).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('column 6') }),
    );
  });

  it.each(['-people', ' - people', '-"many people" -cars'])(
    'refuses %j, which only says what is unwanted',
    (text) => {
      expect(() => parseQuery(text)).toThrow(expect.objectContaining({ code: 'usage' }));
    },
  );

  it('refuses a text longer than any model reads', () => {
    expect(() => parseQuery('a '.repeat(2048))).not.toThrow();
    expect(() => parseQuery('a '.repeat(2049))).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('4098') }),
    );
  });

  it('never fails otherwise, whatever is typed', () => {
    const alphabet = ['a', ' ', '-', '+', '"', '\\', '(', '\u0000', 'é', '😀', '\ud800', ':', '*'];
    let seed = 7;
    const next = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed;
    };
    for (let round = 0; round < 5000; round++) {
      const text = Array.from({ length: next() % 12 }, () => alphabet[next() % alphabet.length]).join('');
      try {
        for (const term of parseQuery(text)) expect(term.text.trim()).not.toBe('');
      } catch (error) {
        expect(error, JSON.stringify(text)).toMatchObject({ code: 'usage' });
      }
    }
  });
});
