import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { likelyEncodings } from './likely-encodings.ts';

/** So much of what is not ASCII tells the encoding; more costs time and tells no more. Bytes. */
const SAMPLE = 64 * 1024;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** What stands for bytes that mean nothing in an encoding. */
const REPLACEMENT = '\ufffd';

/** Encodings that the detector names, as the decoder of their wider forms, which are what people write. */
const WIDER: Readonly<Record<string, string>> = {
  'ISO-8859-1': 'windows-1252',
  'ISO-8859-2': 'windows-1250',
  'ISO-8859-6': 'windows-1256',
  'ISO-8859-7': 'windows-1253',
  'ISO-8859-8': 'windows-1255',
  'ISO-8859-9': 'windows-1254',
  'EUC-KR': 'cp949',
  Shift_JIS: 'cp932',
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The text of a file of which nobody says the encoding. UTF-8 and UTF-16 are told by their form; the older ones are guessed
 * from how often which bytes occur, best where the language is known, and badly where a file holds less than a sentence.
 *
 * @param language ISO 639-1: the encodings in which it was written come first
 */
export function decodeText(
  bytes: Uint8Array,
  language: string | undefined,
): { text: string; encoding: string } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoded = (encoding: string) => ({ text: iconv.decode(buffer, encoding), encoding });
  const wide = utf16Form(bytes);
  if (wide !== undefined) return decoded(wide);
  try {
    return { text: utf8.decode(bytes), encoding: 'utf-8' };
  } catch {
    return decoded(guess(sampleOf(buffer), language));
  }
}

/** UTF-16 by its byte order mark, or by the zeros that digits and blanks have in it: subtitles are full of both. */
function utf16Form(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(bytes.length, SAMPLE) >> 1;
  let [even, odd] = [0, 0];
  for (let pair = 0; pair < pairs; pair++) {
    if (bytes[2 * pair] === 0) even++;
    if (bytes[2 * pair + 1] === 0) odd++;
  }
  if (odd > pairs / 4 && even < odd / 8) return 'utf-16le';
  return even > pairs / 4 && odd < even / 8 ? 'utf-16be' : undefined;
}

function guess(sample: Buffer, language: string | undefined): string {
  const found = analyse(sample)
    .map(({ name }) => WIDER[name] ?? name.toLowerCase())
    .filter((name) => iconv.encodingExists(name));
  // A sample that is full may end within a character.
  const end = sample.length < SAMPLE ? Number.POSITIVE_INFINITY : -4;
  const isWhole = (encoding: string) => !iconv.decode(sample, encoding).slice(0, end).includes(REPLACEMENT);
  const likely = likelyEncodings(language);
  const candidates = [...found.filter((name) => likely.includes(name)), ...likely, ...found];
  return candidates.find(isWhole) ?? found[0] ?? 'windows-1252';
}

/** The lines with bytes beyond ASCII in them: times and numbers say nothing of the encoding. */
function sampleOf(buffer: Buffer): Buffer {
  const lines: Buffer[] = [];
  let gathered = 0;
  let start = 0;
  let isTelling = false;
  for (let at = 0; at <= buffer.length && gathered < SAMPLE; at++) {
    const byte = buffer[at] ?? LINE_FEED;
    if (byte >= 0x80) isTelling = true;
    if (byte !== LINE_FEED && byte !== CARRIAGE_RETURN) continue;
    if (isTelling) {
      // A line is cut only where it alone is longer than all that is looked at.
      const line = buffer.subarray(start, Math.min(at + 1, start + SAMPLE));
      lines.push(line);
      gathered += line.length;
    }
    start = at + 1;
    isTelling = false;
  }
  return Buffer.concat(lines);
}
