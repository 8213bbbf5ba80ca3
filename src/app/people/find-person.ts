import { HeimdexError } from '../../domain/errors.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Person } from '../../domain/ports/people.ts';

/** Names are the same in whatever letters they are written. */
export function foldName(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}

/**
 * The person that a user means: by number, or by name in whatever letters.
 *
 * @throws HeimdexError `usage` where there is no such person
 */
export function findPerson(named: string, people: readonly Person[]): Person {
  const byName = people.find(({ name }) => name !== undefined && foldName(name) === foldName(named));
  const found = byName ?? people.find(({ id }) => String(id) === named.trim());
  if (found !== undefined) return found;
  const near = nearest(
    named,
    people.flatMap(({ name }) => name ?? []),
  );
  throw new HeimdexError('usage', `the library knows no person ${JSON.stringify(named)}`, {
    hint: near === undefined ? 'heimdex people list' : `did you mean ${near}? heimdex people list shows all`,
  });
}
