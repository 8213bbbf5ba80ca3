import { describe, expect, it } from 'vitest';
import { toJson } from '../../src/cli/to-json.ts';
import { printable } from '../../src/domain/printable.ts';

const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/u;

describe('printable', () => {
  it.each([
    ['plain.mp4', 'plain.mp4'],
    ['\u001b]52;c;aGk=\u0007', '\\x1b]52;c;aGk=\\x07'],
    ['a\nb\rc\td\be', 'a\\x0ab\\x0dc\\x09d\\x08e'],
    ['\u009b31m', '\\x9b31m'],
    ['gpj.\u202eexe', 'gpj.\\u{202e}exe'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['half \ud83d', 'half \\u{d83d}'],
    ['노을 😀 é ﬁ', '노을 😀 é ﬁ'],
  ])('shows %j as %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('lets no unsafe character through, and JSON stays readable, whatever the text', () => {
    let seed = 11;
    const next = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed;
    };
    for (let round = 0; round < 4000; round++) {
      const text = String.fromCharCode(
        ...Array.from({ length: 1 + (next() % 20) }, () =>
          next() % 3 === 0 ? next() % 0x10000 : next() % 0xa0,
        ),
      );
      expect(printable(text)).not.toMatch(UNSAFE);
      const json = toJson({ [text]: text });
      expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b]/);
      expect(JSON.parse(json)).toEqual({ [text]: text });
    }
  });
});
