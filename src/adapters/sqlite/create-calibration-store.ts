import type Database from 'better-sqlite3';
import type {
  CalibrationReader,
  CalibrationStore,
  StoredCalibration,
} from '../../domain/ports/calibration.ts';
import type { Space } from '../../domain/space.ts';
import { packStatistics, packVectors, unpackStatistics, unpackVectors } from './calibration-rows.ts';
import { putCalibrationsChecksum } from './checksums.ts';
import { sampleVectors } from './sample-vectors.ts';
import { readSpaces } from './spaces.ts';

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
    sample: (space, most) => sampleVectors(database, space, most),
    put: (space, calibration) => put.immediate(space, calibration),
  };
}
