import { HeimdexError } from './errors.ts';
import type { LiteralWord } from './speech/find-word.ts';
import { composed, foldText } from './speech/fold-text.ts';

/** A part of a query: a text, and whether it is wanted (1) or unwanted (−1). */
export interface QueryTerm {
  readonly text: string;
  readonly sign: 1 | -1;
}

/** A person as a user names one: by name, by number, or anyone whose name is not known. */
export type PersonTerm =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'unknown' };

/** What a user asked for. */
export interface Query {
  /** Descriptions of what is seen or spoken of. */
  readonly terms: readonly QueryTerm[];
  /** The words of the wanted descriptions, as they may have been said. */
  readonly words: readonly LiteralWord[];
  /** What has to be said, word for word, and what may not be. */
  readonly said: { readonly wanted: readonly LiteralWord[]; readonly unwanted: readonly LiteralWord[] };
  /** Who has to be seen, all together, and who may not be. */
  readonly people: { readonly wanted: readonly PersonTerm[]; readonly unwanted: readonly PersonTerm[] };
}

/** Before a word that is no description: what it has to be found in. */
const FIELDS = ['said:', 'person:'] as const;

type Field = (typeof FIELDS)[number];

interface Token {
  readonly text: string;
  readonly sign: 1 | -1;
  readonly isPhrase: boolean;
  readonly field: Field | undefined;
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
const OPENED = new RegExp(`^-?(?:${FIELDS.join('|')})?[“„«「『]|"`, 'u');

/** A longer query is a mistake (a file piped in): no model reads more than a few hundred words. */
const MAX_QUERY_CHARACTERS = 4096;

/**
 * Reads a query: plain words are one wanted term; `-word`, `-"two words"` and ` - some words` are unwanted terms,
 * ` + some words` a further wanted one. A hyphen inside a word is part of it. `said:word` and `said:"two words"` are
 * literal words, with a minus before them such as may not be said. `person:name` and `person:"whole name"` are people,
 * `person:17` one by number and `person:unknown` anyone without a name; in quotes both are names. Typographic quotes are
 * quotes.
 *
 * @throws HeimdexError `usage` where nothing is wanted, the text is too long, a quote is open, or nothing follows `said:`
 *   or `person:`
 */
export function parseQuery(text: string): Query {
  if (text.length > MAX_QUERY_CHARACTERS) {
    throw usage(`the query has ${text.length} characters, at most ${MAX_QUERY_CHARACTERS} are read`);
  }
  const tokens = [...tokensOf(text)];
  const of = (field: Field | undefined) => tokens.filter((token) => token.field === field);
  const plain = of(undefined);
  const query = {
    terms: toTerms(plain),
    words: toWords(plain),
    said: bySign(of('said:'), toSaid),
    people: bySign(of('person:'), toPerson),
  };
  const { said, people } = query;
  const isWanted =
    query.terms.some((term) => term.sign === 1) || said.wanted.length + people.wanted.length > 0;
  if (!isWanted && query.terms.length + said.unwanted.length + people.unwanted.length > 0) {
    throw usage(
      'the query says only what is unwanted',
      'say what to look for: heimdex search "beach -people"',
    );
  }
  return query;
}

function bySign<T>(tokens: readonly Token[], read: (token: Token) => T): { wanted: T[]; unwanted: T[] } {
  const of = (sign: 1 | -1) => tokens.filter((token) => token.sign === sign).map(read);
  return { wanted: of(1), unwanted: of(-1) };
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

function toPerson({ text, isPhrase, column }: Token): PersonTerm {
  const name = composed(text).trim();
  if (foldText(name).text.trim() === '') {
    throw usage(
      `column ${column}: nothing follows person:`,
      'such as heimdex search person:Anna, or \'person:"Anna Berg"\'',
    );
  }
  if (!isPhrase && /^[0-9]+$/.test(name)) return { kind: 'number', number: Number(name) };
  if (!isPhrase && name.toLowerCase() === 'unknown') return { kind: 'unknown' };
  return { kind: 'name', name };
}

function isOperator({ text, isPhrase }: Token): boolean {
  return !isPhrase && (text === '+' || text === '-');
}

function* tokensOf(text: string): Generator<Token> {
  const pattern = new RegExp(`(-?)(${FIELDS.join('|')})?(?:${QUOTED})|(\\S+)`, 'gu');
  for (const match of text.matchAll(pattern)) {
    const [, minus, prefix, ...rest] = match;
    const field = FIELDS.find((each) => each === prefix);
    const word = rest.pop();
    const phrase = rest.find((each) => each !== undefined);
    const column = match.index + 1;
    if (phrase !== undefined) {
      if (field !== undefined || phrase.trim() !== '')
        yield { text: phrase.trim(), sign: minus === '-' ? -1 : 1, isPhrase: true, field, column };
    } else if (OPENED.test(word!)) {
      throw usage(`column ${column}: a quote is opened and never closed`);
    } else yield { ...readWord(word!), column };
  }
}

function readWord(word: string): Omit<Token, 'column'> {
  const isUnwanted = word.length > 1 && word.startsWith('-');
  const text = isUnwanted ? word.slice(1) : word;
  const field = FIELDS.find((each) => text.startsWith(each));
  return {
    text: text.slice(field?.length ?? 0),
    sign: isUnwanted ? -1 : 1,
    isPhrase: false,
    field,
  };
}

function usage(message: string, hint = 'heimdex search --help'): HeimdexError {
  return new HeimdexError('usage', message, { hint });
}
