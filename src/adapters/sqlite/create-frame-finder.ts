import type Database from 'better-sqlite3';
import type { FrameQuality } from '../../domain/frame.ts';
import type { FrameFacts, FrameFinder } from '../../domain/ports/frame-finder.ts';
import type { Shot } from '../../domain/shot.ts';
import { createSearchStore } from './create-search-store.ts';
import { vectorTable } from './schema-001.ts';
import { readSpacesOf } from './spaces.ts';

interface FrameRow {
  id: number;
  time: number;
  thumbnail: Buffer;
  duration: number;
  width: number;
  height: number;
  codec: string;
}

interface QualityRow {
  sharpness: number | null;
  brightness: number | null;
  contrast: number | null;
  hash: bigint | null;
}

/** Single frames of a library, in SQLite. */
export function createFrameFinder(database: Database.Database): FrameFinder {
  // Two steps along the index of times, whatever the length of the video.
  const nearest = (side: '<=' | '>', order: 'DESC' | 'ASC') =>
    `SELECT * FROM (SELECT id, time_us AS time, thumbnail FROM frame
       WHERE video_id = @video AND time_us ${side} @time ORDER BY time_us ${order} LIMIT 1)`;
  const find = database.prepare(
    `SELECT near.id, time, thumbnail, duration_us AS duration, width, height, codec
     FROM (${nearest('<=', 'DESC')} UNION ALL ${nearest('>', 'ASC')}) AS near JOIN video ON video.id = @video
     ORDER BY abs(time - @time), time LIMIT 1`,
  );
  const findQuality = database
    .prepare('SELECT sharpness, brightness, contrast, hash FROM frame WHERE id = ?')
    .safeIntegers();
  // Shots follow one another: the last one that has begun.
  const findShot = database.prepare(
    `SELECT start_us AS start, end_us AS end, transition FROM shot
     WHERE video_id = ? AND start_us <= ? ORDER BY start_us DESC LIMIT 1`,
  );
  return {
    places: () => createSearchStore(database).places(),
    nearestFrame(video, time): FrameFacts | undefined {
      const row = find.get({ video, time }) as FrameRow | undefined;
      if (row === undefined) return undefined;
      const { id, time: found, thumbnail, ...facts } = row;
      const holds = (space: number) =>
        database.prepare(`SELECT 1 FROM ${vectorTable(space)} WHERE frame_id = ?`).get(id) !== undefined;
      const spaces = readSpacesOf(database, 'frames').filter((space) => holds(space.id));
      return {
        time: found,
        thumbnail,
        quality: toQuality(findQuality.get(id) as QualityRow),
        shot: findShot.get(video, found) as Shot | undefined,
        spaces: spaces.map(({ model, revision }) => ({ model, revision })),
        video: facts,
      };
    },
  };
}

/** Undefined for a frame that was stored without: its video was indexed by an older heimdex. */
function toQuality({ sharpness, brightness, contrast, hash }: QualityRow): FrameQuality | undefined {
  if (sharpness === null || brightness === null || contrast === null || hash === null) return undefined;
  // SQLite's integers are signed: the same 64 bits.
  return { sharpness, brightness, contrast, hash: BigInt.asUintN(64, hash) };
}
