import type { Person } from '../../domain/ports/people.ts';
import { type PersonHints, resolvePerson } from './resolve-person.ts';

const HINTS: PersonHints = {
  near: (name) => `did you mean ${name}? heimdex people list shows all`,
  number: (id) => `say the number: ${id}`,
};

/** Names are the same in whatever letters they are written. */
export function foldName(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}

/**
 * The person that a user means: by number, or by name in whatever letters.
 *
 * @throws HeimdexError `usage` where there is no such person, or several are called so
 */
export function findPerson<P extends Person>(named: string, people: readonly P[]): P {
  const text = named.trim();
  // No name is a number.
  const term = /^\d+$/.test(text)
    ? ({ kind: 'number', number: Number(text) } as const)
    : ({ kind: 'name', name: text } as const);
  const { who } = resolvePerson(term, people, HINTS);
  return people.find(({ id }) => id === who)!;
}
