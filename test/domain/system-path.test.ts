import { describe, expect, it } from 'vitest';
import { printable } from '../../src/domain/printable.ts';
import { pathFromBytes, systemPath } from '../../src/domain/system-path.ts';
import { randomNumbers } from '../support/library.ts';

const there = (bytes: Uint8Array) => pathFromBytes(bytes);
const back = (text: string) => Buffer.from(systemPath(text));

describe('a path that is UTF-8', () => {
  it.each(['/a/b.mp4', '노을 😀.mp4', 'cafe\u0301', '\ufeffa', '\ufffd', '\u{10ff7f}', ''])(
    'is the text that it is: %j',
    (path) => {
      expect(there(Buffer.from(path))).toBe(path);
      expect(systemPath(path)).toBe(path);
    },
  );
});

describe('a path that is not UTF-8', () => {
  it.each([
    ['a byte of Latin-1', [0x63, 0xe9, 0x2e], 'c\u{10ffe9}.'],
    ['half a character at the end', [0x61, 0xe2, 0x82], 'a\u{10ffe2}\u{10ff82}'],
    ['a byte amid characters', [0xc3, 0xa9, 0xff, 0xc3, 0xa9], 'é\u{10ffff}é'],
    ['an encoded surrogate', [0xed, 0xb3, 0xa9], '\u{10ffed}\u{10ffb3}\u{10ffa9}'],
    ['an overlong slash', [0xc0, 0xaf], '\u{10ffc0}\u{10ffaf}'],
    // U+10FFE9, which stands for a byte itself.
    [
      'a character that stands for a byte',
      [0xf4, 0x8f, 0xbf, 0xa9],
      '\u{10fff4}\u{10ff8f}\u{10ffbf}\u{10ffa9}',
    ],
  ])('is text that leads back to it: %s', (_, bytes, text) => {
    expect(there(Uint8Array.from(bytes))).toBe(text);
    expect([...back(text)]).toEqual(bytes);
  });

  it('leads back to the same bytes, whatever they are', () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 2000; round++) {
      const bytes = Uint8Array.from({ length: 1 + Math.floor(random() * 9) }, () =>
        random() < 0.5
          ? 0x80 + Math.floor(random() * 128)
          : [0xf4, 0x8f, 0xbf, 0xe2, 0x61][Math.floor(random() * 5)]!,
      );
      expect([...back(there(bytes))]).toEqual([...bytes]);
    }
  });

  it('is shown with its bytes in hexadecimal', () => {
    expect(printable('caf\u{10ffe9}.mp4')).toBe('caf\\xe9.mp4');
  });
});
