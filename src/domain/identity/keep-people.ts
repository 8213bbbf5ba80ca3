import type { TrackGroup } from './grouping.ts';

/** Which groups are which people of before. */
export interface KeptPeople {
  /** Of each group the person it goes on as; nothing for somebody new. */
  readonly persons: readonly (number | undefined)[];
  /** People whose tracks are in no group that goes on as them, ascending. */
  readonly gone: readonly number[];
  /** Groups that hold tracks of a person but go on as somebody else: what became of people that fell apart or were joined. */
  readonly parted: readonly { readonly person: number; readonly group: number; readonly tracks: number }[];
}

/**
 * Gives groups the people of before, so that numbers and names stay where most of a person's tracks are. A group goes on as
 * the person that decisions or references say, else as the one with whom it shares most tracks; no person goes on as two.
 *
 * @param before track → person
 */
export function keepPeople(groups: readonly TrackGroup[], before: ReadonlyMap<number, number>): KeptPeople {
  const shares: { person: number; group: number; tracks: number }[] = [];
  for (const [group, { tracks }] of groups.entries()) {
    const counts = new Map<number, number>();
    for (const track of tracks) {
      const person = before.get(track);
      if (person !== undefined) counts.set(person, (counts.get(person) ?? 0) + 1);
    }
    for (const [person, count] of counts) shares.push({ person, group, tracks: count });
  }
  shares.sort((a, b) => b.tracks - a.tracks || a.person - b.person || a.group - b.group);
  const persons = groups.map(({ person }) => person);
  const going = new Set(persons);
  for (const { person, group } of shares) {
    if (persons[group] !== undefined || going.has(person)) continue;
    persons[group] = person;
    going.add(person);
  }
  const gone = [...new Set(before.values())].filter((person) => !going.has(person)).sort((a, b) => a - b);
  return { persons, gone, parted: shares.filter(({ person, group }) => persons[group] !== person) };
}
