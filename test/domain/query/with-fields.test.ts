import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../src/domain/query/parse-query.ts';
import type { Query } from '../../../src/domain/query/query.ts';
import type { Field } from '../../../src/domain/query/tokens-of.ts';
import { type GivenField, withFields } from '../../../src/domain/query/with-fields.ts';

const given = (field: Field, text: string): GivenField => ({ field, text });

/** A query without the columns, which an option has none of. */
function plain(query: Query): unknown {
  return JSON.parse(JSON.stringify(query, (key, value) => (key === 'column' ? undefined : value)));
}

describe('withFields', () => {
  it.each([
    ['beach', [given('in', '2024/**')], 'beach in:2024/**'],
    ['beach -people', [given('on', 'my disk')], 'beach -people on:"my disk"'],
    ['beach', [given('after', '2024-05'), given('before', '2025')], 'beach after:2024-05 before:2025'],
    ['beach', [given('longer', '10m'), given('shorter', '1h')], 'beach longer:10m shorter:1h'],
    ['beach lang:en', [given('lang', 'ko')], 'beach lang:en lang:ko'],
    ['beach', [given('person', 'Anna'), given('person', '17')], 'beach person:Anna person:17'],
    ['beach', [given('said', 'boat')], 'beach said:boat'],
    ['beach', [given('said', 'two words')], 'beach said:"two words"'],
    ['said:a -said:b', [given('said', 'c')], 'said:a said:c -said:b'],
    ['', [given('said', 'hello')], 'said:hello'],
    // What narrows goes into each part.
    ['a | b', [given('in', 'x')], '(a in:x) | (b in:x)'],
    ['"a" then<9s "b"', [given('in', 'x')], '("a" in:x) then<9s ("b" in:x)'],
    ['"a" & (b | c)', [given('lang', 'ko')], '"a" lang:ko & ((b lang:ko) | (c lang:ko))'],
    // What has to be found is looked for together with the query.
    ['a | b', [given('said', 'c')], '(a | b) & said:c'],
    ['a | b', [given('person', 'Anna'), given('in', 'x')], '((a in:x) | (b in:x)) & (person:Anna in:x)'],
  ])('%s with %j is %s', (text, fields, same) => {
    expect(plain(withFields(parseQuery(text), fields))).toEqual(plain(parseQuery(same)));
  });

  it('without any is the query itself', () => {
    const query = parseQuery('a | b');
    expect(withFields(query, [])).toBe(query);
  });

  it.each([
    [given('lang', 'xyzzy'), 'lang: wants a code of ISO 639, and xyzzy is none'],
    [given('before', 'soon'), 'before: wants a date, and soon is none'],
    [given('longer', '5 apples'), 'longer: wants a length of time, and 5 apples is none'],
    [given('in', '[z-a]'), '[z-a] is no path pattern'],
    [given('in', ''), '--in was given an empty value'],
    [given('said', ' \t'), '--said was given an empty value'],
    [given('person', ''), '--person was given an empty value'],
  ])('refuses %j, and names no column', (field, message) => {
    for (const query of ['beach', 'a | b', ''])
      expect(() => withFields(parseQuery(query), [field])).toThrow(
        expect.objectContaining({ code: 'usage', message }),
      );
  });
});
