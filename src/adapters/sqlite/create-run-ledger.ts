import type Database from 'better-sqlite3';
import type { RunRecord } from '../../domain/find-stale.ts';
import type { RunLedger } from '../../domain/ports/run-ledger.ts';

/** The record of what has run, in SQLite. */
export function createRunLedger(database: Database.Database): RunLedger {
  return {
    runsByPlace(stage) {
      const records = database
        .prepare('SELECT video_id AS video, parameters, state FROM stage_run WHERE stage = ?')
        .all(stage) as (RunRecord & { video: number })[];
      const byVideo = new Map<number, RunRecord[]>();
      for (const { video, ...record } of records) byVideo.set(video, [...(byVideo.get(video) ?? []), record]);
      const places = database
        .prepare(
          `SELECT rtrim(mount_path, '/') || '/' || path AS path, video_id AS video
           FROM place JOIN volume ON volume.id = place.volume_id ORDER BY mount_path, path`,
        )
        .all() as { path: string; video: number }[];
      return places.map(({ path, video }) => ({ path, runs: byVideo.get(video) ?? [] }));
    },
  };
}
