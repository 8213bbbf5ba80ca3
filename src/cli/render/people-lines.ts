import type { ListedPerson } from '../../app/people/list-people.ts';
import type { Person, StoredTrack } from '../../domain/ports/people.ts';
import { printable } from '../../domain/printable.ts';
import { formatTime, toSeconds } from '../../domain/time.ts';
import { table } from './table.ts';

/** Where a face is, as people read it, and whether the video is there. */
export type PlaceOfFace = (track: StoredTrack) => { readonly path: string; readonly online: boolean };

/** How a person is called where there may be no name. */
export function callPerson({ id, name }: Person): string {
  return name === undefined ? `person ${id}` : printable(name);
}

/** People as a table: number, name, how often seen, in how many videos, and where best. */
export function peopleLines(people: readonly ListedPerson[], placeOf: PlaceOfFace): string[] {
  const rows = people.map(({ id, name, tracks, videos, photos }) => [
    String(id),
    name === undefined ? '' : printable(name),
    String(tracks.length),
    String(videos),
    photos === 0 ? '' : String(photos),
    tracks[0] === undefined ? '' : placeText(tracks[0], placeOf),
  ]);
  return table(['number', 'name', 'faces', 'videos', 'photos', 'seen best at'], rows, [
    'right',
    'left',
    'right',
    'right',
    'right',
    'left',
  ]);
}

/** Every place where somebody is seen, by video and time. */
export function faceLines(tracks: readonly StoredTrack[], placeOf: PlaceOfFace): string[] {
  return [...tracks]
    .sort((a, b) => a.video - b.video || a.place.time - b.place.time)
    .map((track) => placeText(track, placeOf));
}

/** A face's place as `people split` takes it. */
export function placeText(track: StoredTrack, placeOf: PlaceOfFace): string {
  const { path, online } = placeOf(track);
  return `${path}@${formatTime(track.place.time)}${online ? '' : ' (offline)'}`;
}

/** The JSON form of a person, docs/cli.md "people list". */
export function personDocument(person: ListedPerson, placeOf: PlaceOfFace, isWhole: boolean): unknown {
  const { id, name, tracks, videos, photos } = person;
  return {
    id,
    name: name ?? null,
    faces: tracks.length,
    videos,
    photos,
    places: (isWhole ? tracks : tracks.slice(0, 3)).map((track) => {
      const { time, box } = track.place;
      return {
        ...placeOf(track),
        time: toSeconds(time),
        quality: track.quality,
        box: [box.left, box.top, box.width, box.height],
      };
    }),
  };
}

/** The JSON form of a person who was changed, docs/cli.md "people name". */
export function changedPersonDocument({ id, name }: Person, faces: number, library: string): unknown {
  return { schema: 'heimdex.person/1', library, id, name: name ?? null, faces };
}
