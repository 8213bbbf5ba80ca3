import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { HeimdexError, hasSystemCode, interrupted } from '../../domain/errors.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type { PullLocks } from '../../domain/ports/pull-locks.ts';
import { makeFolder } from './make-folder.ts';

const POLL_MS = 200;

/**
 * Locks that other processes see and that the system takes back from a process that dies: an exclusive transaction on
 * an otherwise empty SQLite file beside each model (docs/decisions/012).
 *
 * @param folderOf the folder in which a model's lock lies; it is made where it is not there
 */
export function createPullLocks(folderOf: (model: Pick<Model, 'key'>) => string): PullLocks {
  return {
    async acquire(model, { signal, limitMs, onWait }) {
      const folder = folderOf(model);
      const path = join(folder, 'pull.lock');
      const holder = join(folder, 'pull.pid');
      const database = await openLockFile(folder, path);
      try {
        const deadline = performance.now() + limitMs;
        let waited = false;
        while (!tryLock(database)) {
          const processId = await readHolder(holder);
          if (!waited) onWait(processId);
          waited = true;
          if (performance.now() >= deadline) throw busy(model, processId);
          await pause(signal);
        }
        // Only so that others can say for whom they wait: the lock itself is the transaction.
        await writeFile(holder, String(process.pid), { mode: 0o600 });
      } catch (error) {
        database.close();
        throw error;
      }
      return async () => {
        await rm(holder, { force: true });
        database.close();
      };
    },
  };
}

async function openLockFile(folder: string, path: string): Promise<Database.Database> {
  try {
    makeFolder(folder);
    // SQLite gives what it makes to all users whom the mask allows it.
    const previousMask = process.umask(0o077);
    try {
      return new Database(path, { timeout: 0 });
    } finally {
      process.umask(previousMask);
    }
  } catch (error) {
    throw new HeimdexError('disk', `cannot write the lock ${path}: ${(error as Error).message}`, {
      hint: 'correct the permissions, or choose another folder with --home FOLDER',
      cause: error,
    });
  }
}

function tryLock(database: Database.Database): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (hasSystemCode(error, 'SQLITE_BUSY')) return false;
    throw new HeimdexError('disk', `cannot lock ${database.name}: ${(error as Error).message}`, {
      hint: 'see whether the disk allows locks (some network disks do not)',
      cause: error,
    });
  }
}

async function readHolder(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await wait(POLL_MS, undefined, { signal });
  } catch {
    throw interrupted(signal.reason);
  }
}

function busy(model: Pick<Model, 'key'>, processId: number | undefined): HeimdexError {
  const who = processId === undefined ? 'another heimdex' : `another heimdex (pid ${processId})`;
  return new HeimdexError('busy', `${who} is pulling ${model.key}`, {
    hint: 'run it again when that one has ended',
  });
}
