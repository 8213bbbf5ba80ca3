import type { PeopleStore, Person, StoredTrack } from '../../domain/ports/people.ts';
import { bestTracksByPerson } from './best-tracks.ts';
import { spaceOfPeople } from './space-of-people.ts';

/** A person with what the library holds of her. */
export interface ListedPerson extends Person {
  /** The best first. */
  readonly tracks: readonly StoredTrack[];
  readonly videos: number;
  /** How many photos were given that show the person. */
  readonly photos: number;
}

/** The people of a library: those with a name first, then those who are seen most. */
export function listPeople(store: PeopleStore): ListedPerson[] {
  const space = spaceOfPeople(store);
  const tracks = bestTracksByPerson(store.tracks(space));
  const references = store.references(space);
  return store
    .people()
    .map((person) => {
      const own = tracks.get(person.id) ?? [];
      return {
        ...person,
        tracks: own,
        videos: new Set(own.map(({ video }) => video)).size,
        photos: references.filter((reference) => reference.same && reference.person === person.id).length,
      };
    })
    .sort(
      (a, b) =>
        Number(b.name !== undefined) - Number(a.name !== undefined) ||
        b.tracks.length - a.tracks.length ||
        a.id - b.id,
    );
}
