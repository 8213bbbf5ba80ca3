import { HeimdexError } from '../../domain/errors.ts';
import type { PeopleStore, Person, StoredTrack } from '../../domain/ports/people.ts';
import { bestTracks } from './best-tracks.ts';
import { findPerson } from './find-person.ts';
import { spaceOfPeople } from './space-of-people.ts';
import { beOne, stay } from './stay.ts';

/** Where two of those who are to be one person are seen in one frame. */
export type TellMoment = (track: StoredTrack) => string;

/**
 * Makes one person of several: the first one, with the name that any of them has.
 *
 * @param tellMoment names the place of a face as the user would
 * @throws HeimdexError `usage` where there is no such person, they are one already, they have different names, or one
 *   frame shows two of them
 */
export function mergePeople(
  store: PeopleStore,
  first: string,
  others: readonly string[],
  tellMoment: TellMoment,
): Person {
  const people = store.people();
  const kept = findPerson(first, people);
  const merged = others.map((named) => findPerson(named, people));
  const all = [kept, ...merged];
  if (new Set(all).size < all.length)
    throw new HeimdexError('usage', 'a person is merged with another one, not with the same', {
      hint: 'heimdex people list',
    });
  const name = oneName(all);
  const tracks = store.tracks(spaceOfPeople(store));
  const own = all.map(({ id }) => bestTracks(tracks, id));
  refuseSeenTogether(own.flat(), tellMoment);
  store.change((changes) => {
    for (const [index, { id }] of merged.entries()) {
      changes.putMemberships(new Map(own[index + 1]!.map((track) => [track.id, kept.id])));
      changes.passOn(id, kept.id);
      changes.removePerson(id);
    }
    if (name !== undefined) changes.namePerson(kept.id, name);
    const best = own.flatMap(([track]) => track ?? []);
    for (const decision of beOne(best)) changes.addDecision(decision);
    if (name === undefined) return;
    for (const each of own)
      for (const decision of stay({ id: kept.id, name }, each)) changes.addDecision(decision);
  });
  return { id: kept.id, name };
}

function oneName(people: readonly Person[]): string | undefined {
  const [name, other] = new Set(people.flatMap((person) => person.name ?? []));
  if (other === undefined) return name;
  throw new HeimdexError('usage', `they have different names: ${name}, ${other}`, {
    hint: `if they are one person, take a name away first: heimdex people name ${JSON.stringify(other)} --none`,
  });
}

/** Two faces of one frame are never one person: grouping would take them apart again. */
function refuseSeenTogether(tracks: readonly StoredTrack[], tellMoment: TellMoment): void {
  const seen = new Map<string, StoredTrack>();
  for (const track of tracks) {
    for (const time of track.times) {
      const frame = `${track.video} ${time}`;
      const other = seen.get(frame);
      if (other !== undefined && other.person !== track.person) {
        const moment = tellMoment({ ...track, place: { ...track.place, time } });
        throw new HeimdexError('usage', `one frame shows both, so they are two people: ${moment}`, {
          hint: `is one of them somebody else there? heimdex people split ${track.person} ${JSON.stringify(moment)}`,
        });
      }
      seen.set(frame, track);
    }
  }
}
