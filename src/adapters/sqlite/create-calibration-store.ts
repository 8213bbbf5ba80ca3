import type Database from 'better-sqlite3';
import type {
  CalibrationReader,
  CalibrationStore,
  StoredCalibration,
} from '../../domain/ports/calibration.ts';
import type { Space } from '../../domain/space.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { packStatistics, packVectors, unpackStatistics, unpackVectors } from './calibration-rows.ts';
import { putCalibrationsChecksum } from './checksums.ts';
import { readSpaces } from './spaces.ts';
import { tableOf } from './vector-tables.ts';

/** What a search reads of calibrations: a few kilobytes. */
export function createCalibrationReader(database: Database.Database): CalibrationReader {
  return {
    statisticsOf({ id, dimension }) {
      const bytes = database
        .prepare('SELECT statistics FROM calibration WHERE space_id = ? AND dimension = ?')
        .pluck()
        .get(id, dimension) as Buffer | null | undefined;
      return bytes == null ? undefined : unpackStatistics(bytes, dimension, database.name);
    },
  };
}

/** The calibrations of a library that was opened to write, in SQLite. */
export function createCalibrationStore(database: Database.Database): CalibrationStore {
  const { statisticsOf } = createCalibrationReader(database);
  const put = database.transaction((space: Space, calibration: StoredCalibration) => {
    const { tower, prompts, vectors, statistics } = calibration;
    database
      .prepare(
        `INSERT INTO calibration (space_id, tower, prompts, dimension, vectors, statistics) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (space_id) DO UPDATE SET tower = excluded.tower, prompts = excluded.prompts,
           dimension = excluded.dimension, vectors = excluded.vectors, statistics = excluded.statistics`,
      )
      .run(space.id, tower, prompts, space.dimension, packVectors(vectors), packStatistics(statistics));
    putCalibrationsChecksum(database);
  });
  return {
    spaces: () => readSpaces(database),
    statisticsOf,
    calibrationOf(space) {
      const row = database
        .prepare('SELECT tower, prompts, vectors FROM calibration WHERE space_id = ? AND dimension = ?')
        .get(space.id, space.dimension) as { tower: string; prompts: string; vectors: Buffer } | undefined;
      const statistics = row && statisticsOf(space);
      if (row === undefined || statistics === undefined) return undefined;
      return { ...row, vectors: unpackVectors(row.vectors, space.dimension, database.name), statistics };
    },
    sample: (space, most) => sampleOf(database, space, most),
    put: (space, calibration) => put.immediate(space, calibration),
  };
}

/** By their numbers: a condition on every row would read the whole table. */
function sampleOf(database: Database.Database, space: Space, most: number): UnitVector[] {
  const { name, of } = tableOf(space);
  const { first, last } = database
    .prepare(`SELECT min(${of}_id) AS first, max(${of}_id) AS last FROM ${name}`)
    .get() as { first: number | null; last: number | null };
  if (first === null || last === null) return [];
  const next = database.prepare<[number], { id: number; value: Buffer }>(
    `SELECT ${of}_id AS id, value FROM ${name} WHERE ${of}_id >= ? ORDER BY ${of}_id LIMIT 1`,
  );
  const stride = Math.max(1, (last + 1 - first) / most);
  const sample: UnitVector[] = [];
  for (let at = first; at <= last; ) {
    const row = next.get(Math.ceil(at));
    if (row === undefined) break;
    const vector = new Float32Array(new Uint8Array(row.value).buffer.slice(0, row.value.length & ~3));
    // What is damaged is told by whoever asks for it.
    if (vector.length === space.dimension && vector.every(Number.isFinite)) sample.push(vector as UnitVector);
    at = Math.max(at + stride, row.id + 1);
  }
  return sample;
}
