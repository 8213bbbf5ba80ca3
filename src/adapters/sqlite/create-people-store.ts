import type Database from 'better-sqlite3';
import type { Box } from '../../domain/face.ts';
import type {
  PeopleChanges,
  PeopleStore,
  Person,
  PersonDecision,
  PersonReference,
  StoredTrack,
} from '../../domain/ports/people.ts';
import type { Space } from '../../domain/space.ts';
import type { FacePlace } from '../../domain/track.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { createPeopleChanges } from './create-people-changes.ts';
import { type FaceRow, toFaceSpot } from './face-places.ts';
import { readSpacesOf } from './spaces.ts';
import { tableOf } from './vector-tables.ts';

interface TrackRow {
  readonly id: number;
  readonly video: number;
  readonly time: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly quality: number;
  readonly times: string;
  readonly person: number | null;
  readonly value: Buffer | null;
}

interface DecisionRow {
  readonly kind: PersonDecision['kind'];
  readonly video: number;
  readonly time: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly otherVideo: number;
  readonly otherTime: number;
  readonly otherX: number;
  readonly otherY: number;
  readonly otherWidth: number;
  readonly otherHeight: number;
  readonly person: number;
}

/** The people of a library, in SQLite. */
export function createPeopleStore(database: Database.Database): PeopleStore {
  const people = database.prepare('SELECT id, name FROM person ORDER BY id');
  const facesOf = database.prepare(
    `SELECT track_id AS track, time_us AS time, x, y, face.width, face.height
     FROM face JOIN track ON track.id = track_id WHERE video_id = ? ORDER BY track_id, time_us`,
  );
  const thumbnail = database.prepare('SELECT thumbnail FROM track WHERE id = ?').pluck();
  const decisions = database.prepare(
    `SELECT kind, video_id AS video, time_us AS time, x, y, width, height, other_video_id AS otherVideo,
       other_time_us AS otherTime, other_x AS otherX, other_y AS otherY, other_width AS otherWidth,
       other_height AS otherHeight, person_id AS person
     FROM decision WHERE kind <> 'forgotten' ORDER BY id`,
  );
  const references = database.prepare(
    `SELECT person_id AS person, positive, photo, thumbnail, value FROM reference WHERE space_id = ? ORDER BY id`,
  );
  const change = database.transaction((work: (changes: PeopleChanges) => unknown) => {
    const { changes, finish } = createPeopleChanges(database);
    const result = work(changes);
    finish();
    return result;
  });
  return {
    spaces: () => readSpacesOf(database, 'tracks'),
    people: () =>
      (people.all() as { id: number; name: string | null }[]).map(
        ({ id, name }): Person => ({ id, name: name ?? undefined }),
      ),
    tracks: (space) => readTracks(database, space),
    facesOf: (videos) =>
      videos.flatMap((video) =>
        (facesOf.all(video) as (FaceRow & { track: number })[]).map((row) => ({
          track: row.track,
          video,
          ...toFaceSpot(row),
        })),
      ),
    thumbnailOf: (track) => thumbnail.get(track) as Buffer,
    decisions: () => (decisions.all() as DecisionRow[]).map(toDecision),
    references: (space) =>
      space === undefined
        ? []
        : (
            references.all(space.id) as {
              person: number;
              positive: number;
              photo: Buffer;
              thumbnail: Buffer;
              value: Buffer;
            }[]
          ).map(
            ({ person, positive, photo, thumbnail, value }): PersonReference => ({
              person,
              same: positive === 1,
              photo,
              thumbnail,
              vector: toVector(value),
            }),
          ),
    change: <T>(work: (changes: PeopleChanges) => T) => change.immediate(work) as T,
  };
}

function readTracks(database: Database.Database, space: Space | undefined): StoredTrack[] {
  const vectors =
    space === undefined
      ? { column: 'NULL', join: '' }
      : {
          column: 'value',
          join: `LEFT JOIN ${tableOf(space).name} ON ${tableOf(space).name}.track_id = track.id`,
        };
  const rows = database
    .prepare(
      `SELECT track.id, video_id AS video, best_us AS time, face.x, face.y, face.width, face.height, face.quality,
         (SELECT json_group_array(time_us) FROM (SELECT time_us FROM face WHERE track_id = track.id ORDER BY time_us)) AS times,
         person_id AS person, ${vectors.column} AS value
       FROM track JOIN face ON face.track_id = track.id AND face.time_us = best_us
       LEFT JOIN membership ON membership.track_id = track.id ${vectors.join} ORDER BY track.id`,
    )
    .iterate() as IterableIterator<TrackRow>;
  const tracks: StoredTrack[] = [];
  for (const { id, video, time, quality, times, person, value, ...box } of rows) {
    tracks.push({
      id,
      video,
      times: JSON.parse(times) as number[],
      place: { video, time, box: toBox(box) },
      quality,
      vector: value === null ? undefined : toVector(value),
      person: person ?? undefined,
    });
  }
  return tracks;
}

function toDecision(row: DecisionRow): PersonDecision {
  const { kind, person, video, time } = row;
  const place: FacePlace = { video, time, box: toBox(row) };
  if (kind === 'is') return { kind, place, person };
  const { otherX: x, otherY: y, otherWidth: width, otherHeight: height } = row;
  return {
    kind,
    place,
    other: { video: row.otherVideo, time: row.otherTime, box: toBox({ x, y, width, height }) },
  };
}

function toBox({
  x,
  y,
  width,
  height,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}): Box {
  return { left: x, top: y, width, height };
}

function toVector(bytes: Buffer): UnitVector {
  // A copy: SQLite's buffers need not begin where four bytes can be read at once.
  return new Float32Array(new Uint8Array(bytes).buffer) as UnitVector;
}
