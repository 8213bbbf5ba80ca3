import type { PeopleStore } from '../../domain/ports/people.ts';
import type { Space } from '../../domain/space.ts';

/** The space that people are made of: where a library has several, the one with the most faces. */
export function spaceOfPeople(store: PeopleStore): Space | undefined {
  return store
    .spaces()
    .filter(({ vectors }) => vectors > 0)
    .reduce<Space | undefined>(
      (most, space) => (most === undefined || space.vectors > most.vectors ? space : most),
      undefined,
    );
}
