import { clausesOf, describes, type Query, wants } from './query.ts';
import { queryError } from './query-error.ts';

/**
 * Refuses a query that finds nothing by itself, and what is unwanted where there is nothing to hold it against.
 *
 * @throws HeimdexError `usage`
 */
export function requireWanted(query: Query): void {
  for (const clause of clausesOf(query)) {
    const { terms, said, people, pictures, filters, column } = clause;
    const unwanted = terms.length + said.unwanted.length + people.unwanted.length;
    if (!wants(clause)) {
      if (unwanted > 0)
        throw queryError(
          column,
          'the query says only what is unwanted',
          'say what to look for: heimdex search "beach -people"',
        );
      if (filters.length > 0)
        throw queryError(
          column,
          'the query says only where to look',
          'say what to look for: heimdex search "beach in:2024/**"',
        );
    } else if (terms.length > 0 && !describes(clause) && pictures.length + said.wanted.length === 0)
      throw queryError(column, 'what is unwanted stands beside no description of what is wanted');
  }
}
