import { expect, it } from 'vitest';
import { matchedWords } from '../../src/domain/matched-words.ts';

it('words are told as they were said, each once, in their order', () => {
  const text = 'The Boat and a boat, the Boat of 🚀ÉTÉ';
  const at = (word: string, from = 0) => {
    const start = text.indexOf(word, from);
    return { start, end: start + word.length };
  };
  const marks = [at('Boat'), at('boat'), at('Boat', 10), at('ÉTÉ')];
  expect(matchedWords({ text, marks })).toEqual(['Boat', 'boat', 'ÉTÉ']);
  expect(matchedWords({ text, marks: [] })).toEqual([]);
});
