import type Database from 'better-sqlite3';
import type { StageKey } from '../../domain/ports/library.ts';
import type { Pace, PaceMemory } from '../../domain/ports/pace-memory.ts';
import type { Microseconds } from '../../domain/time.ts';
import { putWholeChecksum } from './checksums.ts';

/** The paces that a library remembers, in SQLite. */
export function createPaceMemory(database: Database.Database): PaceMemory {
  const select = database.prepare(
    'SELECT video_us AS video, work_us AS work FROM pace WHERE stage = ? AND parameters = ?',
  );
  const add = database.prepare(
    `INSERT INTO pace (stage, parameters, video_us, work_us) VALUES (?, ?, ?, ?)
     ON CONFLICT (stage, parameters) DO UPDATE SET video_us = video_us + excluded.video_us, work_us = work_us + excluded.work_us`,
  );
  const addToPace = database.transaction((key: StageKey, video: Microseconds, work: Microseconds) => {
    add.run(key.stage, key.parameters, Math.round(video), Math.round(work));
    putWholeChecksum(database);
  });
  return {
    addToPace: (key, video, work) => addToPace.immediate(key, video, work),
    paceOf: (key) => select.get(key.stage, key.parameters) as Pace | undefined,
  };
}
