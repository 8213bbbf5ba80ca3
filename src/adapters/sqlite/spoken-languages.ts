import type Database from 'better-sqlite3';
import type { VideoStretch } from '../../domain/overlaps.ts';
import type { VideoFilter } from '../../domain/ports/library.ts';

/** The languages of all segments, by their codes in order. */
export function listLanguages(database: Database.Database): string[] {
  return database
    .prepare('SELECT DISTINCT language FROM segment WHERE language IS NOT NULL ORDER BY language')
    .pluck()
    .all() as string[];
}

/** The segments of a language. */
export function findSpoken(
  database: Database.Database,
  language: string,
  { videos }: VideoFilter,
): VideoStretch[] {
  const restriction = videos === undefined ? '' : 'AND video_id IN (SELECT value FROM json_each(@videos))';
  return database
    .prepare(
      `SELECT video_id AS video, start_us AS start, end_us AS end FROM segment
       WHERE language = @language ${restriction} ORDER BY video_id, start_us`,
    )
    .all({ language, ...(videos === undefined ? {} : { videos: JSON.stringify(videos) }) }) as VideoStretch[];
}

/** Whether the stage that looks for speech has gone through any video. */
export function hasListened(database: Database.Database): boolean {
  return database.prepare("SELECT 1 FROM stage_run WHERE stage = 'speech' LIMIT 1").get() !== undefined;
}
