import { describe, expect, it } from 'vitest';
import { findWord } from '../../../src/domain/speech/find-word.ts';
import { composed, foldText } from '../../../src/domain/speech/fold-text.ts';
import { joinSentences } from '../../../src/domain/speech/join-sentences.ts';
import { markWords } from '../../../src/domain/speech/mark-words.ts';
import { decisiveWords, scoreWords, weighWords } from '../../../src/domain/speech/score-words.ts';
import { timeOfPlace } from '../../../src/domain/speech/time-of-place.ts';
import { randomNumbers } from '../../support/library.ts';
import { segment, spoken } from '../../support/said.ts';

const word = (text: string, whole = false) => ({ text: foldText(text).text.trim(), whole });

describe('foldText', () => {
  it.each([
    ['Café NAÏVE Ångström', 'cafe naive angstrom'],
    ['Straße ẞ ﬁn', 'strasse ss fin'],
    ['ΟΔΟΣ οδός', 'οδοσ οδοσ'],
    ['İstanbul ısı', 'istanbul isi'],
    ['Ёлка ещё Йод', 'елка еще йод'],
    ['ＡＢＣ １２３ ｶﾞｷﾞ', 'abc 123 ガギ'],
    ['がんばれ かんぱい', 'がんばれ かんぱい'],
    ['हिन्दी', 'हिन्दी'],
    ['학교에서', '학교에서'],
    ['two\n\t words\u0000here', 'two words here'],
    ['zero\u200bwidth so\u00adft', 'zerowidth soft'],
    ['don’t “quote” e‑mail', 'don\'t "quote" e-mail'],
    ['❤️ 👍🏽', '❤ 👍🏽'],
  ])('makes %j into %j', (text, folded) => {
    expect(foldText(text).text).toBe(folded);
    expect(foldText(composed(text.normalize('NFD'))).text).toBe(folded);
  });

  it('tells of each unit where it comes from', () => {
    const { text, starts, ends } = foldText('aﬁ\u200b Ü𝐁');
    expect(text).toBe('afi ub');
    expect(starts).toEqual([0, 1, 1, 3, 4, 5]);
    expect(ends).toEqual([1, 2, 2, 4, 5, 7]);
  });

  it('gives a folded text back as it is, whatever letters it is made of', () => {
    for (let code = 0; code < 0x11000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const { text } = foldText(composed(`a${String.fromCodePoint(code)}b`));
      expect(foldText(text).text, code.toString(16)).toBe(text);
      expect(text).not.toMatch(/[\p{Cc}A-Z]/u);
    }
  });
});

describe('findWord', () => {
  const found = (text: string, wanted: string, whole = false) =>
    [...findWord(foldText(text).text, word(wanted, whole))].length;

  it.each([
    ['A cat concatenates cats', 'cat', 2, 1],
    ['boats', 'boat', 1, 0],
    ['the sunset', 'set', 0, 0],
    ['1969 and 69', '69', 1, 1],
    ['don’t', "don't", 1, 1],
    ['don’t', 'don', 1, 1],
    ['a-b a - b', 'a-b', 1, 1],
    ['고등학교에서', '학교', 1, 1],
    ['東京タワーは', 'タワー', 1, 1],
    ['iPhone을 샀다', 'iphone', 1, 1],
    ['C++ and C#', 'c++', 1, 1],
    ['aaaa aa', 'aa', 2, 1],
    ['two  words', 'two words', 1, 1],
    ['𝐁old', 'b', 1, 0],
    ['Ёлка', 'ёл', 1, 0],
  ])('finds in %j the word %j: %i begin with it, %i end with it too', (text, wanted, begin, whole) => {
    expect(found(text, wanted)).toBe(begin);
    expect(found(text, wanted, true)).toBe(whole);
  });
});

describe('markWords', () => {
  const marked = (text: string, ...words: string[]) =>
    markWords(
      text,
      words.map((each) => word(each)),
    ).map(({ start, end }) => text.slice(start, end));

  it.each([
    ['She goes to the CAFÉ.', ['cafe'], ['CAFÉ']],
    ['Die Straße', ['STRASSE'], ['Straße']],
    ['오늘은 학교에서 바다를', ['학교', '바다'], ['학교', '바다']],
    ['東京タワーは高い', ['タワー', '東京'], ['東京タワー']],
    ['我想去北京', ['北京'], ['北京']],
    ['がんばれ', ['かん'], []],
    ['one two  three', ['two three', 'one'], ['one', 'two  three']],
    ['cats and dogs', ['cat'], ['cat']],
    ['so\u00adft', ['soft'], ['so\u00adft']],
    ['👨‍👩‍👧 fam', ['👩'], ['👩']],
  ])('marks in %j of %j: %j', (text, words, marks) => {
    expect(marked(text, ...words)).toEqual(marks);
  });
});

