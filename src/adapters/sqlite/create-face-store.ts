import type Database from 'better-sqlite3';
import type { FaceStore, FaceWriter } from '../../domain/ports/face-store.ts';
import type { StageKey, StageRun } from '../../domain/ports/library.ts';
import type { Shot } from '../../domain/shot.ts';
import type { Space } from '../../domain/space.ts';
import type { Microseconds } from '../../domain/time.ts';
import type { Track } from '../../domain/track.ts';
import { partsOfFaces, putChecksums, putPeopleChecksum, putWholeChecksum } from './checksums.ts';
import { putStageRun } from './create-video-store.ts';
import { countShared, type FaceRow, type FaceSpot, readForgotten, toFaceSpot } from './face-places.ts';
import { removeFaces } from './remove-faces.ts';
import { addToCount, ensureSpace, readSpacesOf } from './spaces.ts';
import { tableOf } from './vector-tables.ts';

/**
 * Faces and their vectors, in SQLite. A track is a few kilobytes: what ten hours show waits in some tens of megabytes of
 * memory until it is committed.
 */
export function createFaceStore(database: Database.Database): FaceStore {
  const times = database.prepare('SELECT time_us FROM frame WHERE video_id = ? ORDER BY time_us').pluck();
  const shots = database.prepare(
    'SELECT start_us AS start, end_us AS end, transition FROM shot WHERE video_id = ? ORDER BY start_us',
  );
  return {
    ensureSpace: (identity) => ensureSpace(database, identity, 'tracks'),
    writer: (video, space, key) => createWriter(database, video, space, key),
    chosen: (video) => ({
      times: times.all(video) as Microseconds[],
      shots: shots.all(video) as Shot[],
    }),
  };
}

function createWriter(
  database: Database.Database,
  video: number,
  space: Space | undefined,
  key: StageKey,
): FaceWriter {
  let tracks: Track[] = [];
  const commit = database.transaction((run: StageRun) => {
    const known = readKnownTracks(database, video);
    const forgotten = readForgotten(database, video);
    removeFaces(database, '?', video);
    const kept = tracks.filter(({ faces }) => countShared(faces, forgotten) === 0);
    insertTracks(database, video, space, kept, known);
    // Its rows are gone: a run with other parameters has to be done again.
    database
      .prepare('DELETE FROM stage_run WHERE video_id = ? AND stage = ? AND parameters <> ?')
      .run(video, key.stage, key.parameters);
    putStageRun(database, video, key, run);
    putChecksums(database, video, partsOfFaces(readSpacesOf(database, 'tracks')));
    putPeopleChecksum(database);
    putWholeChecksum(database);
    return kept.length;
  });
  const forget = () => {
    tracks = [];
  };
  return {
    add(more) {
      for (const track of more) refuseMisfit(track, space);
      for (const track of more) tracks.push(track);
    },
    commit(run) {
      const kept = commit.immediate(run) as number;
      forget();
      return kept;
    },
    discard: forget,
  };
}

function refuseMisfit({ vector }: Track, space: Space | undefined): void {
  if (vector === undefined || vector.length === space?.dimension) return;
  throw new RangeError(
    `a vector of ${vector.length} numbers for ${space === undefined ? 'no space' : `a space of ${space.dimension}`}`,
  );
}

/** A track that somebody is known to be. */
interface KnownTrack {
  readonly person: number;
  readonly faces: readonly FaceSpot[];
}

function readKnownTracks(database: Database.Database, video: number): KnownTrack[] {
  const rows = database
    .prepare(
      `SELECT track.id AS track, person_id AS person, time_us AS time, x, y, width, height
       FROM track JOIN membership ON membership.track_id = track.id JOIN face ON face.track_id = track.id
       WHERE video_id = ? ORDER BY track.id, time_us`,
    )
    .all(video) as (FaceRow & { track: number; person: number })[];
  const known = new Map<number, { person: number; faces: FaceSpot[] }>();
  for (const row of rows) {
    const track = known.get(row.track) ?? { person: row.person, faces: [] };
    track.faces.push(toFaceSpot(row));
    known.set(row.track, track);
  }
  return [...known.values()];
}

function insertTracks(
  database: Database.Database,
  video: number,
  space: Space | undefined,
  tracks: readonly Track[],
  known: readonly KnownTrack[],
): void {
  const insertTrack = database.prepare(
    'INSERT INTO track (video_id, number, best_us, thumbnail) VALUES (?, ?, ?, ?)',
  );
  const insertFace = database.prepare(
    'INSERT INTO face (track_id, time_us, x, y, width, height, landmarks, score, quality) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const insertMembership = database.prepare('INSERT INTO membership (track_id, person_id) VALUES (?, ?)');
  const insertVector =
    space && database.prepare(`INSERT INTO ${tableOf(space).name} (track_id, value) VALUES (?, ?)`);
  let vectors = 0;
  for (const [number, { faces, best, thumbnail, vector }] of tracks.entries()) {
    const { lastInsertRowid: id } = insertTrack.run(video, number, faces[best]!.time, thumbnail);
    for (const { time, box, landmarks, score, quality } of faces) {
      const points = JSON.stringify(landmarks.map(({ x, y }) => [x, y]));
      insertFace.run(id, time, box.left, box.top, box.width, box.height, points, score, quality);
    }
    const person = personOf(faces, known);
    if (person !== undefined) insertMembership.run(id, person);
    if (vector === undefined) continue;
    insertVector!.run(id, vector);
    vectors++;
  }
  if (space !== undefined) addToCount(database, space, vectors);
}

/** Whose face it was when the video was gone through before: that of most of its faces. */
function personOf(faces: readonly FaceSpot[], known: readonly KnownTrack[]): number | undefined {
  const votes = new Map<number, number>();
  for (const { person, faces: before } of known) {
    const shared = countShared(faces, before);
    if (shared > 0) votes.set(person, (votes.get(person) ?? 0) + shared);
  }
  return [...votes].reduce<[number | undefined, number]>(
    (most, vote) => (vote[1] > most[1] ? vote : most),
    [undefined, 0],
  )[0];
}
