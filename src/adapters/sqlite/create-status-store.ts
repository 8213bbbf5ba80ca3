import type Database from 'better-sqlite3';
import type { LibraryStatus, StatusStore } from '../../domain/ports/library.ts';
import { readSpaces } from './spaces.ts';

/** What a library holds, counted in SQLite. */
export function createStatusStore(database: Database.Database): StatusStore {
  const count = (sql: string) => database.prepare(sql).pluck().get() as number;
  return {
    indexedVideos: () => count("SELECT count(DISTINCT video_id) FROM stage_run WHERE state <> 'failed'"),
    status: () => ({
      identity: database.prepare('SELECT identity FROM library').pluck().get() as string,
      videos: count('SELECT count(*) FROM video'),
      files: count('SELECT count(*) FROM place'),
      duration: count('SELECT coalesce(sum(duration_us), 0) FROM video'),
      shots: count('SELECT count(*) FROM shot'),
      frames: count('SELECT count(*) FROM frame'),
      segments: count('SELECT count(*) FROM segment'),
      faces: count('SELECT count(*) FROM track'),
      people: count('SELECT count(*) FROM person'),
      volumes: database
        .prepare(
          `SELECT identity, label, mount_path AS mountPath, count(DISTINCT video_id) AS videos,
             count(place.id) AS files
           FROM volume LEFT JOIN place ON place.volume_id = volume.id GROUP BY volume.id ORDER BY volume.id`,
        )
        .all() as LibraryStatus['volumes'],
      spaces: readSpaces(database),
      failures: database
        .prepare(
          `SELECT rtrim(mount_path, '/') || '/' || path AS path, code, message FROM stage_run
           JOIN place ON place.video_id = stage_run.video_id JOIN volume ON volume.id = place.volume_id
           WHERE state <> 'done' ORDER BY path`,
        )
        .all() as LibraryStatus['failures'],
    }),
  };
}
