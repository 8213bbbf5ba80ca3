import type { HeimdexError } from '../errors.ts';
import { queryError } from './query-error.ts';

/** Before a word that is no description: what it has to be found in, or what it narrows the search to. */
export const FIELDS = ['said', 'person', 'in', 'on', 'before', 'after', 'longer', 'shorter', 'lang'] as const;

export type Field = (typeof FIELDS)[number];

/** A word, a phrase in quotes, or what a field is given. */
export interface WordToken {
  readonly kind: 'word';
  readonly text: string;
  readonly sign: 1 | -1;
  readonly isPhrase: boolean;
  readonly field: Field | undefined;
  /** The number before its colon, as it is written. */
  readonly weight: string | undefined;
  /** Where it begins, from 1. */
  readonly column: number;
}

/** A sign that joins parts. `next` is `then`, with its limit as it is written. */
export interface SignToken {
  readonly kind: 'open' | 'close' | 'or' | 'and' | 'next';
  readonly limit?: string;
  readonly column: number;
}

export type Token = WordToken | SignToken;

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
/** A weight stands before a letter or a quote: 10:30 is a time of day. */
const PREFIX = `(-?)(?:(\\d+(?:\\.\\d+)?):(?=[^\\d\\s]))?(?:(${FIELDS.join('|')}):)?`;
const PHRASE = new RegExp(`${PREFIX}(?:${QUOTED})`, 'uy');
/** A word in which a quote is opened; a stray ” or » is more likely an inch, or an arrow. */
const OPENED = new RegExp(`^${PREFIX}[“„«「『]|"`, 'u');
const WORD = new RegExp(`^${PREFIX}(.*)$`, 'us');
const THEN = /^then(?:<(.*))?$/isu;

/**
 * Cuts a query into words, phrases and signs.
 *
 * Brackets count where they stand before or behind a word, and `|` everywhere; one that closes nothing is part of its word,
 * as in :), where no sign shows that brackets were meant. `&` counts only where it stands alone, so that AT&T is a word; `then` without a limit only between phrases, brackets and fields, so that it may be said in plain words.
 *
 * @throws HeimdexError `usage` for a quote that stays open or stands within a word, and a bracket that closes nothing
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  let stray: number | undefined;
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const column = at + 1;
    const [blank] = /^\s*/u.exec(rest)!;
    if (blank !== '') {
      at += blank.length;
      continue;
    }
    const sign = signAt(rest);
    if (sign !== undefined) {
      depth += sign === 'open' ? 1 : sign === 'close' ? -1 : 0;
      if (depth < 0) throw closesNothing(column);
      tokens.push({ kind: sign, column });
      at += 1;
      continue;
    }
    PHRASE.lastIndex = at;
    const phrase = PHRASE.exec(text);
    if (phrase !== null) {
      tokens.push(...phraseOf(phrase, column));
      at += phrase[0].length;
      continue;
    }
    if (/^[-+]\(/.test(rest)) throw signBeforeBracket(rest[0]!, column);
    const word = wordAt(rest, depth > 0);
    const surplus = surplusBracket(word);
    if (surplus !== undefined) stray ??= column + surplus;
    const quote = word.indexOf('"');
    if (quote > 0 && text.includes('"', at + quote + 1)) throw noBlankBefore(column + quote);
    tokens.push(readWord(word, column));
    at += word.length;
  }
  if (stray !== undefined && tokens.some(({ kind }) => kind !== 'word')) throw closesNothing(stray);
  return tokens.map((token, index) => (isPlainThen(tokens, index) ? asWord(token) : token));
}

function signAt(rest: string): SignToken['kind'] | undefined {
  const [first, second] = [rest[0], rest[1]];
  if (first === '(') return 'open';
  if (first === ')') return 'close';
  if (first === '|') return 'or';
  return first === '&' && (second === undefined || /[\s()"“„«「『]/u.test(second)) ? 'and' : undefined;
}

/** Up to a blank, a `|`, or within brackets the one that closes them. */
function wordAt(rest: string, isInBrackets: boolean): string {
  let opened = 0;
  let length = 0;
  for (const character of rest) {
    if (/[\s|]/u.test(character)) break;
    if (character === '(') opened++;
    if (character === ')') {
      if (opened === 0 && isInBrackets) break;
      opened = Math.max(0, opened - 1);
    }
    length += character.length;
  }
  return rest.slice(0, length);
}

/** Where in a word a bracket closes that was not opened in it. */
function surplusBracket(word: string): number | undefined {
  let opened = 0;
  for (const [at, character] of [...word].entries()) {
    if (character === '(') opened++;
    else if (character === ')' && --opened < 0) return at;
  }
  return undefined;
}

function closesNothing(column: number): HeimdexError {
  return queryError(column, 'a bracket closes that nothing opened');
}

function noBlankBefore(column: number): HeimdexError {
  return queryError(column, 'a blank is missing before the quote', 'such as boat "on the sea"');
}

/** A minus takes words out, and can't take out what brackets hold. */
export function signBeforeBracket(sign: string, column: number): HeimdexError {
  return queryError(
    column,
    `${sign} stands before words, not before a bracket`,
    'such as "beach -people -cars", or & between brackets',
  );
}

function phraseOf(match: RegExpExecArray, column: number): WordToken[] {
  const [, minus, weight, field, ...quoted] = match;
  const text = quoted.find((each) => each !== undefined)!.trim();
  // Nothing in quotes is nothing, unless it should have been something.
  if (text === '' && field === undefined && weight === undefined) return [];
  return [wordToken(text, { minus, weight, field, isPhrase: true, column })];
}

function readWord(word: string, column: number): Token {
  if (OPENED.test(word)) throw queryError(column, 'a quote is opened and never closed');
  const then = THEN.exec(word);
  if (then !== null) return { kind: 'next', column, ...(then[1] === undefined ? {} : { limit: then[1] }) };
  // A sign alone is no prefix, nor are several.
  if (/^-+$/.test(word)) return wordToken('-', { column });
  const [, minus, weight, field, text] = WORD.exec(word)!;
  return wordToken(text!, { minus, weight, field, column });
}

function wordToken(
  text: string,
  parts: {
    minus?: string | undefined;
    weight?: string | undefined;
    field?: string | undefined;
    isPhrase?: boolean;
    column: number;
  },
): WordToken {
  return {
    kind: 'word',
    text,
    sign: parts.minus === '-' ? -1 : 1,
    isPhrase: parts.isPhrase ?? false,
    field: FIELDS.find((each) => each === parts.field),
    weight: parts.weight,
    column: parts.column,
  };
}

/** Whether a token is the word "then" and no sign. */
function isPlainThen(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index]!;
  if (token.kind !== 'next' || token.limit !== undefined) return false;
  const isPart = (other: Token | undefined, bracket: 'open' | 'close') =>
    other?.kind === bracket || (other?.kind === 'word' && (other.isPhrase || other.field !== undefined));
  return !isPart(tokens[index - 1], 'close') || !isPart(tokens[index + 1], 'open');
}

function asWord({ column }: Token): WordToken {
  return wordToken('then', { column });
}
