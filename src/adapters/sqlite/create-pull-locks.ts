import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { HeimdexError } from '../../domain/errors.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type { PullLocks } from '../../domain/ports/pull-locks.ts';
import { pause, readHolder, tryLock } from './lock-file.ts';
import { makeFolder } from './make-folder.ts';
import { Sqlite } from './sqlite.ts';

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
      return new Sqlite(path, { timeout: 0 });
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

function busy(model: Pick<Model, 'key'>, processId: number | undefined): HeimdexError {
  const who = processId === undefined ? 'another heimdex' : `another heimdex (pid ${processId})`;
  return new HeimdexError('busy', `${who} is pulling ${model.key}`, {
    hint: 'run it again when that one has ended',
  });
}
