/**
 * Names of files are bytes on most systems, and need not be UTF-8. Here they are text: a byte that is no part of UTF-8
 * stands as one character of U+10FF80 to U+10FFFF, the end of the last private plane, whose low byte it is. A name that
 * really holds such a character has its four bytes stand that way, so that each name has one text and each text one name.
 */
const ESCAPES = 0x10ff00;
const ESCAPED = /[\u{10ff80}-\u{10ffff}]/u;

// A byte order mark is a part of the name like any other.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A file's name or path as text, from the bytes that the system gave. */
export function pathFromBytes(bytes: Uint8Array): string {
  const whole = decode(bytes);
  if (whole !== undefined) return whole;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at]!);
    const character = decode(bytes.subarray(at, at + length));
    text += character ?? String.fromCodePoint(ESCAPES + bytes[at]!);
    at += character === undefined ? 1 : length;
  }
  return text;
}

/** What to hand to the system for a path: the path itself, or its bytes where it is not UTF-8. */
export function systemPath(path: string): string | Buffer {
  if (!ESCAPED.test(path)) return path;
  const bytes = [...path].map((character) => {
    const code = character.codePointAt(0)!;
    return ESCAPED.test(character) ? Uint8Array.of(code - ESCAPES) : Buffer.from(character);
  });
  return Buffer.concat(bytes);
}

/** The text of bytes that are UTF-8 and hold no character that stands for a byte; else undefined. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return ESCAPED.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** How many bytes a character has, by its first (RFC 3629, section 3). */
function sequenceLength(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}
