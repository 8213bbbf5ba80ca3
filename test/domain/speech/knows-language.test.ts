import { expect, test } from 'vitest';
import { knowsLanguage } from '../../../src/domain/speech/knows-language.ts';

const MINILM = ['en'];

test.each([
  [MINILM, 'en', 'two dogs in the snow', true],
  [MINILM, 'ko', '눈 속의 강아지 두 마리', false],
  [MINILM, 'de', 'zwei Hunde im Schnee', false],
  [MINILM, 'de', 'two dogs in the snow', false],
  [MINILM, 'en', '눈 속의 강아지 두 마리', false],
  [MINILM, 'en', 'Haeundae (해운대) at night', true],
  [MINILM, 'en', '1984', true],
  [MINILM, undefined, 'two dogs in the snow', true],
  [MINILM, undefined, 'zwei Hunde im Schnee', true],
  [MINILM, undefined, '눈 속의 강아지 두 마리', false],
  [MINILM, undefined, '雪の中の犬', false],
  [MINILM, undefined, '雪地里的两只狗', false],
  [MINILM, undefined, 'две собаки на снегу', false],
  [MINILM, undefined, 'δύο σκύλοι', false],
  [MINILM, undefined, 'كلبان في الثلج', false],
  [MINILM, undefined, '1984', true],
  [['*'], 'ko', '눈', true],
  [['*'], undefined, 'снег', true],
  [['ko', 'ja'], undefined, '눈 속의 강아지', true],
  [['ko', 'ja'], undefined, '雪の中の犬', true],
  [['ko', 'ja'], undefined, 'snow', false],
  [['ru'], undefined, 'снег', true],
  [['sr'], 'sr', 'sneg', true],
  [['no such code!'], undefined, 'snow', false],
])('a model of %j, a text said to be %s: %s → %s', (languages, language, text, known) => {
  expect(knowsLanguage(languages, { text, language })).toBe(known);
});
