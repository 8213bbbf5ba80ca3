import { expect, it } from 'vitest';
import { LEAST_FIGURE } from '../../../src/domain/calibration/create-judge.ts';
import { figureOfWords } from '../../../src/domain/calibration/figure-of-words.ts';
import { foldText } from '../../../src/domain/speech/fold-text.ts';
import { scoreWords, weighWords } from '../../../src/domain/speech/score-words.ts';

const word = (text: string) => ({ text, whole: false });

/** The figure of a sentence for plain words, in a library of 2000 sentences. */
function figure(sentence: string, frequencies: Readonly<Record<string, number>>, isRequired = false): number {
  const words = weighWords(Object.keys(frequencies).map(word), {
    segments: 2000,
    meanLength: 40,
    frequencies: Object.values(frequencies),
  });
  const none = { required: [], excluded: [], wanted: [] };
  const query = isRequired ? { ...none, required: words } : { ...none, wanted: words };
  const score = scoreWords(foldText(sentence).text, query, 40);
  return score === undefined ? 0 : figureOfWords(score.share);
}

const PIANO = { a: 1500, dog: 12, playing: 40, piano: 3 };

it('all words of a query in one sentence are what was asked for', () => {
  expect(figure('Look, a dog playing the piano!', PIANO)).toBe(1);
  expect(figure('Look, a dog playing the piano!', { dog: 12, piano: 3 }, true)).toBe(1);
});

it('one word of several is not', () => {
  expect(figure('The children are playing.', PIANO)).toBeLessThan(LEAST_FIGURE);
  expect(figure('A playing dog', PIANO)).toBeLessThan(LEAST_FIGURE);
});

it('what every sentence says does not matter', () => {
  expect(figure('His dog was playing piano', PIANO)).toBeGreaterThan(0.9);
});

it('a word that is only the beginning of another is half of it', () => {
  expect(figure('The pianos', { piano: 3 })).toBeCloseTo(0.25, 5);
});
