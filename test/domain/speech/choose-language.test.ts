import { expect, test } from 'vitest';
import { chooseLanguages } from '../../../src/domain/speech/choose-language.ts';

const chances = (en: number, ko: number, ja = 0) =>
  new Map([
    ['en', en],
    ['ja', ja],
    ['ko', ko],
  ]);
const SURE = chances(0.005, 0.99);

test('each stretch has its own language where it is sure of it', () => {
  const english = chances(0.995, 0.003);
  expect(chooseLanguages([SURE, SURE, english, SURE, SURE])).toEqual(['ko', 'ko', 'en', 'ko', 'ko']);
  expect(chooseLanguages([english, SURE])).toEqual(['en', 'ko']);
});

test('a stretch that leaves much to doubt follows those around it', () => {
  expect(chooseLanguages([SURE, chances(0.5, 0.3), SURE])).toEqual(['ko', 'ko', 'ko']);
  expect(chooseLanguages([SURE, SURE, chances(0.1, 0.3, 0.6)])).toEqual(['ko', 'ko', 'ko']);
});

test('what is near counts more than what is far', () => {
  const english = chances(0.99, 0.005);
  const doubtful = chances(0.4, 0.45);
  expect(chooseLanguages([SURE, english, doubtful, english, SURE])[2]).toBe('en');
});

test('a stretch that nothing is known of takes its neighbours’ language', () => {
  expect(chooseLanguages([new Map(), SURE])).toEqual(['ko', 'ko']);
  expect(chooseLanguages([new Map()])).toEqual([undefined]);
  expect(chooseLanguages([])).toEqual([]);
});

test('a stretch counts as much as its weight says', () => {
  const english = chances(0.8, 0.15);
  const korean = chances(0.15, 0.8);
  expect(chooseLanguages([english, korean], [1, 1])).toEqual(['en', 'ko']);
  expect(chooseLanguages([english, korean], [0.1, 1])).toEqual(['ko', 'ko']);
});