describe('scoreWords', () => {
  const texts = ['the red car', 'the car', 'a red wall and the red door', 'the sea', 'the sky', 'the sun'];
  const statistics = (words: readonly string[]) => ({
    segments: texts.length,
    meanLength: 12,
    frequencies: words.map((each) => texts.filter((text) => text.includes(each)).length),
  });
  const scored = (...words: string[]) => {
    const wanted = weighWords(
      words.map((each) => word(each)),
      statistics(words),
    );
    return texts.map((text) => scoreWords(text, { required: [], excluded: [], wanted }, 12));
  };

  it('takes segments with all words, or with most of what the words tell', () => {
    expect(scored('red', 'car').map((score) => score?.isComplete)).toEqual([
      true,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(scored('the', 'red', 'car').map((score) => score?.isComplete)).toEqual([
      true,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(scored('the', 'sea').map((score) => score?.isComplete)[3]).toBe(true);
    expect(scored('the', 'sea').filter(Boolean)).toHaveLength(1);
  });

  it('scores as BM25 does', () => {
    // idf = ln(1 + (6 − 2 + ½) / (2 + ½)); tf 2 of length 27 and 1 of 11, mean 12, k1 1.2, b 0.75.
    const idf = Math.log(1 + 4.5 / 2.5);
    const [first, , third] = scored('red');
    expect(third!.score).toBeCloseTo((idf * 2 * 2.2) / (2 + 1.2 * (0.25 + (0.75 * 27) / 12)), 10);
    expect(first!.score).toBeCloseTo((idf * 2.2) / (1 + 1.2 * (0.25 + (0.75 * 11) / 12)), 10);
  });

  it('needs every required word, and none that is excluded', () => {
    const [car] = weighWords([word('car')], statistics(['car']));
    const score = (text: string, excluded: string) =>
      scoreWords(text, { required: [car!], excluded: [word(excluded)], wanted: [] }, 12);
    expect(score('the red car', 'blue')).toMatchObject({ isComplete: true });
    expect(score('the red door', 'blue')).toBeUndefined();
    expect(score('the red car', 'red')).toBeUndefined();
  });

  it('finds with the decisive words alone all that has enough of the weight', () => {
    const random = randomNumbers(9);
    const vocabulary = ['the', 'a', 'red', 'car', 'sea', 'of', 'zebra', 'sun'];
    const many = Array.from({ length: 300 }, () =>
      vocabulary.filter((_, index) => random() < 0.8 / (index + 1)).join(' '),
    );
    for (let round = 0; round < 50; round++) {
      const words = vocabulary.filter(() => random() < 0.5);
      if (words.length === 0) continue;
      const wanted = weighWords(
        words.map((each) => word(each, true)),
        {
          segments: many.length,
          meanLength: 10,
          frequencies: words.map((each) => many.filter((text) => text.split(' ').includes(each)).length),
        },
      );
      const decisive = decisiveWords(wanted).map(({ text }) => text);
      for (const text of many) {
        if (scoreWords(text, { required: [], excluded: [], wanted }, 10) !== undefined)
          expect(
            decisive.some((each) => text.split(' ').includes(each)),
            `${words}: ${text}`,
          ).toBe(true);
      }
    }
  });
});

describe('joinSentences', () => {
  const at = (start: number, video = 1) => ({ ...segment(start, 'x'), video });

  it('joins what follows within two seconds, under the best of them, in the order of the best', () => {
    const [a, b, c, d] = [at(0), at(4), at(20), at(4, 2)];
    const groups = joinSentences([c!, b!, d!, a!]);
    expect(groups.map(({ best, start, end }) => [best, start / 1e6, end / 1e6])).toEqual([
      [c, 20, 23],
      [b, 0, 7],
      [d, 4, 7],
    ]);
  });

  it('makes no moment longer than half a minute', () => {
    const groups = joinSentences(Array.from({ length: 100 }, (_, index) => at(index * 3)));
    expect(groups).toHaveLength(10);
    for (const { start, end } of groups) expect(end - start).toBe(30_000_000);
  });
});

describe('timeOfPlace', () => {
  it('is that of the word that stands there, else of the sentence', () => {
    const sentence = spoken(10, 'the end of the beginning');
    expect(timeOfPlace(sentence, 0)).toBe(10_000_000);
    expect(timeOfPlace(sentence, 11)).toBe(11_500_000);
    expect(timeOfPlace(sentence, sentence.text.indexOf('beginning') + 2)).toBe(12_000_000);
    expect(timeOfPlace(segment(10, 'no words'), 3)).toBe(10_000_000);
  });
});
