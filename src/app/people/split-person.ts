import { HeimdexError } from '../../domain/errors.ts';
import type { PeopleStore, StoredTrack } from '../../domain/ports/people.ts';
import type { Microseconds } from '../../domain/time.ts';
import { bestTracks } from './best-tracks.ts';
import { findPerson } from './find-person.ts';
import { spaceOfPeople } from './space-of-people.ts';
import { beOne, stay } from './stay.ts';

/** A moment in a video. */
export interface VideoMoment {
  readonly video: number;
  readonly time: Microseconds;
  /** As the user wrote it. */
  readonly named: string;
}

/** A face that is shown at a moment may have been found so far from it. */
const NEAR: Microseconds = 2_000_000;

/**
 * Takes faces out of a person: those at some moments are somebody else's. The ones taken out stay together.
 *
 * @returns the numbers of the tracks that were taken out
 * @throws HeimdexError `usage` where there is no such person, she has no face at a moment, or none would be left
 */
export function splitPerson(store: PeopleStore, named: string, moments: readonly VideoMoment[]): number[] {
  const person = findPerson(named, store.people());
  const tracks = bestTracks(store.tracks(spaceOfPeople(store)), person.id);
  const taken = new Set(moments.map((moment) => trackAt(tracks, moment, named)));
  const left = tracks.filter((track) => !taken.has(track));
  if (left.length === 0) {
    throw new HeimdexError('usage', `${named} would have no face left`, {
      hint: 'leave one out, or name the person anew: heimdex people name',
    });
  }
  store.change((changes) => {
    const id = changes.addPerson();
    // Else a name that was given to faces that are taken out would go with them.
    for (const decision of stay(person, left)) changes.addDecision(decision);
    for (const track of taken) {
      changes.addDecision({ kind: 'apart', place: track.place, other: left[0]!.place });
    }
    for (const decision of beOne([...taken])) changes.addDecision(decision);
    changes.putMemberships(new Map([...taken].map((track) => [track.id, id])));
  });
  return [...taken].map(({ id }) => id);
}

function trackAt(tracks: readonly StoredTrack[], moment: VideoMoment, named: string): StoredTrack {
  const off = ({ times }: StoredTrack) => Math.min(...times.map((time) => Math.abs(time - moment.time)));
  const [nearest] = tracks
    .filter(({ video }) => video === moment.video)
    .sort((a, b) => off(a) - off(b) || a.id - b.id);
  if (nearest !== undefined && off(nearest) <= NEAR) return nearest;
  throw new HeimdexError('usage', `${named} has no face at ${moment.named}`, {
    hint: `heimdex people list ${JSON.stringify(named)} shows them all`,
  });
}
