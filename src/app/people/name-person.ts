import { HeimdexError } from '../../domain/errors.ts';
import type { PeopleStore, Person } from '../../domain/ports/people.ts';
import { bestTracks } from './best-tracks.ts';
import { findPerson, foldName } from './find-person.ts';
import { spaceOfPeople } from './space-of-people.ts';
import { stay } from './stay.ts';

/**
 * Says who somebody is. The person's best faces are hers from now on, however people are made anew.
 *
 * @throws HeimdexError `usage` where there is no such person, the name is no name, or somebody else has it
 */
export function namePerson(store: PeopleStore, named: string, name: string): Person {
  const people = store.people();
  const person = findPerson(named, people);
  const given = requireName(name);
  const other = people.find((each) => each.name !== undefined && foldName(each.name) === foldName(given));
  if (other !== undefined && other.id !== person.id) {
    throw new HeimdexError('usage', `${other.name} is the name of person ${other.id} already`, {
      hint: `are both one person? heimdex people merge ${JSON.stringify(other.name)} ${person.id}`,
    });
  }
  const renamed = { id: person.id, name: given };
  const tracks = bestTracks(store.tracks(spaceOfPeople(store)), person.id);
  store.change((changes) => {
    changes.namePerson(person.id, given);
    for (const decision of stay(renamed, tracks)) changes.addDecision(decision);
  });
  return renamed;
}

/** @throws HeimdexError `usage` for what no person can be found by */
export function requireName(name: string): string {
  const given = name.normalize('NFC').trim();
  const isName = given !== '' && !/^\d+$/.test(given) && foldName(given) !== 'unknown';
  if (isName && !/\p{Cc}/u.test(given)) return given;
  throw new HeimdexError('usage', `${JSON.stringify(name)} can't be a person's name`, {
    hint: 'a name has a letter in it, and is not "unknown"',
  });
}
