import { HeimdexError } from '../../domain/errors.ts';
import type { PeopleStore, Person } from '../../domain/ports/people.ts';
import { bestTracks } from './best-tracks.ts';
import { findPerson } from './find-person.ts';
import { spaceOfPeople } from './space-of-people.ts';

/**
 * Makes one person of several: the first one, with the name that any of them has.
 *
 * @throws HeimdexError `usage` where there is no such person, they are one already, or they have different names
 */
export function mergePeople(store: PeopleStore, first: string, others: readonly string[]): Person {
  const people = store.people();
  const kept = findPerson(first, people);
  const merged = others.map((named) => findPerson(named, people));
  if (merged.some(({ id }) => id === kept.id) || new Set(merged).size < merged.length)
    throw new HeimdexError('usage', 'a person is merged with another one, not with the same', {
      hint: 'heimdex people list',
    });
  const names = [kept, ...merged].flatMap(({ name }) => name ?? []);
  if (new Set(names).size > 1) {
    throw new HeimdexError('usage', `they have different names: ${names.join(', ')}`, {
      hint: `if they are one person, take a name away first: heimdex people name ${JSON.stringify(names[1])} --none`,
    });
  }
  const tracks = store.tracks(spaceOfPeople(store));
  const [place] = bestTracks(tracks, kept.id).map((track) => track.place);
  store.change((changes) => {
    for (const { id } of merged) {
      const own = bestTracks(tracks, id);
      changes.putMemberships(new Map(own.map((track) => [track.id, kept.id])));
      changes.passOn(id, kept.id);
      changes.removePerson(id);
      const other = own[0]?.place;
      if (place !== undefined && other !== undefined) changes.addDecision({ kind: 'same', place, other });
    }
    if (kept.name === undefined && names[0] !== undefined) changes.namePerson(kept.id, names[0]);
  });
  return { id: kept.id, name: names[0] };
}
