import type Database from 'better-sqlite3';
import type { PlaceFacts, SearchStore } from '../../domain/ports/library.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { findNearest } from './find-nearest.ts';
import { oddVector } from './nearest-frames.ts';
import { vectorTable } from './schema-001.ts';
import { readSpacesOf } from './spaces.ts';

/** As many frames tell a query's mean score to about 1 % of its spread. */
const BACKGROUND_SAMPLE = 4096;

/** Frames of a library, as a search asks for them, in SQLite. */
export function createSearchStore(database: Database.Database): SearchStore {
  return {
    spaces: () => readSpacesOf(database, 'frames'),
    nearest: (space, vector, k, filter) => findNearest(database, space, vector, k, filter),
    background(space, vector) {
      const table = vectorTable(space.id);
      const stride = Math.max(1, Math.floor(space.vectors / BACKGROUND_SAMPLE));
      const mean = database
        .prepare(
          // By their numbers: a condition on every row would read the whole table.
          `WITH RECURSIVE sample(id) AS (
             SELECT @stride UNION ALL
             SELECT id + @stride FROM sample WHERE id + @stride <= (SELECT max(frame_id) FROM ${table}))
           SELECT avg(1 - vec_distance_cosine(value, @vector)) FROM sample JOIN ${table} ON frame_id = id
           WHERE length(value) = @bytes`,
        )
        .pluck()
        .get({ stride, vector, bytes: space.dimension * 4 }) as number | null;
      return mean ?? 0;
    },
    vectorOf(space, frame) {
      const bytes = database
        .prepare(`SELECT value FROM ${vectorTable(space.id)} WHERE frame_id = ? AND length(value) = ?`)
        .pluck()
        .get(frame, space.dimension * 4) as Buffer | undefined;
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
