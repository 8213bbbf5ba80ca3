import { HeimdexError } from '../../domain/errors.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Person } from '../../domain/ports/people.ts';
import type { PersonTerm } from '../../domain/query/query.ts';
import { composed, foldText } from '../../domain/speech/fold-text.ts';

/** Whom a query means, and what an answer calls them. */
export interface NamedPerson {
  readonly who: number | 'unknown';
  readonly name: string;
}

/** How the user could write it instead, where what was written does not fit. */
export interface PersonHints {
  near(name: string): string;
  number(id: number): string;
}

const IN_QUERIES: PersonHints = {
  near: (name) => `heimdex search 'person:"${name}"'`,
  number: (id) => `person:${id}`,
};

interface Named extends Person {
  readonly name: string;
}

/** Names are compared ever more loosely, until one fits. */
const FORMS: readonly ((name: string) => string)[] = [
  composed,
  (name) => composed(name).toLowerCase(),
  (name) => foldText(name).text.trim(),
];

/**
 * Whom a user means by a name, a number or `unknown`.
 *
 * @throws HeimdexError `usage` where nobody is called so, or several people are
 */
export function resolvePerson(
  term: PersonTerm,
  people: readonly Person[],
  hints: PersonHints = IN_QUERIES,
): NamedPerson {
  if (term.kind === 'unknown') return { who: 'unknown', name: 'unknown' };
  if (term.kind === 'number') {
    const person = people.find(({ id }) => id === term.number);
    if (person === undefined)
      throw refusal(`there is no person ${term.number} in the library`, 'heimdex people list');
    return { who: person.id, name: person.name ?? `person ${person.id}` };
  }
  const named = people.filter((person): person is Named => person.name !== undefined);
  for (const form of FORMS) {
    const [first, second] = named.filter(({ name }) => form(name) === form(term.name));
    if (second !== undefined)
      throw refusal(
        `${term.name} may be ${first!.name} (person ${first!.id}) or ${second.name} (person ${second.id})`,
        hints.number(first!.id),
      );
    if (first !== undefined) return { who: first.id, name: first.name };
  }
  const near = namesNear(term.name, named);
  throw near.length === 0
    ? refusal(`nobody in the library is called ${term.name}`, 'heimdex people list')
    : refusal(
        `nobody in the library is called ${term.name}; there is ${near.join(', ')}`,
        hints.near(near[0]!),
      );
}

/** Names of which it is a part, and the one within two edits; three at most. */
function namesNear(name: string, people: readonly Named[]): string[] {
  const [asked, names] = [foldText(name).text.trim(), people.map((person) => person.name)];
  const wider = names.filter((each) => foldText(each).text.includes(asked));
  const typed = nearest(name, names);
  return [...new Set([...(typed === undefined ? [] : [typed]), ...wider])].slice(0, 3);
}

function refusal(message: string, hint: string): HeimdexError {
  return new HeimdexError('usage', message, { hint });
}
