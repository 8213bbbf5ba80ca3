import type { Person, PersonDecision, StoredTrack } from '../../domain/ports/people.ts';

/** So many of a person's faces are remembered as hers, whatever becomes of the others. */
const REMEMBERED = 3;

/**
 * What is to be remembered so that somebody stays who she is, however people are made anew: her best faces are hers, or of
 * one person where she has no name.
 *
 * @param tracks hers, the best first
 */
export function stay({ id, name }: Person, tracks: readonly StoredTrack[]): PersonDecision[] {
  const best = tracks.slice(0, REMEMBERED);
  return name === undefined ? beOne(best) : best.map(({ place }) => ({ kind: 'is', place, person: id }));
}

/** What is to be remembered so that some tracks stay one person. */
export function beOne(tracks: readonly StoredTrack[]): PersonDecision[] {
  const [first, ...others] = tracks.map(({ place }) => place);
  return others.map((other) => ({ kind: 'same', place: first!, other }));
}
