import type Database from 'better-sqlite3';
import type { FrameHit } from '../../domain/moments.ts';
import type { FrameFilter } from '../../domain/ports/library.ts';
import type { Space } from '../../domain/space.ts';
import { CHUNK, newestRule } from './code-chunks.ts';
import { NO_COSINE, nearestFrames, oddVector, scoreOf } from './nearest-frames.ts';
import { FEWEST_CODED, missingChunks } from './renew-codes.ts';
import { type Candidates, type CodeFilter, scanCodes } from './scan-codes.ts';
import { vectorTable } from './schema-001.ts';
import { selectFrames } from './select-frames.ts';

/** So many candidates are looked at closely for each hit that is wanted, and some more, at most. */
const CANDIDATES_PER_HIT = 8;
const CANDIDATES = 1500;
/** Vectors that are read at once. */
const BATCH = 256;
/** A candidate so many deviations below what is already found is not looked at any more. */
const MARGIN = 5;

/**
 * The k nearest frames by cosine, best first. Where a filter leaves few frames, or k is a large part of them, each vector
 * is compared; else codes say which (docs/decisions/037). Scores are those of the vectors themselves in either case.
 */
export function findNearest(
  database: Database.Database,
  space: Space,
  vector: Float32Array,
  k: number,
  filter: FrameFilter,
): FrameHit[] {
  const most = CANDIDATES + CANDIDATES_PER_HIT * k;
  const isCoded = newestRule(database, space) !== undefined;
  // Of a large library little is read twice: to map pages takes longer than to read them, and each touch checks them again.
  if (isCoded) database.pragma('mmap_size = 0');
  const isSmall = space.vectors < Math.max(FEWEST_CODED, 4 * most) || !isCoded;
  if (isSmall || leavesFew(database, filter, Math.max(FEWEST_CODED, 4 * most)))
    return nearestFrames(database, space, vector, k, filter);
  // One transaction: a lock for each statement would take as long as what it reads, and all speak of the same state.
  return database.transaction(() => {
    const candidates = scanCodes(database, space, vector, most, codeFilterOf(database, filter));
    const frames = bestOf(database, space, vector, k, candidates);
    // What has no codes yet is compared.
    for (const chunk of missingChunks(database, space))
      frames.push(...framesFrom(database, space, chunk, filter));
    return nearestFrames(database, space, vector, k, { frames });
  })();
}

/** Whether a filter leaves fewer frames than some, as far as the index of videos and times tells quickly. */
function leavesFew(database: Database.Database, { videos, within }: FrameFilter, few: number): boolean {
  if (videos === undefined && within === undefined) return false;
  const { sql, parameters } = selectFrames({
    ...(videos === undefined ? {} : { videos }),
    ...(within === undefined ? {} : { within }),
  });
  const count = database.prepare(`SELECT count(*) FROM (${sql} LIMIT @few)`).pluck();
  return (count.get({ ...parameters, few }) as number) < few;
}

function codeFilterOf(database: Database.Database, { videos, within, without }: FrameFilter): CodeFilter {
  const framesOf = (stretches: FrameFilter['within'] & object) => {
    const { sql, parameters } = selectFrames({ within: stretches });
    return new Set(database.prepare(`SELECT frame FROM (${sql})`).pluck().all(parameters) as number[]);
  };
  return {
    videos: videos === undefined ? undefined : new Set(videos),
    only: within === undefined ? undefined : framesOf(within),
    without: without === undefined || without.length === 0 ? new Set() : framesOf(without),
  };
}

/**
 * The frames of the k highest cosines among candidates, and those that share the lowest of them. They are read in the order
 * of their estimates until the next one would have to be off by more than some deviations.
 */
function bestOf(
  database: Database.Database,
  space: Space,
  vector: Float32Array,
  k: number,
  { ids, estimates, deviation }: Candidates,
): number[] {
  const scores = database
    .prepare(
      `SELECT frame_id, ${scoreOf('held.value')} FROM json_each(@ids) AS one CROSS JOIN ${vectorTable(space.id)} AS held ON frame_id = one.value`,
    )
    .raw();
  let found: [number, number][] = [];
  for (let from = 0; from < ids.length; from += BATCH) {
    const lowest = found.length < k ? Number.NEGATIVE_INFINITY : found[k - 1]![1];
    if (estimates[from]! + MARGIN * deviation < lowest) break;
    const batch = ids.slice(from, from + BATCH).sort();
    const rows = scores.all({ ids: JSON.stringify([...batch]), vector, bytes: space.dimension * 4 }) as [
      number,
      number | null,
    ][];
    for (const [frame, score] of rows) {
      if (score === NO_COSINE) throw oddVector(database, frame);
      if (score !== null && score >= lowest) found.push([frame, score]);
    }
    found.sort((a, b) => b[1] - a[1]);
    const last = found[k - 1]?.[1] ?? Number.NEGATIVE_INFINITY;
    found = found.filter(([, score]) => score >= last);
  }
  return found.map(([frame]) => frame);
}

/** The frames in a chunk's reach that a filter leaves. */
function framesFrom(database: Database.Database, space: Space, chunk: number, filter: FrameFilter): number[] {
  const range = `frame_id BETWEEN ${chunk * CHUNK} AND ${chunk * CHUNK + CHUNK - 1}`;
  const all = database.prepare(`SELECT frame_id FROM ${vectorTable(space.id)} WHERE ${range}`).pluck();
  const { sql, parameters } = selectFrames({ ...filter, frames: all.all() as number[] });
  if (sql === undefined) return all.all() as number[];
  return database.prepare(`SELECT frame FROM (${sql})`).pluck().all(parameters) as number[];
}
