import type Database from 'better-sqlite3';
import {
  digestOfWhole,
  partsOfSight,
  putChecksums,
  putTextIndexChecksum,
  putWholeChecksum,
} from './checksums.ts';
import { SCHEMA_001 } from './schema-001.ts';
import { SCHEMA_002 } from './schema-002.ts';
import { SCHEMA_003 } from './schema-003.ts';
import { SCHEMA_004 } from './schema-004.ts';
import { SCHEMA_005 } from './schema-005.ts';
import { Sqlite } from './sqlite.ts';

/** "HMDX": tells a heimdex library from any other SQLite file. */
export const APPLICATION_ID = 0x484d4458;

const MIGRATIONS: readonly string[] = [SCHEMA_001, SCHEMA_002, SCHEMA_003, SCHEMA_004, SCHEMA_005];
/** From this form on every row is under a checksum. */
const FIRST_WITH_CHECKSUMS = 2;
const FIRST_WITH_FULL_TEXT = 3;

export const NEWEST_VERSION = MIGRATIONS.length;

/** Brings an opened library to the newest form, each step in a transaction of its own with its record. */
export function migrate(database: Database.Database, writtenBy: string, newIdentity: () => string): void {
  for (let version = currentVersion(database) + 1; version <= NEWEST_VERSION; version++) {
    const step = database.transaction(() => {
      // Another process may have made this step while we waited for the lock.
      if (currentVersion(database) >= version) return;
      const isRight = version <= FIRST_WITH_CHECKSUMS || isAsWritten(database, version - 1);
      database.exec(MIGRATIONS[version - 1]!);
      if (version === 1) {
        database.pragma(`application_id = ${APPLICATION_ID}`);
        database
          .prepare('INSERT INTO library (identity, created_by) VALUES (?, ?)')
          .run(newIdentity(), writtenBy);
      }
      database.prepare('INSERT INTO migration (version, heimdex) VALUES (?, ?)').run(version, writtenBy);
      if (version === FIRST_WITH_CHECKSUMS) putFirstChecksums(database);
      if (version === FIRST_WITH_FULL_TEXT) putTextIndexChecksum(database);
      // What was damaged before is not made right: `verify` goes on to tell it.
      if (version > FIRST_WITH_CHECKSUMS && isRight) putWholeChecksum(database, version);
      database.pragma(`user_version = ${version}`);
    });
    step.immediate();
  }
}

export function currentVersion(database: Database.Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

/** A thing that a database's schema holds, with the statement that made it. */
export interface SchemaObject {
  readonly type: string;
  readonly name: string;
  /** Null for the indexes that SQLite makes itself. */
  readonly sql: string | null;
}

export const SELECT_SCHEMA = 'SELECT type, name, sql FROM sqlite_master';

/** What a library of a form holds before it has a space. */
export function schemaOf(version: number): SchemaObject[] {
  const empty = new Sqlite(':memory:');
  try {
    for (const sql of MIGRATIONS.slice(0, version)) empty.exec(sql);
    return empty.prepare(SELECT_SCHEMA).all() as SchemaObject[];
  } finally {
    empty.close();
  }
}

/** What heimdex wrote before there were checksums counts as right: nobody can tell any more. */
function putFirstChecksums(database: Database.Database): void {
  const parts = partsOfSight(database.prepare('SELECT id FROM space').all() as { id: number }[]);
  const videos = database.prepare('SELECT id FROM video').pluck().all() as number[];
  for (const video of videos) putChecksums(database, video, parts, FIRST_WITH_CHECKSUMS);
  putWholeChecksum(database, FIRST_WITH_CHECKSUMS);
}

function isAsWritten(database: Database.Database, form: number): boolean {
  const stored = database.prepare('SELECT digest FROM library').pluck().get() as Buffer | null;
  return stored !== null && digestOfWhole(database, form)?.equals(stored) === true;
}
