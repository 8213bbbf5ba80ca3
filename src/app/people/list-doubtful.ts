import { groupTracks } from '../../domain/identity/group-tracks.ts';
import { keepPeople } from '../../domain/identity/keep-people.ts';
import type { PeopleStore } from '../../domain/ports/people.ts';
import { personsBefore, readAppearances } from './appearances.ts';

/** Two people who may be one. */
export interface DoubtfulPeople {
  readonly a: number;
  readonly b: number;
  /** Mean cosine between their faces. */
  readonly similarity: number;
}

/** The pairs of people who may be one, the likeliest first; nothing is changed. */
export function listDoubtful(store: PeopleStore, threshold?: number): DoubtfulPeople[] {
  const { tracks, appearances, options } = readAppearances(store, threshold);
  const { groups, doubtful } = groupTracks(appearances, options);
  const { persons } = keepPeople(groups, personsBefore(tracks));
  return doubtful.flatMap(({ a, b, similarity }) => {
    const [one, other] = [persons[a], persons[b]];
    return one === undefined || other === undefined || one === other
      ? []
      : [{ a: one, b: other, similarity }];
  });
}
