import type { Appearance } from '../../domain/identity/appearance.ts';
import type { Decision } from '../../domain/identity/decision.ts';
import { findAnchored } from '../../domain/identity/find-anchored.ts';
import type { GroupingOptions } from '../../domain/identity/grouping.ts';
import type { PeopleStore, StoredTrack } from '../../domain/ports/people.ts';
import type { FacePlace } from '../../domain/track.ts';
import { spaceOfPeople } from './space-of-people.ts';

/** A quality of nothing still counts a little: the face is there. */
const LEAST_QUALITY = 0.01;

/** What a library knows of faces and people, in the form in which people are made of it. */
export function readAppearances(
  store: PeopleStore,
  threshold: number | undefined,
): { tracks: readonly StoredTrack[]; appearances: Appearance[]; options: GroupingOptions } {
  const space = spaceOfPeople(store);
  const tracks = store.tracks(space);
  const options = {
    rules: threshold === undefined ? {} : { threshold },
    decisions: readDecisions(store, tracks),
    references: store.references(space),
  };
  return { tracks, appearances: tracks.map(toAppearance), options };
}

/** Which person each track is, by its place in the list; those who are nobody's are left out. */
export function personsBefore(tracks: readonly StoredTrack[]): Map<number, number> {
  return new Map(
    tracks.flatMap(({ person }, index) => (person === undefined ? [] : [[index, person] as const])),
  );
}

function toAppearance({ video, times, place, vector, quality }: StoredTrack): Appearance {
  const { time, box } = place;
  return {
    // In order of video and time, and so the numbers of new people.
    key: [sortable(video), sortable(time), box.left, box.top, box.width, box.height].join(' '),
    video,
    times,
    vector,
    quality: Math.max(quality, LEAST_QUALITY),
  };
}

function sortable(number: number): string {
  return String(number).padStart(16, '0');
}

/** What the user said, about the tracks that are there now; what concerns a face that is gone waits for it. */
function readDecisions(store: PeopleStore, tracks: readonly StoredTrack[]): Decision[] {
  const decisions = store.decisions();
  const places = decisions.flatMap((decision): FacePlace[] =>
    decision.kind === 'is' ? [decision.place] : [decision.place, decision.other],
  );
  const indexOf = new Map(tracks.map(({ id }, index) => [id, index]));
  const videos = [...new Set(places.map(({ video }) => video))];
  const anchored = findAnchored(places, store.facesOf(videos)).map((track) =>
    track === undefined ? undefined : indexOf.get(track),
  );
  let next = 0;
  return decisions.flatMap((decision): Decision[] => {
    const track = anchored[next++];
    if (decision.kind === 'is')
      return track === undefined ? [] : [{ same: true, track, person: decision.person }];
    const other = anchored[next++];
    const isThere = track !== undefined && other !== undefined && track !== other;
    return isThere ? [{ same: decision.kind === 'same', track, other }] : [];
  });
}
