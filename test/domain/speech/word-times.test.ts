import { describe, expect, test } from 'vitest';
import { fitToWords } from '../../../src/domain/speech/fit-to-words.ts';
import { joinPunctuation } from '../../../src/domain/speech/join-punctuation.ts';
import { mendWords } from '../../../src/domain/speech/mend-words.ts';
import { splitWords } from '../../../src/domain/speech/split-words.ts';
import { type TimedWord, timeWords } from '../../../src/domain/speech/time-words.ts';

/** Each byte is a token. */
const decoder = new TextDecoder();
const bytesOf = (text: string) => [...new TextEncoder().encode(text)];
const textOf = (tokens: readonly number[]) => decoder.decode(Uint8Array.from(tokens));
const word = (text: string, start: number, end: number, confidence = 1): TimedWord => ({
  text,
  start,
  end,
  confidence,
});
const times = (words: readonly TimedWord[]) => words.map(({ start, end }) => [start, end]);

describe('tokens are words', () => {
  const wordsOf = (text: string, language: string) => splitWords(bytesOf(text), textOf, language);

  test('from space to space, with punctuation apart', () => {
    expect(wordsOf(" It's 5 o'clock, já!", 'en').map(({ text }) => text)).toEqual([
      ' It',
      "'s",
      ' 5',
      ' o',
      "'clock",
      ',',
      ' já',
      '!',
    ]);
  });

  test('of one character each where the language has no spaces', () => {
    expect(wordsOf('日本語。', 'ja').map(({ text }) => text)).toEqual(['日', '本', '語', '。']);
    expect(wordsOf('日本語。', 'ko').map(({ text }) => text)).toEqual(['日本語。']);
  });

  test('that together hold every token once, broken characters too', () => {
    const tokens = [...bytesOf(' a é'), 0xe6, 0x97, ...bytesOf(' b'), 0xe6];
    for (const language of ['en', 'zh']) {
      expect(splitWords(tokens, textOf, language).flatMap((each) => each.tokens)).toEqual(tokens);
    }
  });
});

describe('words get their times', () => {
  const words = [' one', ' two', '.'].map((text) => ({ text, tokens: bytesOf(text) }));
  const starts = [0, 0, 0, 0, 1, 1, 1, 1, 2, 3];

  test('from their first token to the next word, with their least likely token', () => {
    const probabilities = [0.9, 0.8, 0.9, 0.9, 0.7, 0.9, 0.9, 0.9, 0.5];
    const timed = timeWords(words, starts, probabilities);
    expect(timed.map(({ start, end, confidence }) => [start, end, confidence])).toEqual([
      [0, 1, 0.8],
      [1, 2, 0.7],
      [2, 3, 0.5],
    ]);
  });

  test('and those beside the end of a sentence do not swallow the pause', () => {
    const sentence = ['A', '.', 'B', 'C'].map((text) => ({ text, tokens: [0] }));
    const timed = timeWords(sentence, [0, 0.3, 5, 9, 9.3], [1, 1, 1, 1]);
    // The usual word takes 0.7 s at most, and the longest twice that.
    expect(times(timed)).toEqual(
      [
        [0, 0.3],
        [0.3, 1.7],
        [9 - 1.4, 9],
        [9, 9.3],
      ].map((pair) => pair.map((t) => expect.closeTo(t, 6))),
    );
  });

  test('and punctuation joins its word without changing its times', () => {
    const joined = joinPunctuation([
      word(' "', 0, 0.1),
      word('Yes', 0.1, 0.5),
      word(',', 0.5, 2),
      word(' (', 2, 2.1),
      word(' no', 2.1, 2.4),
      word(')', 2.4, 3),
      word('.', 3, 4),
    ]);
    expect(joined.map(({ text, start, end }) => [text, start, end])).toEqual([
      [' "Yes,', 0.1, 0.5],
      [' ( no).', 2.1, 2.4],
    ]);
  });
});

describe('a text and its words', () => {
  test('take the words’ times where they are near', () => {
    const fitted = fitToWords({ start: 1, end: 3, words: [word('a', 1.2, 1.6), word('b', 1.6, 2.8)] }, 0);
    expect([fitted.start, fitted.end]).toEqual([1.2, 2.8]);
  });

  test('take the text’s times where a word reaches far out of it', () => {
    const words = [word('a', 0, 2.2), word('b', 2.2, 2.5), word('c', 2.5, 2.8), word('d', 2.8, 6)];
    const fitted = fitToWords({ start: 2, end: 3, words }, 2);
    expect([fitted.start, fitted.end]).toEqual([2, 3]);
    expect(fitted.words[0]!.start).toBeGreaterThan(1.4);
    expect(fitted.words[3]!.end).toBeLessThan(3.6);
  });

  test('begin after a pause with a word of usual length', () => {
    const words = [word('a', 0, 8), word('b', 8, 8.4), word('c', 8.4, 8.8)];
    const { words: fitted } = fitToWords({ start: 0, end: 9, words }, 0);
    expect(fitted[0]!.start).toBeCloseTo(8 - 0.8, 6);
  });
});

describe('mended words', () => {
  test('stay as they are where nothing is wrong', () => {
    const words = [word('a', 1, 1.5), word('b', 1.5, 2)];
    expect(mendWords(words, 1, 2)).toEqual(words);
  });

  test('have a length, follow each other, and stay inside', () => {
    const wrong = [word('a', 0, 0), word('b', 0, 0), word('c', 3, 2), word('d', 9, 9), word('e', 9, 12)];
    for (const [from, to] of [
      [0, 10],
      [0.5, 9],
      [2, 2.01],
      [4, 4],
    ] as const) {
      const mended = mendWords(wrong, from, to);
      const flat = times(mended).flat();
      expect(flat).toEqual(flat.toSorted((a, b) => a - b));
      expect([flat[0]! >= from, flat.at(-1)! <= to]).toEqual([true, true]);
      if (to > from) expect(mended.every(({ start, end }) => end > start)).toBe(true);
    }
  });
});
