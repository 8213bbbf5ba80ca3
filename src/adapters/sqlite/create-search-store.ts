import type Database from 'better-sqlite3';
import type { PlaceFacts, SearchStore } from '../../domain/ports/library.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { findNearest } from './find-nearest.ts';
import { createHashFinder } from './hash-near.ts';
import { oddVector } from './nearest-frames.ts';
import { readTimes } from './read-times.ts';
import { sampleVectors } from './sample-vectors.ts';
import { vectorTable } from './schema-001.ts';
import { readSpacesOf } from './spaces.ts';

/** Frames of a library, as a search asks for them, in SQLite. */
export function createSearchStore(database: Database.Database): SearchStore {
  let findHash: ReturnType<typeof createHashFinder> | undefined;
  const vectors = new Map<number, Database.Statement>();
  return {
    spaces: () => readSpacesOf(database, 'frames'),
    nearest: (space, vector, k, filter) => findNearest(database, space, vector, k, filter),
    sample: (space, count) => sampleVectors(database, space, count),
    hashAt(video, time) {
      findHash ??= createHashFinder(database);
      return findHash(video, time);
    },
    vectorOf(space, frame) {
      let statement = vectors.get(space.id);
      if (statement === undefined) {
        statement = database
          .prepare(`SELECT value FROM ${vectorTable(space.id)} WHERE frame_id = ? AND length(value) = ?`)
          .pluck();
        vectors.set(space.id, statement);
      }
      const bytes = statement.get(frame, space.dimension * 4) as Buffer | undefined;
      if (bytes === undefined) throw oddVector(database, frame);
      // A copy: SQLite's buffer need not lie on a multiple of four.
      return new Float32Array(new Uint8Array(bytes).buffer) as UnitVector;
    },
    places() {
      const rows = database
        .prepare(
          `SELECT video_id AS video, volume.identity AS volume, label AS volumeLabel, mount_path AS mountPath, path
           FROM place JOIN volume ON volume.id = place.volume_id ORDER BY place.id`,
        )
        .all() as (PlaceFacts & { video: number })[];
      return groupByVideo(rows);
    },
    times: () => readTimes(database),
  };
}

function groupByVideo(rows: readonly (PlaceFacts & { video: number })[]): Map<number, PlaceFacts[]> {
  const places = new Map<number, PlaceFacts[]>();
  for (const { video, ...place } of rows) {
    const list = places.get(video);
    if (list === undefined) places.set(video, [place]);
    else list.push(place);
  }
  return places;
}
