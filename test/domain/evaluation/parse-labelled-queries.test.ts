import { describe, expect, it } from 'vitest';
import { HeimdexError } from '../../../src/domain/errors.ts';
import { parseLabelledQueries } from '../../../src/domain/evaluation/parse-labelled-queries.ts';

const check = (query: string) => {
  if (query.includes('(')) throw new HeimdexError('usage', 'column 1: a bracket');
};
const parse = (...lines: string[]) => parseLabelledQueries(lines.join('\n'), 'q.jsonl', check);
const fine = '{"query":"a","expect":[]}';

describe('parseLabelledQueries', () => {
  it('reads a query a line, passes over empty ones, and names those that have no name by their line', () => {
    const queries = parse(
      '\ufeff{"query":"sunset","expect":[{"video":"a/b.mp4","start":1.5,"end":2}],"tags":["en","en","x"],"id":"s"}\r',
      '',
      '{"image":["p.webp"],"expect":[]}',
      '{"query":"a","image":["p.webp","q.webp"],"expect":[]}',
    );
    expect(queries).toEqual([
      {
        id: 's',
        line: 1,
        query: 'sunset',
        images: [],
        expect: [{ video: 'a/b.mp4', start: 1_500_000, end: 2_000_000 }],
        tags: ['en', 'x'],
      },
      { id: '3', line: 3, query: '', images: ['p.webp'], expect: [], tags: [] },
      { id: '4', line: 4, query: 'a', images: ['p.webp', 'q.webp'], expect: [], tags: [] },
    ]);
  });

  it.each([
    ['{"query":"a"', /^q\.jsonl:2: not JSON: /],
    ['[]', /^q\.jsonl:2: expected an object, got a list$/],
    ['7', /^q\.jsonl:2: expected an object, got 7$/],
    ['{"query":"a"}', /^q\.jsonl:2: the key expect is missing$/],
    ['{"expect":[]}', /^q\.jsonl:2: the key query is missing$/],
    ['{"query":"","expect":[]}', /^q\.jsonl:2: query: expected the query as text, got ""$/],
    ['{"query":7,"expect":[]}', /^q\.jsonl:2: query: expected the query as text, got 7$/],
    ['{"query":"a","expects":[]}', /^q\.jsonl:2: expects: unknown key \(did you mean expect\?\)$/],
    ['{"query":"a","expect":[{"video":"v","start":1}]}', /^q\.jsonl:2: expect\[0\]: the key end is missing$/],
    [
      '{"query":"a","expect":[{"video":"v","start":"1","end":2}]}',
      /^q\.jsonl:2: expect\[0\]\.start: expected a number/,
    ],
    [
      '{"query":"a","expect":[{"video":"v","start":3,"end":2}]}',
      /^q\.jsonl:2: expect\[0\]: it ends before it starts$/,
    ],
    ['{"query":"a","image":[],"expect":[]}', /^q\.jsonl:2: image: expected 1 to 100 items, got 0$/],
    ['{"query":"(","expect":[]}', /^q\.jsonl:2: column 1: a bracket$/],
    ['{"query":"b","expect":[],"id":"1"}', /^q\.jsonl:2: the id 1 is that of line 1$/],
  ])('names file and line of what is none: %s', (line, message) => {
    expect(() => parse(fine, line)).toThrow(message);
    try {
      parse(fine, line);
    } catch (error) {
      expect(error).toMatchObject({ code: 'usage' });
    }
  });

  it('refuses a file without a query', () => {
    expect(() => parse('')).toThrow('q.jsonl: there is no query in it');
    expect(() => parse('', ' \t', '')).toThrow('q.jsonl: there is no query in it');
  });
});
