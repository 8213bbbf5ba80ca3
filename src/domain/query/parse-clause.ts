import type { LiteralWord } from '../speech/find-word.ts';
import { composed, foldText } from '../speech/fold-text.ts';
import { parseFilter } from './parse-filter.ts';
import type { Clause, PersonTerm, QueryTerm } from './query.ts';
import { queryError } from './query-error.ts';
import type { Field, WordToken } from './tokens-of.ts';

/** A weight above this only drowns the others. */
const MAX_WEIGHT = 100;

/** An example behind each field that takes words or names. */
const EXAMPLES = {
  said: 'such as heimdex search said:hello, or \'said:"two words"\'',
  person: 'such as heimdex search person:Anna, or \'person:"Anna Berg"\'',
} as const;

/** A description that is being read. */
interface OpenTerm {
  readonly words: WordToken[];
  readonly sign: 1 | -1;
  readonly weight: number;
  /** Whether more words may come to it. */
  readonly isOpen: boolean;
}

/**
 * Reads words that stand side by side: those without a field are one wanted description; `-word`, `-"two words"` and
 * ` - some words` unwanted ones, ` + some words` a further wanted one, and `2:word` begins one that counts twice.
 *
 * @param tokens one at least
 * @throws HeimdexError `usage` where nothing follows a field, or a weight or a filter can't be read
 */
export function parseClause(tokens: readonly WordToken[]): Clause {
  const of = (field: Field | undefined) => tokens.filter((token) => token.field === field);
  const terms = partTerms(of(undefined));
  for (const token of tokens) if (token.field !== undefined) refuseWeight(token);
  const filters = tokens.flatMap((token) => {
    const { field } = token;
    return field === undefined || field === 'said' || field === 'person'
      ? []
      : [parseFilter({ ...token, field })];
  });
  return {
    kind: 'clause',
    column: tokens[0]!.column,
    terms: terms.map(toTerm),
    words: toWords(terms),
    said: bySign(of('said'), toSaid),
    people: bySign(of('person'), toPerson),
    pictures: [],
    filters,
  };
}

function bySign<T>(
  tokens: readonly WordToken[],
  read: (token: WordToken) => T,
): { wanted: T[]; unwanted: T[] } {
  const of = (sign: 1 | -1) => tokens.filter((token) => token.sign === sign).map(read);
  return { wanted: of(1), unwanted: of(-1) };
}

/** Parts words into descriptions. */
function partTerms(tokens: readonly WordToken[]): OpenTerm[] {
  const terms: OpenTerm[] = [{ words: [], sign: 1, weight: 1, isOpen: true }];
  for (const token of tokens) {
    const weight = weightOf(token);
    const last = terms.at(-1)!;
    if (isOperator(token)) {
      terms.push({ words: [], sign: token.text === '+' ? 1 : -1, weight: 1, isOpen: true });
    } else if (token.sign === -1) {
      terms.push({ words: [token], sign: -1, weight: weight ?? 1, isOpen: false });
    } else if (weight !== undefined) {
      const isBegun = last.isOpen && last.words.length === 0;
      if (isBegun) terms.pop();
      terms.push({ words: [token], sign: isBegun ? last.sign : 1, weight, isOpen: true });
    } else {
      // Words after a closed `-word` go on with what was wanted before it.
      const target = last.isOpen ? last : (terms.findLast((term) => term.isOpen) ?? terms[0]!);
      target.words.push(token);
    }
  }
  return terms.filter((term) => term.words.length > 0);
}

function toTerm({ words, sign, weight }: OpenTerm): QueryTerm {
  return { text: words.map(({ text }) => text).join(' '), sign, weight };
}

/** The wanted words, each once: a phrase as a whole, without the punctuation around them. */
function toWords(terms: readonly OpenTerm[]): LiteralWord[] {
  const words = new Map<string, LiteralWord>();
  for (const token of terms.flatMap((term) => (term.sign === 1 ? term.words : []))) {
    const text = foldText(token.text).text.replace(
      /^[^\p{L}\p{N}\p{S}\p{M}#@&]+|[^\p{L}\p{N}\p{S}\p{M}#@&]+$/gu,
      '',
    );
    if (text !== '') words.set(text, { text, whole: token.isPhrase });
  }
  return [...words.values()];
}

function toSaid({ text, isPhrase, column }: WordToken): LiteralWord {
  const folded = foldText(text).text.trim();
  if (folded === '') throw queryError(column, 'nothing follows said:', EXAMPLES.said);
  return { text: folded, whole: isPhrase };
}

function toPerson({ text, isPhrase, column }: WordToken): PersonTerm {
  const name = composed(text).trim();
  if (foldText(name).text.trim() === '') {
    throw queryError(column, 'nothing follows person:', EXAMPLES.person);
  }
  if (!isPhrase && /^[0-9]+$/.test(name)) return { kind: 'number', number: Number(name) };
  if (!isPhrase && name.toLowerCase() === 'unknown') return { kind: 'unknown' };
  return { kind: 'name', name };
}

function isOperator({ text, isPhrase }: WordToken): boolean {
  return !isPhrase && (text === '+' || text === '-');
}

function weightOf({ weight, text, column }: WordToken): number | undefined {
  if (weight === undefined) return undefined;
  const number = Number(weight);
  if (text.trim() === '') throw queryError(column, `nothing follows the weight ${weight}:`);
  if (!(number > 0 && number <= MAX_WEIGHT))
    throw queryError(column, `a weight is above 0 and at most ${MAX_WEIGHT}: ${weight}`, 'such as 2:sunset');
  return number;
}

function refuseWeight({ weight, field, column }: WordToken): void {
  if (weight !== undefined)
    throw queryError(column, `a weight stands before a description, not before ${field}:`);
}
