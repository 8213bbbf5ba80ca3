import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { likelyEncodings } from './likely-encodings.ts';

/** So much of what is not ASCII tells the encoding; more costs time and tells no more. Bytes. */
const SAMPLE = 64 * 1024;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const MARKUP = /<[^<>]*>/g;
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

/** What the detector also names: the first two were ruled out before. */
const NOT_OLD = new Set(['ASCII', 'UTF-8']);

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

/** An encoding of the language first, then Korean where it can't be missed, then what the detector finds likeliest. */
function guess(sample: Buffer, language: string | undefined): string {
  // A sample that is full may end within a character.
  const end = sample.length < SAMPLE ? Number.POSITIVE_INFINITY : -4;
  const isWhole = (encoding: string) => !iconv.decode(sample, encoding).slice(0, end).includes(REPLACEMENT);
  const found = analyse(sample)
    .map(({ name }) => name)
    .filter((name) => !NOT_OLD.has(name) && iconv.encodingExists(name) && isWhole(name))
    .map((name) => WIDER[name] ?? name.toLowerCase());
  const likely = likelyEncodings(language);
  const own = found.find((name) => likely.includes(name)) ?? likely.find(isWhole);
  return own ?? (isPlainKorean(sample) ? 'cp949' : found[0]) ?? 'windows-1252';
}

/**
 * Whether all beyond ASCII are the 2,350 usual syllables of KS X 1001 and its signs: pairs of bytes so narrow that chance
 * does not make them of other texts. The detector needs more than a short sentence to see it.
 */
function isPlainKorean(sample: Uint8Array): boolean {
  let syllables = 0;
  for (let at = 0; at < sample.length; at++) {
    const lead = sample[at]!;
    if (lead < 0x80) continue;
    const trail = sample[++at];
    if (trail === undefined) return sample.length >= SAMPLE && syllables > 1;
    if (trail < 0xa1 || lead < 0xa1 || (lead > 0xa3 && lead < 0xb0) || lead > 0xc8) return false;
    if (lead >= 0xb0) syllables++;
  }
  return syllables > 1;
}

/** The lines with bytes beyond ASCII in them, without markup: times and tags say nothing of the encoding. */
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
  // Of each encoding that is guessed at, "<" and ">" are never the half of a character.
  return Buffer.from(Buffer.concat(lines).toString('latin1').replace(MARKUP, ' '), 'latin1');
}
