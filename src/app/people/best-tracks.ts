import type { StoredTrack } from '../../domain/ports/people.ts';

/** A person's tracks, those that show the person best first. */
export function bestTracks(tracks: readonly StoredTrack[], person: number): StoredTrack[] {
  return tracks.filter((track) => track.person === person).sort(byWorth);
}

/** The tracks of every person, those that show the person best first. */
export function bestTracksByPerson(tracks: readonly StoredTrack[]): Map<number, StoredTrack[]> {
  const found = new Map<number, StoredTrack[]>();
  for (const track of tracks) {
    if (track.person === undefined) continue;
    const own = found.get(track.person);
    if (own === undefined) found.set(track.person, [track]);
    else own.push(track);
  }
  for (const own of found.values()) own.sort(byWorth);
  return found;
}

function byWorth(a: StoredTrack, b: StoredTrack): number {
  return (
    Number(b.vector !== undefined) - Number(a.vector !== undefined) || b.quality - a.quality || a.id - b.id
  );
}
