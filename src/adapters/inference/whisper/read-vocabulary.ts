import { readFileSync } from 'node:fs';

/** From tokens back to text. Tokens of times and other special ones give nothing. */
export type TextOf = (tokens: readonly number[]) => string;

/**
 * Reads which bytes each token of a byte-level tokenizer.json stands for. Only the way back is needed, so nothing is
 * built for encoding: the same file costs a tokenizer of both ways ten times as long.
 *
 * @param end tokens from this one on are special
 * @param refuse makes the error that is thrown where the file is no such tokenizer
 */
export function readVocabulary(
  file: string,
  end: number,
  refuse: (message: string, options?: { cause: unknown }) => Error,
): TextOf {
  const pieces: (string | undefined)[] = [];
  try {
    const form = JSON.parse(readFileSync(file, 'utf8')) as { model: { vocab: Record<string, number> } };
    for (const [piece, id] of Object.entries(form.model.vocab)) if (id < end) pieces[id] = piece;
  } catch (error) {
    throw refuse(`the tokenizer can't be read: ${(error as Error).message}`, { cause: error });
  }
  if (pieces.length === 0) throw refuse('the tokenizer has no tokens');
  const byteOf = bytesByLetter();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return (tokens) => {
    const bytes: number[] = [];
    for (const token of tokens) {
      for (const letter of pieces[token] ?? '') bytes.push(byteOf.get(letter) ?? 0x3f);
    }
    return decoder.decode(Uint8Array.from(bytes));
  };
}

/**
 * The letters that stand for bytes in byte-level vocabularies: printable ones for themselves, the others in order from
 * U+0100 on (bytes_to_unicode of OpenAI's gpt-2/src/encoder.py).
 */
function bytesByLetter(): Map<string, number> {
  const isShown = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let hidden = 0;
  return new Map(
    Array.from({ length: 256 }, (_, byte) => [
      String.fromCodePoint(isShown(byte) ? byte : 256 + hidden++),
      byte,
    ]),
  );
}
