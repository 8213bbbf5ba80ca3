import type { Grouping, GroupingOptions } from '../../domain/identity/grouping.ts';
import { joinTracks } from '../../domain/identity/join-tracks.ts';
import { keepPeople } from '../../domain/identity/keep-people.ts';
import type { PeopleStore, StoredTrack } from '../../domain/ports/people.ts';
import { personsBefore, readAppearances } from './appearances.ts';
import { groupAnew } from './group-anew.ts';

export interface GroupPeopleOptions {
  /** Mean cosine from which two groups are one person; undefined for SFace's. */
  readonly threshold?: number | undefined;
  /** True: what was grouped before counts for nothing but names and numbers. */
  readonly anew?: boolean;
  /** A person whose faces are all looked at anew. */
  readonly doubted?: number | undefined;
}

/**
 * Makes people of the tracks of a library: those who were people before go on with their numbers and names, what the user
 * said of them holds.
 *
 * @returns how many people are seen
 */
export function groupPeople(
  store: PeopleStore,
  { threshold, anew = false, doubted }: GroupPeopleOptions = {},
): number {
  const { tracks, appearances, options } = readAppearances(store, threshold);
  const before = personsBefore(tracks);
  const known = [...before].filter(([, person]) => person !== doubted);
  const grouping = anew
    ? groupAnew(appearances, options)
    : joinTracks(appearances, groupsOf(known), withTies(options, known));
  return putPeople(store, tracks, grouping, before);
}

/** Whom the user spoke of goes on with the faces of before, though they may have become unlike a photo by now. */
function withTies(options: GroupingOptions, known: readonly (readonly [number, number])[]): GroupingOptions {
  const { decisions = [], references = [] } = options;
  const told = new Set(
    [...decisions, ...references].flatMap((said) => ('person' in said ? said.person : [])),
  );
  const ties = new Map(
    known.filter(([, person]) => told.has(person)).map(([track, person]) => [person, track]),
  );
  // The oldest give way where the user said otherwise.
  return {
    ...options,
    decisions: [...[...ties].map(([person, track]) => ({ same: true, track, person })), ...decisions],
  };
}

function putPeople(
  store: PeopleStore,
  tracks: readonly StoredTrack[],
  { groups }: Grouping,
  before: ReadonlyMap<number, number>,
): number {
  const kept = keepPeople(groups, before);
  return store.change((changes) => {
    const memberships = new Map<number, number | undefined>();
    for (const { id, person } of tracks) if (person !== undefined) memberships.set(id, undefined);
    const going = new Set<number>();
    for (const [index, group] of groups.entries()) {
      const isSomebody = group.person !== undefined || group.tracks.some((track) => isKnown(tracks[track]!));
      if (!isSomebody) continue;
      const person = kept.persons[index] ?? changes.addPerson();
      going.add(person);
      for (const track of group.tracks) memberships.set(tracks[track]!.id, person);
    }
    changes.putMemberships(memberships);
    for (const { id, name } of store.people())
      if (name === undefined && !going.has(id)) changes.removePerson(id);
    return going.size;
  });
}

/** A face without a vector is nobody's until somebody says so. */
function isKnown({ vector, person }: StoredTrack): boolean {
  return vector !== undefined || person !== undefined;
}

/** Places of the tracks of each person. */
function groupsOf(before: Iterable<readonly [number, number]>): number[][] {
  const groups = new Map<number, number[]>();
  for (const [track, person] of before) {
    const group = groups.get(person);
    if (group === undefined) groups.set(person, [track]);
    else group.push(track);
  }
  return [...groups.values()];
}
