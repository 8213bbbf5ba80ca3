import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTextSearch } from '../../src/adapters/sqlite/create-text-search.ts';
import { createVideoStore } from '../../src/adapters/sqlite/create-video-store.ts';
import { closeLibrary, openLibraryToWrite } from '../../src/adapters/sqlite/open-library.ts';
import { searchWords } from '../../src/app/search/search-words.ts';
import { HeimdexError } from '../../src/domain/errors.ts';
import { parseQuery } from '../../src/domain/query/parse-query.ts';
import { findWord, type LiteralWord } from '../../src/domain/speech/find-word.ts';
import { foldText } from '../../src/domain/speech/fold-text.ts';
import { fingerprintOf, newLibrary, randomNumbers } from '../support/library.ts';
import { runHeimdex } from '../support/run-heimdex.ts';
import { say, segment } from '../support/said.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

/** What means something to SQL, to FTS5's query language, to a pattern, or to a C string. */
const ODD = [
  '"',
  '""',
  '"moon"',
  '“moon”',
  'x"y"z',
  'the "moon" OR sun',
  '"""',
  "'",
  "x'; DROP TABLE segment; --",
  '*',
  'moon*',
  '*moon',
  'NEAR(',
  'NEAR(a b, 5)',
  'NEAR',
  'AND',
  'OR',
  'NOT moon',
  'moon OR sun',
  'a-b',
  'moon-landing',
  'c:d',
  'folded:moon',
  'rank:1',
  '^',
  '^moon',
  '{}',
  '{folded} : moon',
  '-folded : x',
  'moon + sun',
  '(moon',
  'moon)',
  '()',
  '%',
  '_',
  '100%',
  'a_b_c',
  '\\',
  'back\\slash',
  '[abc]',
  'moo?',
  '\0',
  'nul\0inside',
  'nul inside',
  '😀',
  '👨‍👩‍👧',
  '❤️',
  '東',
  '東京',
  '東京タワー',
  '바다',
  '바',
  '我',
  '長城。',
  'e\u0301',
  'ﬁn',
  'İ',
  '\ud800',
  'half \udc00',
  '\u202eabc',
  ';',
  '--',
  '/* */',
  '$1',
  '@name',
  ':name',
  '?1',
  'ab',
  'a',
  'and',
  '\u00a0',
  'tab\there',
];

/** Every segment in which a literal word is, looked for letter by letter. */
function byHand(texts: readonly string[], word: LiteralWord): number[] {
  return texts.flatMap((text, index) => (findWord(foldText(text).text, word).next().done ? [] : [index]));
}

function libraryOf(texts: readonly string[]) {
  const { database, videos } = newLibrary();
  say(
    database,
    videos.addVideo(fingerprintOf('a')),
    texts.map((text, index) => segment(index * 10, text)),
  );
  const search = createTextSearch(database);
  /** Numbers of the segments found. */
  return (required: readonly LiteralWord[], wanted: readonly LiteralWord[] = []): number[] =>
    searchWords({ required, excluded: [], wanted }, 10_000, search, {})
      .map(({ start }) => start / 10_000_000)
      .sort((a, b) => a - b);
}

const literal = (text: string, whole = false): LiteralWord => ({ text: foldText(text).text.trim(), whole });

describe('words with a meaning in some language', () => {
  const texts = ODD.flatMap((odd) => [odd, `before ${odd} behind`, `${odd}${odd}`, 'the moon and the sun']);

  test('B14 are found literally, and are no error', () => {
    const find = libraryOf(texts);
    for (const [index, odd] of ODD.entries()) {
      for (const whole of [false, true]) {
        const word = literal(odd, whole);
        if (word.text === '') continue;
        const found = find([word]);
        expect(found, JSON.stringify(odd)).toEqual(byHand(texts, word));
        expect(found, JSON.stringify(odd)).toContain(index * 4);
        // The same as a plain word, where it is all that is wanted.
        expect(find([], [word]), JSON.stringify(odd)).toEqual(found);
      }
    }
  });

  test('B14 are compared literally where two are asked for at once', () => {
    const find = libraryOf(texts);
    for (const [index, odd] of ODD.entries()) {
      const words = [literal(odd), literal(ODD[(index * 7 + 3) % ODD.length]!)].filter(
        ({ text }) => text !== '',
      );
      if (words.length === 0) continue;
      const both = words
        .map((word) => byHand(texts, word))
        .reduce((a, b) => a.filter((each) => b.includes(each)));
      expect(find(words), JSON.stringify(words)).toEqual(both);
    }
  });
});

