import { expect, it } from 'vitest';
import { languageCode } from '../../../src/domain/speech/language-code.ts';

it.each([
  ['eng', 'en'],
  ['ger', 'de'],
  ['deu', 'de'],
  ['FRE', 'fr'],
  ['kor', 'ko'],
  ['chi', 'zh'],
  ['cmn-Hant', 'zh'],
  ['ja', 'ja'],
  ['pt-BR', 'pt'],
  ['en_US', 'en'],
  ['tgl', 'tl'],
  ['iw', 'he'],
  ['und', undefined],
  ['zxx', undefined],
  ['', undefined],
  ['e', undefined],
  ['engl', undefined],
  ['constructor', undefined],
])('%s is %s', (stated, expected) => {
  expect(languageCode(stated)).toBe(expected);
});
