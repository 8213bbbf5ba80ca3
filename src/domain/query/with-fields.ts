import { HeimdexError } from '../errors.ts';
import { modify } from './join-parts.ts';
import { parseClause } from './parse-clause.ts';
import { type Clause, type Query, wants } from './query.ts';
import type { Field, WordToken } from './tokens-of.ts';

/** What an option of the command line asks for: the same as a field in the query, for all of it. */
export interface GivenField {
  readonly field: Field;
  readonly text: string;
}

/**
 * Adds fields to a query that were given beside it: what narrows goes into each of its parts, what has to be found is looked
 * for together with it.
 *
 * @throws HeimdexError `usage` as `parseClause` does, without a column
 */
export function withFields(query: Query, fields: readonly GivenField[]): Query {
  if (fields.length === 0) return query;
  for (const { field, text } of fields) {
    if (text.trim() === '') {
      throw new HeimdexError('usage', `--${field} was given an empty value`, {
        hint: 'heimdex search --help',
      });
    }
  }
  const given = parseClause(fields.map(toToken));
  if (query.kind === 'clause') return joined(query, given);
  if (!wants(given)) return modify(query, given);
  return { kind: 'both', parts: [modify(query, { ...given, said: NOBODY, people: NOBODY }), given] };
}

const NOBODY = { wanted: [], unwanted: [] };

function toToken({ field, text }: GivenField): WordToken {
  // Words that were given together are said together.
  const isPhrase = field === 'said' && /\s/.test(text.trim());
  return { kind: 'word', text, sign: 1, isPhrase, field, weight: undefined, column: 0 };
}

function joined(clause: Clause, given: Clause): Clause {
  return {
    ...clause,
    said: { ...clause.said, wanted: [...clause.said.wanted, ...given.said.wanted] },
    people: { ...clause.people, wanted: [...clause.people.wanted, ...given.people.wanted] },
    filters: [...clause.filters, ...given.filters],
  };
}
