import type Database from 'better-sqlite3';
import type { FrameHit } from '../../domain/moments.ts';
import type { FrameFilter } from '../../domain/ports/library.ts';
import type { Space } from '../../domain/space.ts';
import { placeInShot, type Surroundings } from '../../domain/stretch.ts';
import { damagedCodes } from './code-chunks.ts';
import { vectorTable } from './schema-001.ts';
import { selectFrames } from './select-frames.ts';

/** What lies around each hit. Of the shots that begin before it the last one is its own. */
const AROUND = `
  (SELECT max(time_us) FROM frame WHERE video_id = hit.video AND time_us < hit.time) AS before,
  (SELECT min(time_us) FROM frame WHERE video_id = hit.video AND time_us > hit.time) AS after,
  (SELECT start_us FROM shot WHERE video_id = hit.video AND start_us <= hit.time ORDER BY start_us DESC LIMIT 1) AS shotStart,
  (SELECT end_us FROM shot WHERE video_id = hit.video AND start_us <= hit.time ORDER BY start_us DESC LIMIT 1) AS shotEnd,
  (SELECT start_us + duration_us FROM video WHERE id = hit.video) AS videoEnd`;

/** Stands for a vector of another length, which is not even read. Above every cosine, so that it comes first. */
export const NO_COSINE = 9;

/** The cosine of a stored vector with `@vector`. */
export const scoreOf = (value: string) =>
  `CASE WHEN length(${value}) = @bytes THEN 1 - vec_distance_cosine(${value}, @vector) ELSE ${NO_COSINE} END`;

type Row = Omit<FrameHit, 'start' | 'end' | 'score' | 'shotStart' | 'shotEnd'> & {
  score: number | null;
} & Surroundings;

/**
 * The k nearest of the frames that a filter leaves, by comparison with each of their vectors (sqlite-vec's scalar
 * functions).
 *
 * @throws HeimdexError `library-damaged` where a vector has another length
 */
export function nearestFrames(
  database: Database.Database,
  space: Space,
  vector: Float32Array,
  k: number,
  filter: FrameFilter & { readonly frames?: readonly number[] },
): FrameHit[] {
  const table = vectorTable(space.id);
  const { sql, parameters } = selectFrames(filter);
  const from =
    sql === undefined
      ? `${table} CROSS JOIN (SELECT id AS frame, video_id AS video, time_us AS time FROM frame) ON frame = frame_id`
      : `(${sql}) CROSS JOIN ${table} ON frame_id = frame`;
  const hits = database
    .prepare(
      `WITH hit AS MATERIALIZED (
         SELECT frame, video, time, ${scoreOf(`${table}.value`)} AS score FROM ${from} ORDER BY score DESC, video, time LIMIT @k)
       SELECT hit.*, ${AROUND} FROM hit ORDER BY score DESC, video, time`,
    )
    .all({ vector, bytes: space.dimension * 4, k, ...parameters }) as Row[];
  if (hits[0]?.score === NO_COSINE) throw oddVector(database, hits[0].frame);
  return hits.flatMap(({ frame, video, time, score, ...around }) =>
    // A vector that is not of finite numbers is near nothing.
    score === null ? [] : [{ frame, video, time, score, ...placeInShot({ time, ...around }) }],
  );
}

export function oddVector(database: Database.Database, frame: number) {
  return damagedCodes(database, `the vector of frame ${frame} has another length than its space`);
}
