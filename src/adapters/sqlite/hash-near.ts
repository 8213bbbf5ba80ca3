import type Database from 'better-sqlite3';

/** Finds the perceptual hash of the frame of a video whose time is nearest; undefined where it has none. */
export function createHashFinder(
  database: Database.Database,
): (video: number, time: number) => bigint | undefined {
  const near = (sign: '<=' | '>', order: 'DESC' | 'ASC') =>
    `SELECT * FROM (SELECT hash, abs(time_us - @time) AS distance FROM frame
       WHERE video_id = @video AND time_us ${sign} @time ORDER BY time_us ${order} LIMIT 1)`;
  const statement = database
    .prepare(
      `SELECT hash FROM (${near('<=', 'DESC')} UNION ALL ${near('>', 'ASC')}) ORDER BY distance LIMIT 1`,
    )
    .pluck()
    .safeIntegers();
  return (video, time) => (statement.get({ video, time }) as bigint | null | undefined) ?? undefined;
}
