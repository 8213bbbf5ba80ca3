import type { ListedPerson } from '../../src/app/people/list-people.ts';
import type { StoredTrack } from '../../src/domain/ports/people.ts';
import { fromSeconds } from '../../src/domain/time.ts';

/** Somebody's face in a video at a second. */
export function storedTrack(id: number, video: number, second: number): StoredTrack {
  const time = fromSeconds(second);
  const box = { left: 1, top: 2, width: 30, height: 40 };
  return {
    id,
    video,
    times: [time],
    place: { video, time, box },
    quality: 0.5,
    vector: undefined,
    person: 1,
  };
}

/** Somebody as a list shows one. */
export function listedPerson(id: number, name: string | undefined, ...tracks: StoredTrack[]): ListedPerson {
  return { id, name, tracks, videos: new Set(tracks.map(({ video }) => video)).size, photos: 0 };
}
