import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { HeimdexError, hasSystemCode, interrupted } from '../../domain/errors.ts';

const POLL_MS = 200;

/** Takes the lock that a connection stands for, if nobody has it: an exclusive transaction, which lasts until it is closed. */
export function tryLock(database: Database.Database): boolean {
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

/** The process that wrote its id beside a lock: only so that others can say for whom they wait. */
export async function readHolder(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}

/** Until it is worth to try again. */
export async function pause(signal: AbortSignal): Promise<void> {
  try {
    await wait(POLL_MS, undefined, { signal });
  } catch {
    throw interrupted(signal.reason);
  }
}
