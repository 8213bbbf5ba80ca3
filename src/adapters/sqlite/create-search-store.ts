import type Database from 'better-sqlite3';
import { HeimdexError } from '../../domain/errors.ts';
import type { FrameHit } from '../../domain/moments.ts';
import type { VideoStretch } from '../../domain/overlaps.ts';
import type { FrameFilter, PlaceFacts, SearchStore } from '../../domain/ports/library.ts';
import { type Surroundings, stretchOf } from '../../domain/stretch.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { readTimes } from './read-times.ts';
import { vectorTable } from './schema-001.ts';
import { readSpacesOf } from './spaces.ts';

/** As many frames tell a query's mean score to about 1 % of its spread. */
const BACKGROUND_SAMPLE = 4096;

/** What lies around each hit. Of the shots that begin before it the last one is its own. */
const AROUND = `
  (SELECT max(time_us) FROM frame WHERE video_id = hit.video AND time_us < hit.time) AS before,
  (SELECT min(time_us) FROM frame WHERE video_id = hit.video AND time_us > hit.time) AS after,
  (SELECT start_us FROM shot WHERE video_id = hit.video AND start_us <= hit.time ORDER BY start_us DESC LIMIT 1) AS shotStart,
  (SELECT end_us FROM shot WHERE video_id = hit.video AND start_us <= hit.time ORDER BY start_us DESC LIMIT 1) AS shotEnd,
  (SELECT start_us + duration_us FROM video WHERE id = hit.video) AS videoEnd`;

/** Stands for a vector of another length, which is not even read. Above every cosine, so that it comes first. */
const NO_COSINE = 9;

/** Exact nearest frames by cosine (sqlite-vec's scalar functions), in SQLite. */
export function createSearchStore(database: Database.Database): SearchStore {
  return {
    spaces: () => readSpacesOf(database, 'frames'),
    nearest(space, vector, k, filter) {
      const table = vectorTable(space.id);
      const { restriction, parameters } = restrict(filter);
      const hits = database
        .prepare(
          `WITH hit AS (
             SELECT frame.id AS frame, frame.video_id AS video, frame.time_us AS time,
               CASE WHEN length(${table}.value) = @bytes THEN 1 - vec_distance_cosine(${table}.value, @vector)
               ELSE ${NO_COSINE} END AS score
             FROM ${table} JOIN frame ON frame.id = ${table}.frame_id ${restriction}
             ORDER BY score DESC, video, time LIMIT @k)
           SELECT hit.*, ${AROUND} FROM hit ORDER BY score DESC, video, time`,
        )
        .all({
          vector,
          bytes: space.dimension * 4,
          k,
          ...parameters,
        }) as (Omit<FrameHit, 'start' | 'end' | 'score'> & { score: number | null } & Surroundings)[];
      if (hits[0]?.score === NO_COSINE) throw oddVector(database, hits[0].frame);
      return hits.flatMap(({ frame, video, time, score, ...around }) =>
        // A vector that is not of finite numbers is near nothing.
        score === null ? [] : [{ frame, video, time, score, ...stretchOf({ time, ...around }) }],
      );
    },
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
    times: () => readTimes(database),
  };
}

/** The part of a question that says which frames are looked at. Those in stretches are found by the index of times. */
function restrict({ videos, within, without }: FrameFilter): {
  restriction: string;
  parameters: Record<string, string>;
} {
  const inStretches = (name: string) =>
    `(SELECT seen.id FROM json_each(@${name}) AS stretch CROSS JOIN frame AS seen
      ON seen.video_id = stretch.value ->> 0
      AND seen.time_us BETWEEN stretch.value ->> 1 AND max(stretch.value ->> 1, (stretch.value ->> 2) - 1))`;
  const conditions: string[] = [];
  const parameters: Record<string, string> = {};
  if (videos !== undefined) {
    conditions.push('frame.video_id IN (SELECT value FROM json_each(@videos))');
    parameters.videos = JSON.stringify(videos);
  }
  if (within !== undefined) {
    conditions.push(`frame.id IN ${inStretches('within')}`);
    parameters.within = toJson(within);
  }
  if (without !== undefined && without.length > 0) {
    conditions.push(`frame.id NOT IN ${inStretches('without')}`);
    parameters.without = toJson(without);
  }
  return { restriction: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, parameters };
}

function toJson(stretches: readonly VideoStretch[]): string {
  return JSON.stringify(stretches.map(({ video, start, end }) => [video, start, end]));
}

function oddVector(database: Database.Database, frame: number): HeimdexError {
  return new HeimdexError(
    'library-damaged',
    `the library ${database.name} is damaged: the vector of frame ${frame} has another length than its space`,
    { hint: 'heimdex verify tells what is damaged; restore it from a copy, or move it away and index again' },
  );
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
