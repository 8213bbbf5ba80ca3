import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../src/domain/query/parse-query.ts';
import { clausesOf, type Query } from '../../../src/domain/query/query.ts';
import { requireWanted } from '../../../src/domain/query/require-wanted.ts';
import { withPictures } from '../../../src/domain/query/with-pictures.ts';

/** A query as one line: what is wanted and unwanted of each clause in brackets, behind a colon its filters. */
function shown(query: Query): string {
  if (query.kind === 'clause') {
    const { terms, said, people, filters, pictures } = query;
    const name = (person: (typeof people.wanted)[number]) =>
      person.kind === 'name' ? person.name : person.kind === 'number' ? `#${person.number}` : '?';
    const parts = [
      ...terms.map(
        (term) => `${term.sign < 0 ? '-' : ''}${term.weight === 1 ? '' : `${term.weight}*`}${term.text}`,
      ),
      ...said.wanted.map(({ text }) => `"${text}"`),
      ...said.unwanted.map(({ text }) => `-"${text}"`),
      ...people.wanted.map((person) => `@${name(person)}`),
      ...people.unwanted.map((person) => `-@${name(person)}`),
      ...pictures.map((picture) => (picture.kind === 'file' ? picture.path : picture.video)),
      ...filters.map(
        ({ field, column: _, isWanted, ...value }) =>
          `${isWanted ? '' : '-'}${field}=${Object.values(value)}`,
      ),
    ];
    return `[${parts.join(', ')}]`;
  }
  if (query.kind === 'sequence')
    return `(${query.parts.map((part, at) => (at === 0 ? '' : ` >${query.limits[at - 1] ?? ''} `) + shown(part)).join('')})`;
  return `(${query.parts.map(shown).join(query.kind === 'either' ? ' | ' : ' & ')})`;
}

