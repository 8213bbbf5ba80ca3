import type Database from 'better-sqlite3';
import type { EmbeddedFrame } from '../../domain/frame.ts';
import type { FrameStore, FrameWriter, StageKey, StageRun } from '../../domain/ports/library.ts';
import type { Shot } from '../../domain/shot.ts';
import type { Space } from '../../domain/space.ts';
import { partsOfSight, putChecksums, putWholeChecksum } from './checksums.ts';
import { putStageRun } from './create-video-store.ts';
import { addCodes } from './put-codes.ts';
import { renewCodes } from './renew-codes.ts';
import { vectorTable } from './schema-001.ts';
import { addToCount, ensureSpace, readSpacesOf, removeVectors } from './spaces.ts';

/** Pieces of codes that are renewed with each video. */
const PIECES = 2;

/**
 * Frames and their vectors, in SQLite. What a writer is given waits in a temporary table on disk, so that memory does
 * not grow with a video's length, and moves over in one transaction.
 */
export function createFrameStore(database: Database.Database): FrameStore {
  database.exec(
    `CREATE TEMP TABLE IF NOT EXISTS pending_frame (
       time_us INTEGER PRIMARY KEY, thumbnail BLOB NOT NULL, sharpness REAL, brightness REAL, contrast REAL, hash INTEGER, value BLOB NOT NULL
     ) STRICT`,
  );
  return {
    ensureSpace: (identity) => ensureSpace(database, identity, 'frames'),
    writer: (video, space, key) => createWriter(database, video, space, key),
    renewCodes: () => readSpacesOf(database, 'frames').some((space) => renewCodes(database, space)),
  };
}

function createWriter(database: Database.Database, video: number, space: Space, key: StageKey): FrameWriter {
  const clear = database.prepare('DELETE FROM temp.pending_frame');
  const insert = database.prepare(
    'INSERT INTO temp.pending_frame (time_us, thumbnail, sharpness, brightness, contrast, hash, value) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  clear.run();
  const add = database.transaction((frames: readonly EmbeddedFrame[]) => {
    for (const { time, thumbnail, quality, vector } of frames) {
      if (vector.length !== space.dimension) {
        throw new RangeError(`a vector of ${vector.length} numbers for a space of ${space.dimension}`);
      }
      // SQLite's integers are signed: the same 64 bits.
      const hash = quality === undefined ? null : BigInt.asIntN(64, quality.hash);
      const { sharpness = null, brightness = null, contrast = null } = quality ?? {};
      insert.run(time, thumbnail, sharpness, brightness, contrast, hash, vector);
    }
  });
  const shots: Shot[] = [];
  const commit = database.transaction((run: StageRun) => {
    replaceFrames(database, video, space);
    replaceShots(database, video, shots);
    putStageRun(database, video, key, run);
    putChecksums(database, video, partsOfSight([space]));
    putWholeChecksum(database);
  });
  return {
    add: (frames) => add(frames),
    addShots(more) {
      shots.push(...more);
    },
    commit(run) {
      commit.immediate(run);
      clear.run();
      // Twice as many vectors at least get new codes as are added, until all have them.
      for (let piece = 0; piece < PIECES && renewCodes(database, space); piece++);
    },
    discard: () => void clear.run(),
  };
}

/** Moves what waits into the place of what a space held of a video. Part of the caller's transaction. */
function replaceFrames(database: Database.Database, video: number, space: Space): void {
  removeVectors(database, [space], 'SELECT id FROM frame WHERE video_id = ?', video);
  database
    .prepare(
      `INSERT INTO frame (video_id, time_us, thumbnail, sharpness, brightness, contrast, hash)
       SELECT ?, time_us, thumbnail, sharpness, brightness, contrast, hash FROM temp.pending_frame WHERE true
       ON CONFLICT (video_id, time_us) DO UPDATE SET thumbnail = excluded.thumbnail, sharpness = excluded.sharpness,
         brightness = excluded.brightness, contrast = excluded.contrast, hash = excluded.hash`,
    )
    .run(video);
  const { changes } = database
    .prepare(
      `INSERT INTO ${vectorTable(space.id)} (frame_id, value)
       SELECT frame.id, pending.value FROM temp.pending_frame AS pending
       JOIN frame ON frame.video_id = ? AND frame.time_us = pending.time_us`,
    )
    .run(video);
  addToCount(database, space, changes);
  addCodes(database, space, video);
  removeBareFrames(database, video);
}

function replaceShots(database: Database.Database, video: number, shots: readonly Shot[]): void {
  database.prepare('DELETE FROM shot WHERE video_id = ?').run(video);
  const insert = database.prepare(
    'INSERT INTO shot (video_id, start_us, end_us, transition) VALUES (?, ?, ?, ?)',
  );
  for (const { start, end, transition } of shots) insert.run(video, start, end, transition);
}

/** Frames of a video that no space has a vector of any more: an earlier run's, sampled at other times. */
function removeBareFrames(database: Database.Database, video: number): void {
  const conditions = readSpacesOf(database, 'frames').map(
    (space) => `AND NOT EXISTS (SELECT 1 FROM ${vectorTable(space.id)} WHERE frame_id = frame.id)`,
  );
  database.prepare(`DELETE FROM frame WHERE video_id = ? ${conditions.join(' ')}`).run(video);
}
