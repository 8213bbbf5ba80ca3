import { closeSync, fstatSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { HeimdexError } from '../../domain/errors.ts';
import type { LibraryLock } from '../../domain/ports/library.ts';
import { pause, readHolder, tryLock } from './lock-file.ts';
import { makeFolder } from './make-folder.ts';
import { Sqlite } from './sqlite.ts';
import { translateSqliteError } from './translate-sqlite-error.ts';

/**
 * The lock of a library: an exclusive transaction on an empty SQLite file beside it, as for pulls (docs/decisions/012).
 * Unlike theirs it goes away with its holder, so that a library is one file.
 */
export function createLibraryLock(): LibraryLock {
  return {
    async acquire(library, { signal, limitMs, onWait }) {
      const [path, holder] = [`${library}.lock`, `${library}.pid`];
      const deadline = performance.now() + limitMs;
      let waited = false;
      for (;;) {
        const lock = tryToTake(path, library);
        if (lock !== undefined) {
          tellHolder(holder);
          return () => {
            // Before the lock is given back: whoever comes then makes files of their own.
            rmSync(holder, { force: true });
            removeIfPossible(path);
            lock.release();
          };
        }
        const processId = await readHolder(holder);
        if (performance.now() >= deadline) throw busy(library, processId);
        if (!waited) onWait(processId);
        waited = true;
        await pause(signal);
      }
    },
  };
}

/** A library's lock as it is held. */
interface Held {
  release(): void;
}

/** The lock, or nothing where another has it. */
function tryToTake(path: string, library: string): Held | undefined {
  let file: number | undefined;
  let database: Database.Database | undefined;
  // In this order: as soon as the file is closed, this process has no lock on it any more (fcntl(2), POSIX locks).
  const release = () => {
    database?.close();
    if (file !== undefined) closeSync(file);
  };
  // The last holder may have removed the file that this is the lock of: then it locks nothing. As long as the file is
  // open no other can get its number, so where it is still the one that lies there, the connection has it too.
  const isThere = (): boolean =>
    file !== undefined &&
    statSync(path, { bigint: true, throwIfNoEntry: false })?.ino === fstatSync(file, { bigint: true }).ino;
  try {
    makeFolder(dirname(path));
    file = openSync(path, 'a', 0o600);
    database = new Sqlite(path, { timeout: 0 });
    if (tryLock(database) && isThere()) return { release };
    release();
    return undefined;
  } catch (error) {
    // SQLite fails where the file goes away while it is being locked.
    const isGone = file !== undefined && !isThere();
    release();
    if (isGone) return undefined;
    throw translateSqliteError(error, library);
  }
}

/** Only so that others can say for whom they wait: the lock itself is the transaction. */
function tellHolder(path: string): void {
  try {
    writeFileSync(path, String(process.pid), { mode: 0o600 });
  } catch {
    // A disk that is full ends the run where it loses something.
  }
}

/** Where a file that is open can't be removed it stays, empty. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The next holder uses it again.
  }
}

function busy(library: string, processId: number | undefined): HeimdexError {
  const who = processId === undefined ? '' : ` (pid ${processId})`;
  return new HeimdexError('busy', `index busy${who}: another heimdex writes to ${library}`, {
    hint: 'run it again when that one has ended, or wait for it with --wait SECONDS',
  });
}
