import iconv from 'iconv-lite';
import { describe, expect, it, test } from 'vitest';
import { decodeText } from '../../../src/adapters/subtitles/decode-text.ts';

/** Things that are said in home videos, and the encodings that they were kept in. */
const SAID = {
  ko: {
    encodings: ['cp949'],
    lines: [
      '안녕하세요, 오늘은 바닷가에 갔어요.',
      '할머니께서 부엌에서 김치를 담그신다.',
      '저 산 위에 있는 절까지 걸어갑시다.',
      '똠방각하 펲시맨',
    ],
  },
  ja: {
    encodings: ['cp932', 'euc-jp'],
    lines: [
      'こんにちは、今日は海に行きました。',
      '祖母が台所で漬物を作っています。',
      '明日は雨が降るそうですが、傘を持っていますか。',
    ],
  },
  zh: {
    encodings: ['gb18030'],
    lines: ['大家好，今天我们去了海边。', '奶奶正在厨房里做泡菜。', '听说明天要下雨，你带伞了吗？'],
  },
  ru: {
    encodings: ['koi8-r', 'windows-1251'],
    lines: [
      'Здравствуйте, сегодня мы ездили на море.',
      'Бабушка готовит на кухне борщ.',
      'Говорят, завтра будет дождь, ты взял зонт?',
    ],
  },
  fr: {
    encodings: ['windows-1252'],
    lines: [
      'Bonjour, aujourd’hui nous sommes allés à la mer.',
      'Grand-mère prépare le dîner à la cuisine.',
      'Où est passé le garçon ? Ça alors !',
    ],
  },
} as const;
type Code = keyof typeof SAID;

const CASES = Object.entries(SAID).flatMap(([language, { encodings }]) =>
  ['utf-8', 'utf-16le', 'utf-16be', ...encodings].map((encoding) => [language as Code, encoding] as const),
);

function subtitles(lines: readonly string[]): string {
  const cue = (line: string, at: number) =>
    `${at + 1}\r\n00:00:0${at},000 --> 00:00:0${at + 1},500\r\n<i>${line}</i>\r\n`;
  return lines.map(cue).join('\r\n');
}

describe('a few cues in the language', () => {
  it.each(CASES)('%s are read from %s', (language, encoding) => {
    const text = subtitles(SAID[language].lines);
    const bytes = iconv.encode(text, encoding, { addBOM: false });
    expect(iconv.decode(bytes, encoding), 'the encoding can hold the text').toBe(text);
    expect(decodeText(bytes, undefined)).toEqual({ text, encoding });
  });

  it.each(CASES)('%s are read from %s where the name tells the language', (language, encoding) => {
    for (const line of SAID[language].lines) {
      const text = subtitles([line]);
      expect(decodeText(iconv.encode(text, encoding), language).text).toBe(text);
    }
  });
});

test.each(['utf-8', 'utf-16le', 'utf-16be'])(
  'a byte order mark of %s is seen, and is no text',
  (encoding) => {
    const text = subtitles(SAID.ko.lines);
    expect(decodeText(iconv.encode(text, encoding, { addBOM: true }), 'fr')).toEqual({ text, encoding });
    expect(decodeText(iconv.encode('가', encoding, { addBOM: true }), undefined).text).toBe('가');
  },
);

test('a wrong language in the name misleads nobody where the bytes cannot be of it', () => {
  const text = subtitles(SAID.ja.lines);
  expect(decodeText(iconv.encode(text, 'cp932'), 'ko').text).toBe(text);
});

describe('a single short sentence, of which nobody says the language', () => {
  it.each([
    ['생일 축하해, 우리 딸!', 'cp949'],
    ['안녕!', 'cp949'],
    ['誕生日おめでとう！', 'cp932'],
    ['大家好，今天我们去了海边。', 'gb18030'],
    ['Привет', 'koi8-r'],
    ['Да, я иду домой', 'koi8-r'],
    ['Говорят, завтра будет дождь.', 'windows-1251'],
    ['Où est passé le garçon ?', 'windows-1252'],
    ['café', 'windows-1252'],
    ['Cześć, jak się masz?', 'windows-1250'],
    ['Καλημέρα σας', 'windows-1253'],
    ['שלום לכם', 'windows-1255'],
  ])('%s is read from %s', (line, encoding) => {
    expect(decodeText(iconv.encode(subtitles([line]), encoding), undefined).text).toContain(line);
  });

  // The detector finds others likelier, and the bytes are valid in them.
  it.each([
    ['生日快乐，我的女儿！', 'gb18030'],
    ['誕生日おめでとう！', 'euc-jp'],
    ['安녕', 'cp949'],
  ])('%s is misread from %s', (line, encoding) => {
    expect(decodeText(iconv.encode(subtitles([line]), encoding), undefined).text).not.toContain(line);
  });

  it.each([
    ['誕生日おめでとう！', 'euc-jp', 'ja'],
    ['安녕', 'cp949', 'ko'],
    ['네', 'cp949', 'ko'],
    ['Ça va ?', 'windows-1252', 'fr'],
  ])('%s is read from %s where the name says %s', (line, encoding, language) => {
    expect(decodeText(iconv.encode(subtitles([line]), encoding), language).text).toContain(line);
  });
});

test('bytes that are of no encoding, or none at all, give some text', () => {
  const noise = Uint8Array.from({ length: 100_000 }, (_, at) => (Math.imul(at + 1, 2654435761) >>> 13) & 255);
  for (const length of [0, 1, 2, 3, 1000, 100_000])
    for (const language of [undefined, 'ko', 'xx'])
      expect(typeof decodeText(noise.subarray(0, length), language).text).toBe('string');
  expect(decodeText(new Uint8Array(10_000), undefined).text).toHaveLength(10_000);
  expect(decodeText(new Uint8Array(0), undefined)).toEqual({ text: '', encoding: 'utf-8' });
});

test.each([' ', '\n'])('twenty megabytes of sentences with %j between are read', (between) => {
  const text = `할머니께서 부엌에서 김치를 담그신다.${between}`.repeat(550_000);
  const decoded = decodeText(iconv.encode(text, 'cp949'), undefined);
  expect(decoded.encoding).toBe('cp949');
  expect(decoded.text === text).toBe(true);
});
