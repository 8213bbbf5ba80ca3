import type { PeopleStore, Person } from '../../domain/ports/people.ts';
import { findPerson } from './find-person.ts';

/**
 * Erases what is known of a person: name, faces, vectors, pictures, photos. Where the faces were is remembered, so that
 * they are not kept again when their videos are gone through anew.
 *
 * @returns how many tracks were erased
 * @throws HeimdexError `usage` where there is no such person
 */
export function forgetPerson(store: PeopleStore, named: string): Person & { readonly tracks: number } {
  const person = findPerson(named, store.people());
  const tracks = store.tracks(undefined).filter((track) => track.person === person.id);
  store.change((changes) => {
    changes.forgetTracks(tracks.map(({ id }) => id));
    changes.removePerson(person.id);
  });
  return { ...person, tracks: tracks.length };
}
