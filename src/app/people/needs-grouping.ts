import type { PeopleStore } from '../../domain/ports/people.ts';
import { spaceOfPeople } from './space-of-people.ts';

/** Whether faces came or went since people were made of them; a run that was killed may have left it so. */
export function needsGrouping(store: PeopleStore): boolean {
  const tracks = store.tracks(spaceOfPeople(store));
  if (tracks.some(({ vector, person }) => vector !== undefined && person === undefined)) return true;
  const seen = new Set(tracks.map(({ person }) => person));
  return store.people().some(({ id, name }) => name === undefined && !seen.has(id));
}
