import { setImmediate as turn } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { hasSystemCode } from '../../domain/errors.ts';
import type { LibraryChecker, LibraryFault } from '../../domain/ports/library.ts';
import { findChunkFaults, findVideoCodeFaults } from './check-codes.ts';
import {
  type ChecksumPart,
  digestOfCalibrations,
  digestOfCodeRules,
  digestOfPart,
  digestOfPeople,
  digestOfTextIndex,
  digestOfWhole,
  partsOf,
} from './checksums.ts';
import { readSpaces } from './spaces.ts';
import { tableOf } from './vector-tables.ts';

/**
 * Checks a library that was opened to read, and so has the tables of its form. SQLite's own check knows the structure
 * alone; what the rows hold is told by the checksums that were written with them (docs/decisions/024).
 */
export function createLibraryChecker(database: Database.Database): LibraryChecker {
  const inOneSnapshot = database.transaction((check: () => LibraryFault[]) => check());
  return {
    checkWhole: () =>
      inOneSnapshot(() => [
        ...whereReadable('structure', () => findStructureFaults(database)),
        ...whereReadable('reference', () => findReferenceFaults(database)),
        ...whereReadable('count', () => findCountFaults(database)),
        ...whereReadable('checksum', () => findWholeFaults(database)),
        ...whereReadable('checksum', () => findChunkFaults(database)),
      ]),
    videos: () => readVideos(database),
    async checkVideo(video) {
      // A check is synchronous: only between two of them can a signal be heard.
      await turn();
      return inOneSnapshot(() => findVideoFaults(database, video));
    },
  };
}

/** Where rows can't be read that itself is the fault; what else fails, fails. */
function whereReadable(kind: LibraryFault['kind'], find: () => LibraryFault[]): LibraryFault[] {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof Error) || !isAboutContent(error)) throw error;
    return [{ kind, message: `can't be read: ${error.message}` }];
  }
}

/** Corrupt pages; a number or a length that no row that was written could have. */
function isAboutContent(error: Error): boolean {
  return (
    error instanceof RangeError ||
    ('code' in error && /^SQLITE_(CORRUPT|TOOBIG|ERROR|MISMATCH)/.test(String(error.code)))
  );
}

/** Videos by the table and by their checksums: a row that lost its number is missed by one of the two. */
function readVideos(database: Database.Database): number[] {
  const numbers = new Set<number>();
  for (const sql of ['SELECT id FROM video', 'SELECT video_id FROM checksum']) {
    try {
      for (const id of database.prepare(sql).pluck().iterate()) numbers.add(id as number);
    } catch (error) {
      // What can't be read is told by the check of the structure.
      if (!hasSystemCode(error, 'SQLITE_CORRUPT')) throw error;
    }
  }
  return [...numbers].sort((a, b) => a - b);
}

function findStructureFaults(database: Database.Database): LibraryFault[] {
  const lines = database.prepare('PRAGMA integrity_check').pluck().all() as string[];
  return lines
    .filter((line) => line !== 'ok')
    .map((line) => ({ kind: 'structure', message: line.replace(/^\*\*\* in database main \*\*\*\n/, '') }));
}

function findReferenceFaults(database: Database.Database): LibraryFault[] {
  const rows = database.pragma('foreign_key_check') as {
    table: string;
    rowid: number | null;
    parent: string;
  }[];
  return rows.map(({ table, rowid, parent }) => ({
    kind: 'reference',
    message: `${table} ${rowid ?? ''}: there is no such ${parent}`,
  }));
}

function findCountFaults(database: Database.Database): LibraryFault[] {
  const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const faults = readSpaces(database).map((space) =>
    compareCounts(space.vectors, count(tableOf(space).name), `vectors of ${space.model}`),
  );
  // One for each segment, else words are found that nobody said, or not found.
  const texts = compareCounts(count('segment'), count('segment_text_content'), 'full texts');
  return [...faults, texts].flat();
}

function compareCounts(expected: number, rows: number, what: string): LibraryFault[] {
  if (rows === expected) return [];
  return [{ kind: 'count', message: `${expected} ${what} expected, ${rows} are there` }];
}

function findWholeFaults(database: Database.Database): LibraryFault[] {
  return [
    ...compareOnly(database, 'digest', digestOfWhole(database), 'volumes, models or speeds are'),
    ...compareOnly(
      database,
      'text_index_digest',
      digestOfTextIndex(database),
      'the index of the full text is',
    ),
    ...compareOnly(
      database,
      'people_digest',
      digestOfPeople(database),
      'people or what was said of them are',
    ),
    ...compareOnly(database, 'code_rule_digest', digestOfCodeRules(database), 'the rules of codes are'),
    ...compareOnly(
      database,
      'calibration_digest',
      digestOfCalibrations(database),
      'what scores are held against is',
    ),
  ];
}

function compareOnly(
  database: Database.Database,
  column: string,
  actual: Buffer | undefined,
  what: string,
): LibraryFault[] {
  const stored = database.prepare(`SELECT ${column} FROM library`).pluck().all() as (Buffer | null)[];
  const [expected = null] = stored;
  if (stored.length === 1 && (expected === null ? actual === undefined : actual?.equals(expected) === true))
    return [];
  return [{ kind: 'checksum', message: `${what} not as written` }];
}

function findVideoFaults(database: Database.Database, video: number): LibraryFault[] {
  const faults = whereReadable('checksum', () => {
    const rows = database.prepare('SELECT part, digest FROM checksum WHERE video_id = ?').all(video) as {
      part: string;
      digest: Buffer;
    }[];
    const stored = new Map(rows.map(({ part, digest }) => [part, digest]));
    const found = partsOf(readSpaces(database)).flatMap((part) => {
      const expected = stored.get(part);
      stored.delete(part);
      return whereReadable('checksum', () => comparePart(database, video, part, expected));
    });
    const unknown = [...stored.keys()].map(
      (part): LibraryFault => ({ kind: 'checksum', message: `a checksum of something unknown: ${part}` }),
    );
    const codes = whereReadable('checksum', () => findVideoCodeFaults(database, video));
    return [...found, ...unknown, ...codes];
  });
  if (faults.length === 0) return [];
  const path = pathOf(database, video);
  return faults.map((fault) => (path === undefined ? fault : { ...fault, path }));
}

function comparePart(
  database: Database.Database,
  video: number,
  part: ChecksumPart,
  expected: Buffer | undefined,
): LibraryFault[] {
  const actual = digestOfPart(database, video, part);
  if (actual === undefined ? expected === undefined : expected?.equals(actual) === true) return [];
  const name = part.replace(/^(passage )?space /, 'vectors of space ');
  return [{ kind: 'checksum', message: `video ${video}: ${name}: not as written` }];
}

function pathOf(database: Database.Database, video: number): string | undefined {
  try {
    return database
      .prepare(
        `SELECT rtrim(mount_path, '/') || '/' || path FROM place JOIN volume ON volume.id = volume_id
         WHERE video_id = ? ORDER BY place.id LIMIT 1`,
      )
      .pluck()
      .get(video) as string | undefined;
  } catch {
    // The names are damaged as well: the fault itself is told.
    return undefined;
  }
}
