import type Database from 'better-sqlite3';
import type { EmbeddedFrame } from '../../domain/frame.ts';
import type { FrameStore, FrameWriter, StageKey, StageRun } from '../../domain/ports/library.ts';
import type { Space, SpaceIdentity } from '../../domain/space.ts';
import { putStageRun } from './create-video-store.ts';
import { vectorTable, vectorTableSql } from './schema-001.ts';
import { addToCount, readSpaces, removeVectors } from './spaces.ts';

/**
 * Frames and their vectors, in SQLite. What a writer is given waits in a temporary table on disk, so that memory does
 * not grow with a video's length, and moves over in one transaction.
 */
export function createFrameStore(database: Database.Database): FrameStore {
  database.exec(
    'CREATE TEMP TABLE IF NOT EXISTS pending_frame (time_us INTEGER PRIMARY KEY, thumbnail BLOB NOT NULL, value BLOB NOT NULL) STRICT',
  );
  return {
    ensureSpace: (identity) => ensureSpace(database, identity),
    writer: (video, space, key) => createWriter(database, video, space, key),
  };
}

function ensureSpace(database: Database.Database, identity: SpaceIdentity): Space {
  const find = () =>
    readSpaces(database).find(
      (space) =>
        space.weights === identity.weights &&
        space.preprocessing === identity.preprocessing &&
        space.dimension === identity.dimension,
    );
  const add = database.transaction((): Space => {
    const known = find();
    if (known !== undefined) return known;
    const { lastInsertRowid } = database
      .prepare(
        'INSERT INTO space (model, revision, weights, preprocessing, dimension) VALUES (@model, @revision, @weights, @preprocessing, @dimension)',
      )
      .run(identity);
    database.exec(vectorTableSql(Number(lastInsertRowid)));
    return { ...identity, id: Number(lastInsertRowid), vectors: 0 };
  });
  return find() ?? add.immediate();
}

function createWriter(database: Database.Database, video: number, space: Space, key: StageKey): FrameWriter {
  const clear = database.prepare('DELETE FROM temp.pending_frame');
  const insert = database.prepare(
    'INSERT INTO temp.pending_frame (time_us, thumbnail, value) VALUES (?, ?, ?)',
  );
  clear.run();
  const add = database.transaction((frames: readonly EmbeddedFrame[]) => {
    for (const frame of frames) {
      if (frame.vector.length !== space.dimension) {
        throw new RangeError(`a vector of ${frame.vector.length} numbers for a space of ${space.dimension}`);
      }
      insert.run(frame.time, frame.thumbnail, frame.vector);
    }
  });
  const table = vectorTable(space.id);
  const commit = database.transaction((run: StageRun) => {
    removeVectors(database, [space], 'SELECT id FROM frame WHERE video_id = ?', video);
    database
      .prepare(
        `INSERT INTO frame (video_id, time_us, thumbnail) SELECT ?, time_us, thumbnail FROM temp.pending_frame WHERE true
         ON CONFLICT (video_id, time_us) DO UPDATE SET thumbnail = excluded.thumbnail`,
      )
      .run(video);
    const { changes } = database
      .prepare(
        `INSERT INTO ${table} (frame_id, value)
         SELECT frame.id, pending.value FROM temp.pending_frame AS pending
         JOIN frame ON frame.video_id = ? AND frame.time_us = pending.time_us`,
      )
      .run(video);
    addToCount(database, space, changes);
    removeBareFrames(database, video);
    putStageRun(database, video, key, run);
  });
  return {
    add: (frames) => add(frames),
    commit(run) {
      commit.immediate(run);
      clear.run();
    },
    discard: () => void clear.run(),
  };
}

/** Frames of a video that no space has a vector of any more: an earlier run's, sampled at other times. */
function removeBareFrames(database: Database.Database, video: number): void {
  const conditions = readSpaces(database).map(
    (space) => `AND NOT EXISTS (SELECT 1 FROM ${vectorTable(space.id)} WHERE frame_id = frame.id)`,
  );
  database.prepare(`DELETE FROM frame WHERE video_id = ? ${conditions.join(' ')}`).run(video);
}
