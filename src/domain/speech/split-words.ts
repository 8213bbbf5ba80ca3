/** Tokens that belong together, and their text as it stands: with the space before it. */
export interface TokenWord {
  readonly text: string;
  readonly tokens: readonly number[];
}

/** Languages that are written without spaces (whisper/tokenizer.py, split_to_word_tokens). */
const WITHOUT_SPACES = new Set(['zh', 'ja', 'th', 'lo', 'my', 'yue']);
const REPLACEMENT = '\ufffd';
/** Python's string.punctuation. */
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
/**
 * Words as OpenAI cuts them: at spaces and punctuation, or each character where the language has no spaces.
 *
 * @param tokens of text alone
 * @param textOf the text of some tokens; half a character gives U+FFFD
 */
export function splitWords(
  tokens: readonly number[],
  textOf: (tokens: readonly number[]) => string,
  language: string,
): TokenWord[] {
  const characters = splitCharacters(tokens, textOf);
  return WITHOUT_SPACES.has(language) ? characters : joinWords(characters);
}

/** The fewest tokens at a time that give whole characters. */
function splitCharacters(
  tokens: readonly number[],
  textOf: (tokens: readonly number[]) => string,
): TokenWord[] {
  const whole = textOf(tokens);
  const found: TokenWord[] = [];
  let current: number[] = [];
  let offset = 0;
  for (const token of tokens) {
    current.push(token);
    const text = textOf(current);
    const broken = text.indexOf(REPLACEMENT);
    if (broken !== -1 && whole[offset + broken] !== REPLACEMENT) continue;
    found.push({ text, tokens: current });
    current = [];
    offset += text.length;
  }
  // Half a character at the end is part of what is before it.
  if (current.length > 0) found.push({ text: textOf(current), tokens: current });
  return found;
}

function joinWords(pieces: readonly TokenWord[]): TokenWord[] {
  const words: TokenWord[] = [];
  for (const piece of pieces) {
    const last = words.at(-1);
    const begins = piece.text.startsWith(' ') || PUNCTUATION.includes(piece.text.trim());
    if (last === undefined || begins) words.push(piece);
    else words[words.length - 1] = joined(last, piece);
  }
  return words;
}

function joined(first: TokenWord, second: TokenWord): TokenWord {
  return { text: first.text + second.text, tokens: [...first.tokens, ...second.tokens] };
}
