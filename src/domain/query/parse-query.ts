import { HeimdexError } from '../errors.ts';
import { parseDuration } from '../parse-duration.ts';
import { fromSeconds, type Microseconds } from '../time.ts';
import { joinParts } from './join-parts.ts';
import { parseClause } from './parse-clause.ts';
import { type Clause, clausesOf, type Query } from './query.ts';
import { queryError } from './query-error.ts';
import { type SignToken, signBeforeBracket, type Token, tokensOf, type WordToken } from './tokens-of.ts';

/** A longer query is a mistake (a file piped in): no model reads more than a few hundred words. */
const MAX_QUERY_CHARACTERS = 4096;

/** Nobody writes more by hand, and each description costs a run of a model. */
const [MAX_DEPTH, MAX_PARTS, MAX_TERMS] = [20, 32, 64];

/**
 * Reads a query (docs/cli.md, "The language of queries"):
 *
 *     either   = both { "|" both }
 *     both     = sequence { ["&"] sequence }
 *     sequence = part { ("then" | "then<" TIME) part }
 *     part     = "(" either ")" | words
 *
 * where words are what `parseClause` reads. Words that only leave something out or say where to look count for all that
 * stands beside them. A query of white space is a clause that wants nothing.
 *
 * @throws HeimdexError `usage` with the column, where it can't be read, wants nothing or is too long
 */
export function parseQuery(text: string): Query {
  if (text.length > MAX_QUERY_CHARACTERS) {
    throw new HeimdexError(
      'usage',
      `the query has ${text.length} characters, at most ${MAX_QUERY_CHARACTERS} are read`,
      { hint: 'heimdex search --help' },
    );
  }
  const tokens = tokensOf(text);
  if (tokens.length === 0) return EMPTY;
  const reader: Reader = { tokens, at: 0, end: text.length + 1 };
  const query = readEither(reader, 0);
  const rest = reader.tokens[reader.at];
  // Every other token begins a part.
  if (rest !== undefined) throw queryError(rest.column, 'a bracket closes that nothing opened');
  requireFew(query);
  return query;
}

/** Of a query without a word. */
export const EMPTY: Clause = {
  kind: 'clause',
  column: 1,
  terms: [],
  words: [],
  said: { wanted: [], unwanted: [] },
  people: { wanted: [], unwanted: [] },
  pictures: [],
  filters: [],
};

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  /** The column behind the query. */
  readonly end: number;
}

function readEither(reader: Reader, depth: number): Query {
  const parts = [readBoth(reader, depth)];
  while (peek(reader)?.kind === 'or') {
    reader.at++;
    parts.push(readBoth(reader, depth));
  }
  return joinParts('either', parts);
}

function readBoth(reader: Reader, depth: number): Query {
  const parts = [readSequence(reader, depth)];
  for (;;) {
    const next = peek(reader);
    if (next?.kind === 'and') reader.at++;
    else if (next?.kind !== 'word' && next?.kind !== 'open') return joinParts('both', parts);
    parts.push(readSequence(reader, depth));
  }
}

function readSequence(reader: Reader, depth: number): Query {
  const parts = [readPart(reader, depth)];
  const limits: (Microseconds | undefined)[] = [];
  for (;;) {
    const next = peek(reader);
    if (next?.kind !== 'next') break;
    reader.at++;
    limits.push(limitOf(next));
    parts.push(readPart(reader, depth));
  }
  return joinParts('sequence', parts, limits);
}

function readPart(reader: Reader, depth: number): Query {
  const first = peek(reader);
  if (first?.kind === 'open') {
    if (depth >= MAX_DEPTH) throw queryError(first.column, `more than ${MAX_DEPTH} brackets in each other`);
    reader.at++;
    const inside = readEither(reader, depth + 1);
    if (peek(reader)?.kind !== 'close')
      throw queryError(first.column, 'a bracket is opened and never closed');
    reader.at++;
    return inside;
  }
  const words: WordToken[] = [];
  for (let next = first; next?.kind === 'word'; next = peek(reader)) {
    words.push(next);
    reader.at++;
    if (isSign(next) && peek(reader)?.kind === 'open') throw signBeforeBracket(next.text, next.column);
  }
  if (words.length === 0) throw queryError(first?.column ?? reader.end, missing(reader, first));
  return parseClause(words);
}

/** What a sign joins has to be there. */
function missing(reader: Reader, found: Token | undefined): string {
  const before = reader.tokens[reader.at - 1];
  if (before?.kind === 'open') return 'there is nothing in the brackets';
  if (before !== undefined && before.kind !== 'close') return `nothing follows ${NAMES[before.kind]}`;
  return `nothing stands before ${found === undefined ? 'the end' : NAMES[found.kind]}`;
}

const NAMES: Readonly<Record<Token['kind'], string>> = {
  open: '(',
  close: ')',
  or: '|',
  and: '&',
  next: 'then',
  word: 'the word',
};

function isSign({ text, isPhrase, sign }: WordToken): boolean {
  return !isPhrase && sign === 1 && (text === '-' || text === '+');
}

function limitOf({ limit, column }: SignToken): Microseconds | undefined {
  if (limit === undefined) return undefined;
  const seconds = parseDuration(limit);
  if (seconds === undefined)
    throw queryError(
      column,
      `then< wants a length of time, and ${limit || 'nothing'} is none`,
      'such as then<20s',
    );
  return fromSeconds(seconds);
}

function peek(reader: Reader): Token | undefined {
  return reader.tokens[reader.at];
}

function requireFew(query: Query): void {
  const clauses = clausesOf(query);
  const terms = clauses.reduce((sum, clause) => sum + clause.terms.length, 0);
  if (clauses.length > MAX_PARTS)
    throw queryError(clauses[MAX_PARTS]!.column, `more than ${MAX_PARTS} parts`);
  if (terms > MAX_TERMS) throw queryError(1, `${terms} descriptions, at most ${MAX_TERMS} are compared`);
}