describe('the grammar of queries', () => {
  it.each([
    // Weights.
    ['2:sunset - people', '[2*sunset, -people]'],
    ['sunset 0.5:beach', '[sunset, 0.5*beach]'],
    ['2:"red car" at night -3:people', '[2*red car at night, -3*people]'],
    ['city - 2:night + 3:day', '[city, -2*night, 3*day]'],
    ['train at 10:30', '[train at 10:30]'],
    ['10:30 train', '[10:30 train]'],
    ['2: sunset', '[2: sunset]'],
    // Both, either and brackets.
    ['cat | dog', '([cat] | [dog])'],
    ['cat|dog|bird', '([cat] | [dog] | [bird])'],
    ['cat & dog | bird', '(([cat] & [dog]) | [bird])'],
    ['cat & (dog | bird)', '([cat] & ([dog] | [bird]))'],
    ['cat (dog | bird)', '([cat] & ([dog] | [bird]))'],
    ['(dog | bird) cat', '(([dog] | [bird]) & [cat])'],
    ['((cat))', '[cat]'],
    ['AT&T & R&B', '([AT&T] & [R&B])'],
    ['Tom & Jerry', '([Tom] & [Jerry])'],
    ['f(x) rocks', '[f(x) rocks]'],
    ['so happy :)', '[so happy :)]'],
    ['(f(x) rocks)', '[f(x) rocks]'],
    ['"a | b" "(c)"', '[a | b (c)]'],
    ['said:"a & b"|x', '(["a & b"] | [x])'],
    // Order in time.
    ['"crowd cheering" then<20s "podium"', '([crowd cheering] >20000000 [podium])'],
    ['crowd then<1m30s podium then<2h end', '([crowd] >90000000 [podium] >7200000000 [end])'],
    ['"crowd" then "podium"', '([crowd] > [podium])'],
    ['person:Anna then said:hello', '([@Anna] > ["hello"])'],
    ['(a b) then (c)', '([a b] > [c])'],
    ['"crowd" then podium', '[crowd then podium]'],
    ['first this then that', '[first this then that]'],
    ['"then"', '[then]'],
    ['a & b then<5s c | d', '(([a] & ([b] >5000000 [c])) | [d])'],
    // What narrows.
    ['beach in:2024/** -in:*.mov', '[beach, in=2024/**, -in=*.mov]'],
    ['beach in:"My Films/**" on:archive', '[beach, in=My Films/**, on=archive]'],
    ['longer:10m cat shorter:1h30m', '[cat, longer=600000000, shorter=5400000000]'],
    ['lang:ko said:바다', '["바다", lang=ko]'],
    ['lang:kor x -lang:pt-BR', '[x, lang=ko, -lang=pt]'],
    ['(cat | dog) in:2024/**', '([cat, in=2024/**] | [dog, in=2024/**])'],
    [
      'in:a (cat | dog & bird) -night',
      '([cat, -night, in=a] | ([dog, -night, in=a] & [bird, -night, in=a]))',
    ],
    ['(cat then<2s dog) -person:Anna -said:x', '([cat, -"x", -@Anna] >2000000 [dog, -"x", -@Anna])'],
    ['(cat | person:Anna) & -night', '([cat, -night] | [@Anna])'],
    ['cat & in:a & -b', '[cat, -b, in=a]'],
    ['in:', null],
  ])('reads %j as %s', (text, expected) => {
    if (expected === null) return expect(() => parseQuery(text)).toThrow();
    const query = parseQuery(text);
    requireWanted(query);
    expect(shown(query)).toBe(expected);
  });

  it('reads dates as the start of what they name', () => {
    const times = clausesOf(parseQuery('x after:2024 before:2024-05-17'))[0]!.filters;
    expect(times).toEqual([
      { field: 'after', isWanted: true, column: 3, time: new Date(2024, 0, 1).getTime() * 1000 },
      { field: 'before', isWanted: true, column: 14, time: new Date(2024, 4, 17).getTime() * 1000 },
    ]);
  });

  it.each([
    ['cat |', 6, 'nothing follows |'],
    ['| cat', 1, 'nothing stands before |'],
    ['cat | & dog', 7, 'nothing follows |'],
    ['cat then<5s', 12, 'nothing follows then'],
    ['then<5s cat', 1, 'nothing stands before then'],
    ['cat & ()', 8, 'nothing in the brackets'],
    ['cat (dog', 5, 'opened and never closed'],
    ['cat "dog', 5, 'opened and never closed'],
    ['cat"dog bird"', 4, 'a blank is missing before the quote'],
    ['"cat"then<5s"dog"', 13, 'a blank is missing before the quote'],
    ['cat"dog', 1, 'opened and never closed'],
    ['(cat) dog)', 10, 'closes that nothing opened'],
    ['cat | dog)', 10, 'closes that nothing opened'],
    ['cat )', 5, 'closes that nothing opened'],
    ['cat then<x dog', 5, 'then< wants a length of time, and x is none'],
    ['cat then< dog', 5, 'nothing is none'],
    ['cat -(dog | bird)', 5, 'not before a bracket'],
    ['cat - (dog)', 5, 'not before a bracket'],
    ['0:cat', 1, 'a weight is above 0'],
    ['x 1000:cat', 3, 'at most 100'],
    ['x 2:person:Anna', 3, 'not before person:'],
    ['x in:', 3, 'nothing follows in:'],
    ['x before:tomorrow', 3, 'before: wants a date, and tomorrow is none'],
    ['x after:2024-02-30', 3, 'after: wants a date'],
    ['x -after:2024', 3, 'after: takes no minus'],
    ['x longer:fast', 3, 'longer: wants a length of time'],
    ['x lang:klingon', 3, 'lang: wants a code of ISO 639, and klingon is none'],
    ['x in:[z-a]', 3, 'is no path pattern'],
    ['cat | in:a', 7, 'only says where to look'],
    ['cat then<5s -dog', 13, 'only says what is unwanted'],
    ['person:Anna -night', 1, 'beside no description'],
    ['said:x & person:Anna & -night', 24, 'beside no description'],
    ['in:a on:b', 1, 'only where to look'],
    ['(cat | (dog "x', 13, 'a quote is opened'],
    [`${'('.repeat(21)}x${')'.repeat(21)}`, 21, 'more than 20 brackets'],
    [Array(33).fill('x').join('|'), 65, 'more than 32 parts'],
    [Array(65).fill('x').join(' + '), 1, '65 descriptions'],
  ])('refuses %j at column %i', (text, column, message) => {
    const parse = () => requireWanted(parseQuery(text));
    expect(parse).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringMatching(
          new RegExp(`^column ${column}: .*${message.replace(/[|()]/g, '\\$&')}`),
        ),
      }),
    );
  });

  it('has pictures beside the words of a plain query, else as a part of their own', () => {
    const picture = { kind: 'file', path: 'x.png' } as const;
    const [plain, either, both] = ['cat', 'cat | dog', 'cat & dog'].map((text) =>
      shown(withPictures(parseQuery(text), [picture])),
    );
    expect(plain).toBe('[cat, x.png]');
    expect(either).toBe('(([cat] | [dog]) & [x.png])');
    expect(both).toBe('([cat] & [dog] & [x.png])');
    expect(shown(withPictures(parseQuery(' '), [picture]))).toBe('[x.png]');
    expect(withPictures(parseQuery('cat'), [])).toEqual(parseQuery('cat'));
  });

  it('never fails otherwise, whatever is typed', () => {
    const alphabet =
      'a|bc| |-|+|"|“|”|„|»|\\|(|)|||&|then|then<5s|2:|0:|é|😀|\ud800|:|*|\u0000|said:|person:|in:|lang:ko|-in:x|before:2024'
        .split('|')
        .concat('|');
    let seed = 7;
    const next = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed;
    };
    let read = 0;
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from(
        { length: (next() >> 4) % 12 },
        () => alphabet[(next() >> 4) % alphabet.length],
      ).join(next() % 3 === 0 ? '' : ' ');
      try {
        const query = parseQuery(text);
        requireWanted(query);
        read++;
        for (const { terms, words, said, people } of clausesOf(query)) {
          for (const each of [...people.wanted, ...people.unwanted])
            if (each.kind === 'name') expect(each.name.trim()).not.toBe('');
          for (const part of [...terms, ...words, ...said.wanted, ...said.unwanted])
            expect(part.text.trim(), JSON.stringify(text)).not.toBe('');
        }
      } catch (error) {
        expect(error, JSON.stringify(text)).toMatchObject({ code: 'usage' });
        const column = Number(/^column (\d+): /.exec((error as Error).message)?.[1] ?? 1);
        expect(column, JSON.stringify(text)).toBeGreaterThan(0);
        expect(column, JSON.stringify(text)).toBeLessThanOrEqual(text.length + 1);
      }
    }
    expect(read).toBeGreaterThan(2000);
  });
});