describe('very long queries', () => {
  const texts = [
    'long '.repeat(30_000),
    `${'x'.repeat(100_000)}y`,
    'short',
    Array.from({ length: 3000 }, (_, i) => `w${i}`).join(' '),
  ];

  test('B14 a word of 100 kB, and 3000 words, are answered', () => {
    const find = libraryOf(texts);
    expect(find([literal(`${'x'.repeat(100_000)}y`)])).toEqual([1]);
    expect(find([literal(`${'x'.repeat(100_001)}y`)])).toEqual([]);
    expect(find([literal('long '.repeat(20_000))])).toEqual([0]);
    const words = Array.from({ length: 3000 }, (_, i) => literal(`w${i}`, true));
    expect(find(words)).toEqual([3]);
    expect(find([], words)).toEqual([3]);
    expect(find([...words, literal('w3000')])).toEqual([]);
    expect(find(Array.from({ length: 3000 }, (_, i) => literal(String.fromCodePoint(0x4e00 + i))))).toEqual(
      [],
    );
  });

  test('B14 a query longer than anybody types is refused before anything is looked at', () => {
    expect(() => parseQuery(`said:"${'x'.repeat(100_000)}"`)).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });
});

test('B14 whatever is typed, the result is what has these words letter by letter', () => {
  const alphabet = [
    'a',
    'b',
    'moon',
    ' ',
    '"',
    "'",
    '*',
    '(',
    ')',
    '^',
    '{',
    '}',
    ':',
    '-',
    '+',
    'NEAR(',
    ' OR ',
    ' AND ',
    ' NOT ',
    '%',
    '_',
    '\0',
    '東',
    '京',
    '바',
    '다',
    '😀',
    'é',
    'E',
    'ß',
    '\ud800',
    '\u200b',
    ',',
    '.',
    '\\',
  ];
  const random = randomNumbers(14);
  const some = (most: number) =>
    Array.from(
      { length: 1 + Math.floor(random() * most) },
      () => alphabet[Math.floor(random() * alphabet.length)],
    ).join('');
  const texts = Array.from({ length: 400 }, () => some(14));
  const find = libraryOf(texts);
  let found = 0;
  for (let round = 0; round < 1500; round++) {
    const typed = random() < 0.5 ? `said:"${some(4).replaceAll('"', '')}"` : `said:${some(4)}`;
    let words: readonly LiteralWord[];
    try {
      const query = parseQuery(typed);
      // A sign in it may make several parts of it.
      if (query.kind !== 'clause') continue;
      words = query.said.wanted;
    } catch (error) {
      expect(error, typed).toBeInstanceOf(HeimdexError);
      continue;
    }
    if (words.length === 0) continue;
    const all = words
      .map((word) => byHand(texts, word))
      .reduce((a, b) => a.filter((each) => b.includes(each)));
    expect(find(words), JSON.stringify(typed)).toEqual(all);
    found += all.length;
  }
  expect(found).toBeGreaterThan(1000);
});

describe('the program', () => {
  const path = join(folderOfSuite(), 'library.db');
  beforeAll(() => {
    const database = openLibraryToWrite(path, 'test');
    const videos = createVideoStore(database);
    say(
      database,
      videos.addVideo(fingerprintOf('a')),
      ['The moon-landing, NEAR(it) c:d', '東京 😀'].map((text, index) => segment(index * 10, text)),
    );
    closeLibrary(database);
  });

  test.each([
    ['said:NEAR(', 1],
    ['said:c:d', 1],
    ['said:"moon-landing, near(it)"', 1],
    ['said:*', 0],
    ['said:moon*', 0],
    ['said:^moon', 0],
    ['said:{}', 0],
    ['said:“moon-landing, near(it)”', 1],
    ['said:it”c', 0],
    ['said:東京', 1],
    ['said:😀', 1],
    ["said:' said:--", 0],
  ])('B14 answers %s with %i', async (query, count) => {
    const { code, stdout, stderr } = await runHeimdex([
      'search',
      '--db',
      path,
      '--home',
      path,
      '--json',
      '--',
      query,
    ]);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout).moments).toHaveLength(count);
  });

  test.each([
    ['an open quote', 'said:"'],
    ['an open typographic quote', 'said:“moon'],
    ['nothing', 'said:'],
    ['nothing in quotes', 'said:""'],
    ['3000 words', `said:"${'w '.repeat(3000)}"`],
    ['100 kB', `said:${'x'.repeat(100_000)}`],
  ])('B14 refuses %s behind said: as wrong usage', async (_, query) => {
    const { code, stderr } = await runHeimdex(['search', '--db', path, '--home', path, '--', query]);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(/^heimdex: [^\n]+\ntry: [^\n]+\n$/);
  });
});
