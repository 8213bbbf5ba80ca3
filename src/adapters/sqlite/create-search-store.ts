import type Database from 'better-sqlite3';
import type { FrameHit } from '../../domain/moments.ts';
import type { PlaceFacts, SearchStore } from '../../domain/ports/library.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { vectorTable } from './schema-001.ts';
import { readSpaces } from './spaces.ts';

/** As many frames tell a query's mean score to about 1 % of its spread. */
const BACKGROUND_SAMPLE = 4096;

/** Exact nearest frames by cosine (sqlite-vec's scalar functions), in SQLite. */
export function createSearchStore(database: Database.Database): SearchStore {
  return {
    spaces: () => readSpaces(database),
    nearest(space, vector, k, filter) {
      const table = vectorTable(space.id);
      const restriction =
        filter.videos === undefined ? '' : 'WHERE frame.video_id IN (SELECT value FROM json_each(@videos))';
      return database
        .prepare(
          `SELECT frame.id AS frame, frame.video_id AS video, frame.time_us AS time,
             1 - vec_distance_cosine(${table}.value, @vector) AS score
           FROM ${table} JOIN frame ON frame.id = ${table}.frame_id ${restriction}
           ORDER BY score DESC, video, time LIMIT @k`,
        )
        .all({
          vector,
          k,
          ...(filter.videos === undefined ? {} : { videos: JSON.stringify(filter.videos) }),
        }) as FrameHit[];
    },
    background(space, vector) {
      const stride = Math.max(1, Math.floor(space.vectors / BACKGROUND_SAMPLE));
      const mean = database
        .prepare(
          `SELECT avg(1 - vec_distance_cosine(value, ?)) FROM ${vectorTable(space.id)} WHERE frame_id % ? = 0`,
        )
        .pluck()
        .get(vector, stride) as number | null;
      return mean ?? 0;
    },
    vectorOf(space, frame) {
      const bytes = database
        .prepare(`SELECT value FROM ${vectorTable(space.id)} WHERE frame_id = ?`)
        .pluck()
        .get(frame) as Buffer;
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
    endOf(video) {
      const end = database
        .prepare('SELECT start_us + duration_us FROM video WHERE id = ?')
        .pluck()
        .get(video) as number | null | undefined;
      return end ?? undefined;
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
