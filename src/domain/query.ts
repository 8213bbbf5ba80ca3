import { HeimdexError } from './errors.ts';
import type { LiteralWord } from './speech/find-word.ts';
import { foldText } from './speech/fold-text.ts';

/** A part of a query: a text, and whether it is wanted (1) or unwanted (−1). */
export interface QueryTerm {
  readonly text: string;
  readonly sign: 1 | -1;
}

/** What a user asked for. */
export interface Query {
  /** Descriptions of what is seen or spoken of. */
  readonly terms: readonly QueryTerm[];
  /** The words of the wanted descriptions, as they may have been said. */
  readonly words: readonly LiteralWord[];
  /** What has to be said, word for word, and what may not be. */
  readonly said: { readonly wanted: readonly LiteralWord[]; readonly unwanted: readonly LiteralWord[] };
}

interface Token {
  readonly text: string;
  readonly sign: 1 | -1;
  readonly isPhrase: boolean;
  readonly isSaid: boolean;
  /** Where it begins, from 1. */
  readonly column: number;
}

/**
 * What opens a quote, and what closes it: plain quotes, and those that keyboards and word processors make of them in
 * English, German, Swedish, French, Danish and Japanese. Single ones are apostrophes too, and are none.
 */
const QUOTES: readonly (readonly [open: string, close: string])[] = [
  ['"', '"'],
  ['“', '”“'],
  ['„', '“”'],
  ['”', '”'],
  ['«', '»'],
  ['»', '«'],
  ['「', '」'],
  ['『', '』'],
];
const QUOTED = QUOTES.map(([open, close]) => `${open}([^${open}${close}]*)[${close}]`).join('|');
/** A word in which a quote is opened; a stray ” or » is more likely an inch, or an arrow. */
const OPENED = /^-?(?:said:)?[“„«「『]|"/u;

/** A longer query is a mistake (a file piped in): no model reads more than a few hundred words. */
const MAX_QUERY_CHARACTERS = 4096;

/**
 * Reads a query: plain words are one wanted term; `-word`, `-"two words"` and ` - some words` are unwanted terms,
 * ` + some words` a further wanted one. A hyphen inside a word is part of it. `said:word` and `said:"two words"` are
 * literal words, with a minus before them such as may not be said. Typographic quotes are quotes.
 *
 * @throws HeimdexError `usage` where nothing is wanted, the text is too long, a quote is open, or nothing follows `said:`
 */
export function parseQuery(text: string): Query {
  if (text.length > MAX_QUERY_CHARACTERS) {
    throw usage(`the query has ${text.length} characters, at most ${MAX_QUERY_CHARACTERS} are read`);
  }
  const tokens = [...tokensOf(text)];
  const plain = tokens.filter(({ isSaid }) => !isSaid);
  const said = tokens.filter(({ isSaid }) => isSaid);
  const saidWords = (sign: 1 | -1) => said.filter((token) => token.sign === sign).map(toSaid);
  const query = {
    terms: toTerms(plain),
    words: toWords(plain),
    said: { wanted: saidWords(1), unwanted: saidWords(-1) },
  };
  const isWanted = query.terms.some((term) => term.sign === 1) || query.said.wanted.length > 0;
  if (!isWanted && (query.terms.length > 0 || said.length > 0)) {
    throw usage(
      'the query says only what is unwanted',
      'say what to look for: heimdex search "beach -people"',
    );
  }
  return query;
}

function toTerms(tokens: readonly Token[]): QueryTerm[] {
  const terms: { words: string[]; sign: 1 | -1; open: boolean }[] = [{ words: [], sign: 1, open: true }];
  for (const token of tokens) {
    if (isOperator(token)) {
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
  return terms
    .filter((term) => term.words.length > 0)
    .map(({ words, sign }) => ({ text: words.join(' '), sign }));
}

/** The wanted words, each once: a phrase as a whole, without the punctuation around them. */
function toWords(tokens: readonly Token[]): LiteralWord[] {
  const words = new Map<string, LiteralWord>();
  let sign: 1 | -1 = 1;
  for (const token of tokens) {
    if (isOperator(token)) sign = token.text === '+' ? 1 : -1;
    else if (sign === 1 && token.sign === 1) {
      const text = foldText(token.text).text.replace(
        /^[^\p{L}\p{N}\p{S}\p{M}#@&]+|[^\p{L}\p{N}\p{S}\p{M}#@&]+$/gu,
        '',
      );
      if (text !== '') words.set(text, { text, whole: token.isPhrase });
    }
  }
  return [...words.values()];
}

function toSaid({ text, isPhrase, column }: Token): LiteralWord {
  const folded = foldText(text).text.trim();
  if (folded === '') {
    throw usage(
      `column ${column}: nothing follows said:`,
      'such as heimdex search said:hello, or \'said:"two words"\'',
    );
  }
  return { text: folded, whole: isPhrase };
}

function isOperator({ text, isPhrase }: Token): boolean {
  return !isPhrase && (text === '+' || text === '-');
}

function* tokensOf(text: string): Generator<Token> {
  const pattern = new RegExp(`(-?)(said:)?(?:${QUOTED})|(\\S+)`, 'gu');
  for (const match of text.matchAll(pattern)) {
    const [, minus, prefix, ...rest] = match;
    const word = rest.pop();
    const phrase = rest.find((each) => each !== undefined);
    const column = match.index + 1;
    if (phrase !== undefined) {
      const isSaid = prefix !== undefined;
      if (isSaid || phrase.trim() !== '')
        yield { text: phrase.trim(), sign: minus === '-' ? -1 : 1, isPhrase: true, isSaid, column };
    } else if (OPENED.test(word!)) {
      throw usage(`column ${column}: a quote is opened and never closed`);
    } else yield { ...readWord(word!), column };
  }
}

function readWord(word: string): Omit<Token, 'column'> {
  const isUnwanted = word.length > 1 && word.startsWith('-');
  const text = isUnwanted ? word.slice(1) : word;
  const isSaid = text.startsWith('said:');
  return {
    text: isSaid ? text.slice('said:'.length) : text,
    sign: isUnwanted ? -1 : 1,
    isPhrase: false,
    isSaid,
  };
}

function usage(message: string, hint = 'heimdex search --help'): HeimdexError {
  return new HeimdexError('usage', message, { hint });
}
