import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { HeimdexError, hasSystemCode } from '../../domain/errors.ts';
import { checkSchema } from './check-schema.ts';
import { makeFolder } from './make-folder.ts';
import { APPLICATION_ID, currentVersion, migrate, NEWEST_VERSION } from './migrate.ts';
import { Sqlite } from './sqlite.ts';
import { translateSqliteError } from './translate-sqlite-error.ts';
import { loadVectorFunctions } from './vector-functions.ts';

/** A foreign tool may hold the file for a moment; longer than this is "busy". Milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;
/** At the end a reader is only waited for this long: the next writer can fold the log in as well. */
const CLOSING_TIMEOUT_MS = 500;
const MAPPED_BYTES = 8 * 1024 ** 3;
/** Pages of a new library. */
const PAGE_BYTES = 16_384;

/**
 * Opens a library to write, making it (and its folder) where it is missing. The caller closes it with `closeLibrary`.
 *
 * @param busyTimeoutMs how long another program may hold the file before it counts as busy, also later on
 */
export function openLibraryToWrite(
  path: string,
  writtenBy: string,
  busyTimeoutMs = BUSY_TIMEOUT_MS,
): Database.Database {
  return guarded(path, () => {
    makeFolder(dirname(path));
    refuseOddName(path);
    refuseNonFile(path);
    const previousMask = process.umask(0o077);
    let database: Database.Database;
    try {
      database = new Sqlite(path, { timeout: busyTimeoutMs });
    } finally {
      process.umask(previousMask);
    }
    return closingOnError(database, () => {
      configure(database);
      checkIsLibrary(database, path, { mayBeEmpty: true });
      // Of a new file only. A vector of 768 numbers and its row would leave a quarter of a page of 4096 bytes empty.
      database.pragma(`page_size = ${PAGE_BYTES}`);
      // Changing the journal's mode waits for nobody; a transaction does.
      database.transaction(() => {}).immediate();
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
      // What is removed is overwritten: faces that somebody has had forgotten are gone from the file.
      database.pragma('main.secure_delete = ON');
      migrate(database, writtenBy, randomUUID);
    });
  });
}

/**
 * Opens a library to read.
 *
 * @throws HeimdexError `library-missing`, `library-damaged`, `library-newer`
 */
export function openLibraryToRead(path: string): Database.Database {
  return guarded(path, () => {
    refuseOddName(path);
    refuseMissing(path);
    refuseNonFile(path);
    try {
      return openReadOnly(path);
    } catch (error) {
      if (!isUnfinished(error)) throw error;
      finishInterruptedWrite(path);
      return openReadOnly(path);
    }
  });
}

/** A library with nothing in it that lies in memory: what a library that is not there yet would be. */
export function openEmptyLibrary(writtenBy: string): Database.Database {
  const database = new Sqlite(':memory:');
  return closingOnError(database, () => {
    configure(database);
    migrate(database, writtenBy, randomUUID);
  });
}

function openReadOnly(path: string): Database.Database {
  const database = new Sqlite(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  return closingOnError(database, () => {
    configure(database);
    checkIsLibrary(database, path, { mayBeEmpty: false });
    if (currentVersion(database) < NEWEST_VERSION) {
      throw new HeimdexError(
        'library-damaged',
        `${path} has an older form that must be brought up to date first`,
        { hint: 'heimdex index FOLDER does so' },
      );
    }
  });
}

/** A writer was killed while it changed the journal's mode: what it began has to be rolled back, which writes. */
function isUnfinished(error: unknown): boolean {
  return hasSystemCode(error, 'SQLITE_READONLY_ROLLBACK', 'SQLITE_READONLY_RECOVERY');
}

/** SQLite rolls an unfinished transaction back when a connection that may write reads for the first time. */
function finishInterruptedWrite(path: string): void {
  const database = new Sqlite(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    database.prepare('SELECT count(*) FROM sqlite_master').get();
  } finally {
    database.close();
  }
}

/** Closes a library as one plain file with no log beside it, unless another process still uses it. */
export function closeLibrary(database: Database.Database): void {
  if (!database.open) return;
  if (!database.readonly) {
    try {
      database.pragma(`busy_timeout = ${CLOSING_TIMEOUT_MS}`);
      database.pragma('wal_checkpoint(TRUNCATE)');
      database.pragma('journal_mode = DELETE');
    } catch {
      // A reader is still there: the log stays, and the next writer folds it in.
    }
  }
  database.close();
}

function configure(database: Database.Database): void {
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  database.pragma('foreign_keys = ON');
  database.pragma(`mmap_size = ${MAPPED_BYTES}`);
  loadVectorFunctions(database);
}

function checkIsLibrary(database: Database.Database, path: string, options: { mayBeEmpty: boolean }): void {
  // One snapshot: another process may bring the form up to date meanwhile.
  database.transaction(() => checkForm(database, path, options))();
}

function checkForm(database: Database.Database, path: string, options: { mayBeEmpty: boolean }): void {
  const version = currentVersion(database);
  const applicationId = database.pragma('application_id', { simple: true });
  const objects = database.prepare('SELECT count(*) FROM sqlite_master').pluck().get() as number;
  if (options.mayBeEmpty && version === 0 && applicationId === 0 && objects === 0) return;
  if (applicationId !== APPLICATION_ID) {
    throw new HeimdexError('library-damaged', `${path} is not a heimdex library`, {
      hint: 'name another file with --db FILE',
    });
  }
  if (version > NEWEST_VERSION) {
    throw new HeimdexError(
      'library-newer',
      `${path} was made by a newer heimdex (form ${version}, this one knows ${NEWEST_VERSION})`,
      {
        hint: 'install a newer heimdex, or name another library with --db FILE',
      },
    );
  }
  refuseCutOff(database, path);
  checkSchema(database, path, version);
}

/** SQLite takes what is missing of a file's last page for zeros. */
function refuseCutOff(database: Database.Database, path: string): void {
  // With a log beside it the file itself may be of any length.
  if (database.pragma('journal_mode', { simple: true }) !== 'delete') return;
  const [pages, size] = ['page_count', 'page_size'].map(
    (pragma) => database.pragma(pragma, { simple: true }) as number,
  ) as [number, number];
  const { size: bytes } = statSync(path);
  if (bytes >= pages * size) return;
  throw new HeimdexError(
    'library-damaged',
    `the library ${path} is damaged: it has ${bytes} of ${pages * size} bytes`,
    { hint: 'restore it from a copy, or move it away and index again' },
  );
}

function refuseMissing(path: string): void {
  try {
    statSync(path);
  } catch (error) {
    // Only that nothing is there means so: a folder that may not be looked into is another matter.
    if (!hasSystemCode(error, 'ENOENT')) throw error;
    throw new HeimdexError('library-missing', `there is no library at ${path}`, {
      hint: 'heimdex index FOLDER makes one; --db FILE names another',
    });
  }
}

/** better-sqlite3 opens the name without the white space at its ends: another file than the one that was named. */
function refuseOddName(path: string): void {
  if (path === path.trim()) return;
  throw new HeimdexError('usage', `a library's name can't end in white space: ${JSON.stringify(path)}`, {
    hint: 'name another file with --db FILE',
  });
}

function refuseNonFile(path: string): void {
  if (existsSync(path) && !statSync(path).isFile()) {
    throw new HeimdexError('library-damaged', `${path} is not a file`, {
      hint: 'name a file with --db FILE',
    });
  }
}

function closingOnError(database: Database.Database, prepare: () => void): Database.Database {
  try {
    prepare();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translateSqliteError(error, path);
  }
}
