import type { Microseconds } from '../time.ts';
import { type Clause, clausesOf, columnOf, describes, type Query, wants } from './query.ts';
import { queryError } from './query-error.ts';

/**
 * Makes one query of parts. Of parts that come together, those that only leave something out or say where to look go into
 * each of the others.
 *
 * @param limits of a sequence, one between each two parts
 * @throws HeimdexError `usage` where a part that has to find something by itself does not
 */
export function joinParts(
  kind: 'either' | 'both' | 'sequence',
  parts: readonly Query[],
  limits: readonly (Microseconds | undefined)[] = [],
): Query {
  if (parts.length === 1) return parts[0]!;
  if (kind !== 'both') {
    for (const part of parts) if (isModifier(part)) throw findsNothing(part, kind);
    return kind === 'either' ? { kind, parts } : { kind, parts, limits };
  }
  const modifiers = parts.filter(isModifier);
  const others = parts.filter((part) => !isModifier(part));
  if (others.length === 0) return modifiers.reduce(merge);
  const modified = others.map((part) => modifiers.reduce(modify, part));
  return modified.length === 1 ? modified[0]! : { kind, parts: modified };
}

function isModifier(query: Query): query is Clause {
  return query.kind === 'clause' && !wants(query);
}

/** Puts what a clause leaves out, and where it looks, into every clause of a query. */
export function modify(query: Query, modifier: Clause): Query {
  if (modifier.terms.length > 0 && !clausesOf(query).some(describes))
    throw queryError(modifier.column, 'what is unwanted stands beside no description of what is wanted');
  const into = (part: Query): Query =>
    part.kind === 'clause'
      ? merge(part, describes(part) ? modifier : { ...modifier, terms: [] })
      : { ...part, parts: part.parts.map(into) };
  return into(query);
}

function merge(clause: Clause, other: Clause): Clause {
  return {
    ...clause,
    terms: [...clause.terms, ...other.terms],
    said: { ...clause.said, unwanted: [...clause.said.unwanted, ...other.said.unwanted] },
    people: { ...clause.people, unwanted: [...clause.people.unwanted, ...other.people.unwanted] },
    filters: [...clause.filters, ...other.filters],
  };
}

function findsNothing(part: Clause, kind: 'either' | 'sequence') {
  const sign = kind === 'either' ? '|' : 'then';
  return queryError(
    columnOf(part),
    part.filters.length > 0
      ? `beside ${sign} stands what only says where to look`
      : `beside ${sign} stands what only says what is unwanted`,
    'put it beside what it belongs to, or outside of brackets around all',
  );
}
