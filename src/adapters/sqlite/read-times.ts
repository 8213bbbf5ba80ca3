import type Database from 'better-sqlite3';
import type { VideoTimes } from '../../domain/ports/library.ts';

/** When each video that lies somewhere was recorded, by what its file says, else as old as its oldest file is. */
export function readTimes(database: Database.Database): Map<number, VideoTimes> {
  const rows = database
    .prepare(
      `SELECT video.id AS video, coalesce(recorded_us, min(modified_ns) / 1000) AS recorded,
         coalesce(duration_us, 0) AS duration
       FROM video JOIN place ON place.video_id = video.id GROUP BY video.id`,
    )
    .all() as (VideoTimes & { video: number })[];
  return new Map(rows.map(({ video, ...times }) => [video, times]));
}
