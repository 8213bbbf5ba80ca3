import { expect, test } from 'vitest';
import { namedLanguage } from '../../../src/domain/subtitles/named-language.ts';

test.each([
  ['en', 'en'],
  ['EN', 'en'],
  ['eng', 'en'],
  ['kor', 'ko'],
  ['ger', 'de'],
  ['deu', 'de'],
  ['fre', 'fr'],
  ['fra', 'fr'],
  ['chi', 'zh'],
  ['zho', 'zh'],
  ['cze', 'cs'],
  ['dut', 'nl'],
  ['per', 'fa'],
  ['zh-Hant', 'zh'],
  ['zh_CN', 'zh'],
  ['pt-BR', 'pt'],
  ['iw', 'he'],
  ['tgl', 'tl'],
  ['tl', 'tl'],
  ['cmn', 'zh'],
  ['jp', 'ja'],
  ['kr', 'ko'],
  ['Korean', 'ko'],
  ['FRENCH', 'fr'],
  ['Spanish (Latin America)', 'es'],
  ['한국어', 'ko'],
  ['日本語', 'ja'],
  ['Русский', 'ru'],
  ['français', 'fr'],
])('%s is %s', (said, code) => {
  expect(namedLanguage(said)).toBe(code);
});

test.each([
  '',
  'und',
  'mul',
  'zxx',
  'xx',
  'qaa',
  'sdh',
  'cc',
  'forced',
  'a',
  '1',
  'x-klingon',
  'en\u001b[31m!',
  '🇰🇷',
  'z'.repeat(10_000),
])('%j is no language with a code', (said) => {
  expect(namedLanguage(said)).toBeUndefined();
});
