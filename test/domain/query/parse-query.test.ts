import { describe, expect, it } from 'vitest';
import { parseQuery as parseAny } from '../../../src/domain/query/parse-query.ts';
import type { Clause } from '../../../src/domain/query/query.ts';
import { requireWanted } from '../../../src/domain/query/require-wanted.ts';

const wanted = (text: string, weight = 1) => ({ text, sign: 1, weight });
const unwanted = (text: string, weight = 1) => ({ text, sign: -1, weight });

/** A query of one clause, as it may be asked. */
function parseQuery(text: string): Clause {
  const query = parseAny(text);
  if (text.trim() !== '') requireWanted(query);
  expect(query.kind, text).toBe('clause');
  return query as Clause;
}

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
    ['“red car” at night', [wanted('red car at night')]],
    ['city -„many people“ night', [wanted('city night'), unwanted('many people')]],
    ['a 5” pipe » wall', [wanted('a 5” pipe » wall')]],
    ['“”', []],
    ['1 + 1', [wanted('1'), wanted('1')]],
    ['c++ -c', [wanted('c++'), unwanted('c')]],
    ['빨간 자동차', [wanted('빨간 자동차')]],
    ['beach --', [wanted('beach')]],
    ['""', []],
    ['   ', []],
  ])('reads %j', (text, terms) => {
    const parsed = parseQuery(text);
    const bySign = (sign: number) => parsed.terms.filter((term) => term.sign === sign);
    expect(bySign(1)).toEqual(terms.filter((term) => term.sign === 1));
    expect(bySign(-1)).toEqual(terms.filter((term) => term.sign === -1));
  });

  const word = (text: string, whole = false) => ({ text, whole });

  it.each([
    ['said:hello', [word('hello')], []],
    ['said:"Hello  World"', [word('hello world', true)], []],
    ['said:a-b said:"c:d"', [word('a-b'), word('c:d', true)], []],
    ['beach said:Straße -said:music', [word('strasse')], [word('music')]],
    ['said:x -said:"two words"', [word('x')], [word('two words', true)]],
    ['said:“Hello  World”', [word('hello world', true)], []],
    ['said:„guten Tag“ -said:“a b”', [word('guten tag', true)], [word('a b', true)]],
    ['said:„så här” said:”så här”', [word('sa har', true), word('sa har', true)], []],
    ['said:« la mer » said:»das Meer«', [word('la mer', true), word('das meer', true)], []],
    ['said:«a “b” c»', [word('a "b" c', true)], []],
    ['said:「海の音」 said:『波』', [word('海の音', true), word('波', true)], []],
    ['said:don’t said:"it’s “so” new"', [word("don't"), word('it\'s "so" new', true)], []],
    ['said:*', [word('*')], []],
    ['said:바다', [word('바다')], []],
    ['unsaid:x', [], []],
  ])('takes %j for what has to be said, and may not be', (text, wantedWords, unwantedWords) => {
    expect(parseQuery(text).said).toEqual({ wanted: wantedWords, unwanted: unwantedWords });
  });

  const named = (name: string) => ({ kind: 'name', name });

  it.each([
    ['person:Anna', [named('Anna')], []],
    ['person:"Anna  Berg" beach', [named('Anna  Berg')], []],
    ['person:„Anna Berg“ -person:«Bert»', [named('Anna Berg')], [named('Bert')]],
    ['person:A\u030asa', [named('\u00c5sa')], []],
    ['person:17 -person:4', [{ kind: 'number', number: 17 }], [{ kind: 'number', number: 4 }]],
    ['person:Unknown x -person:unknown', [{ kind: 'unknown' }], [{ kind: 'unknown' }]],
    ['person:"17" person:"unknown" person:1a', [named('17'), named('unknown'), named('1a')], []],
    ['person:Anna person:Bert', [named('Anna'), named('Bert')], []],
    ['a person "x"', [], []],
    ['superperson:x', [], []],
  ])('takes %j for who has to be seen, and may not be', (text, wantedPeople, unwantedPeople) => {
    expect(parseQuery(text).people).toEqual({ wanted: wantedPeople, unwanted: unwantedPeople });
  });

  it('leaves people out of the description, and of what is said', () => {
    const query = parseQuery('person:Anna on person:"Bert B" beach -person:Carl said:hello');
    expect(query.terms).toEqual([wanted('on beach')]);
    expect(query.words).toEqual([word('on'), word('beach')]);
    expect(query.said).toEqual({ wanted: [word('hello')], unwanted: [] });
  });

  it.each(['person:', 'person:""', 'person:“ ”', 'beach person: x', 'person:\u200b', '-person:'])(
    'refuses %j, where nothing follows person:',
    (text) => {
      expect(() => parseQuery(text)).toThrow(
        expect.objectContaining({
          code: 'usage',
          message: expect.stringMatching(/^column \d+: nothing follows person:/),
        }),
      );
    },
  );

  it.each([
    ['A man, on a "Red Horse"!', ['a', 'man', 'on', 'red horse']],
    ['city -night + "big" c++ #tag', ['city', 'big', 'c++', '#tag']],
    ['city - people at night', ['city']],
    ['said:hello beach -- …', ['beach']],
  ])('takes of %j the words that may have been said', (text, words) => {
    expect(parseQuery(text).words.map((each) => each.text)).toEqual(words);
  });

  it('leaves what has to be said out of the description', () => {
    expect(parseQuery('red said:"blue sky" wall').terms).toEqual([wanted('red wall')]);
  });

  it.each(['said:', 'said:“”', 'said:""', 'said:"  "', 'beach said: x', 'said:\u200b', '-said:'])(
    'refuses %j, where nothing follows said:',
    (text) => {
      expect(() => parseQuery(text)).toThrow(
        expect.objectContaining({ code: 'usage', message: expect.stringContaining('nothing follows said:') }),
      );
    },
  );

  it('takes a phrase in typographic quotes for words that are said together', () => {
    expect(parseQuery('night “red car”').words).toEqual([word('night'), word('red car', true)]);
  });

  it.each(['"', '“', '-„', 'said:«', 'person:"', '-person:「'])(
    'names the column of a quote %s that stays open',
    (quote) => {
      expect(() => parseQuery(`city ${quote}at night`)).toThrow(
        expect.objectContaining({ code: 'usage', message: expect.stringContaining('column 6') }),
      );
    },
  );

  it.each(['-people', ' - people', '-"many people" -cars', '-said:hello', '-said:a -b', '-person:Anna'])(
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
});
