import type Database from 'better-sqlite3';
import { SCHEMA_001 } from './schema-001.ts';

/** "HMDX": tells a heimdex library from any other SQLite file. */
export const APPLICATION_ID = 0x484d4458;

const MIGRATIONS: readonly string[] = [SCHEMA_001];

export const NEWEST_VERSION = MIGRATIONS.length;

/** Brings an opened library to the newest form, each step in a transaction of its own with its record. */
export function migrate(database: Database.Database, writtenBy: string, newIdentity: () => string): void {
  for (let version = currentVersion(database) + 1; version <= NEWEST_VERSION; version++) {
    const step = database.transaction(() => {
      // Another process may have made this step while we waited for the lock.
      if (currentVersion(database) >= version) return;
      database.exec(MIGRATIONS[version - 1]!);
      if (version === 1) {
        database.pragma(`application_id = ${APPLICATION_ID}`);
        database
          .prepare('INSERT INTO library (identity, created_by) VALUES (?, ?)')
          .run(newIdentity(), writtenBy);
      }
      database.prepare('INSERT INTO migration (version, heimdex) VALUES (?, ?)').run(version, writtenBy);
      database.pragma(`user_version = ${version}`);
    });
    step.immediate();
  }
}

export function currentVersion(database: Database.Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}
