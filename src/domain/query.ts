import { HeimdexError } from './errors.ts';

/** A part of a query: a text, and whether it is wanted (1) or unwanted (−1). */
export interface QueryTerm {
  readonly text: string;
  readonly sign: 1 | -1;
}

/** A longer query is a mistake (a file piped in): no model reads more than a few hundred words. */
const MAX_QUERY_CHARACTERS = 4096;

/**
 * Reads a query: plain words are one wanted term; `-word`, `-"two words"` and ` - some words` are unwanted terms,
 * ` + some words` a further wanted one. A hyphen inside a word is part of it.
 *
 * @throws HeimdexError `usage` where nothing is wanted, the text is too long, or a quote is open
 */
export function parseQuery(text: string): QueryTerm[] {
  if (text.length > MAX_QUERY_CHARACTERS) {
    throw usage(`the query has ${text.length} characters, at most ${MAX_QUERY_CHARACTERS} are read`);
  }
  const terms: { words: string[]; sign: 1 | -1; open: boolean }[] = [{ words: [], sign: 1, open: true }];
  for (const token of tokensOf(text)) {
    if (token.text === '+' || token.text === '-') {
      terms.push({ words: [], sign: token.text === '+' ? 1 : -1, open: true });
    } else if (token.sign === -1) {
      terms.push({ words: [token.text], sign: -1, open: false });
    } else {
      const last = terms.at(-1)!;
      // Words after a closed `-word` go on with what was wanted before it.
      const target = last.open ? last : (terms.findLast((term) => term.open) ?? terms[0]!);
      target.words.push(token.text);
    }
  }
  const parsed = terms
    .filter((term) => term.words.length > 0)
    .map(({ words, sign }) => ({ text: words.join(' '), sign }));
  if (parsed.length > 0 && !parsed.some((term) => term.sign === 1)) {
    throw usage(
      'the query says only what is unwanted',
      'say what to look for: heimdex search "beach -people"',
    );
  }
  return parsed;
}

function* tokensOf(text: string): Generator<{ text: string; sign: 1 | -1 }> {
  const pattern = /(-?)"([^"]*)"|(\S+)/gu;
  for (const match of text.matchAll(pattern)) {
    const [, sign, phrase, word] = match;
    if (phrase !== undefined) {
      if (phrase.trim() !== '') yield { text: phrase.trim(), sign: sign === '-' ? -1 : 1 };
    } else if (word!.includes('"')) {
      throw usage(`column ${match.index + 1}: a quote is opened and never closed`);
    } else if (word!.length > 1 && word!.startsWith('-')) {
      yield { text: word!.slice(1), sign: -1 };
    } else {
      yield { text: word!, sign: 1 };
    }
  }
}

function usage(message: string, hint = 'heimdex search --help'): HeimdexError {
  return new HeimdexError('usage', message, { hint });
}
