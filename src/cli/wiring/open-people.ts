import type Database from 'better-sqlite3';
import { createLibraryLock } from '../../adapters/sqlite/create-library-lock.ts';
import { createPeopleStore } from '../../adapters/sqlite/create-people-store.ts';
import { closeLibrary, openLibraryToRead, openLibraryToWrite } from '../../adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import type { PeopleStore } from '../../domain/ports/people.ts';
import type { Context } from '../context.ts';
import { packageVersion } from '../package-folder.ts';

/** The people of a library that was opened. */
export interface OpenPeople {
  readonly database: Database.Database;
  readonly people: PeopleStore;
}

/** Opens the library to read, and closes it. */
export async function readingPeople<T>(
  { settings }: Context,
  work: (open: OpenPeople) => T | Promise<T>,
): Promise<T> {
  const database = openLibraryToRead(settings.library);
  try {
    return await work({ database, people: createPeopleStore(database) });
  } catch (error) {
    throw translateSqliteError(error, settings.library);
  } finally {
    closeLibrary(database);
  }
}

/**
 * Opens a library that is there to write, and closes it; no other heimdex writes to it meanwhile.
 *
 * @throws HeimdexError `library-missing`, `busy`
 */
export async function changingPeople<T>(
  context: Context,
  work: (open: OpenPeople) => T | Promise<T>,
): Promise<T> {
  const { settings, signal } = context;
  // To write would make one.
  closeLibrary(openLibraryToRead(settings.library));
  const release = await createLibraryLock().acquire(settings.library, {
    signal,
    limitMs: 0,
    onWait: () => {},
  });
  try {
    const database = openLibraryToWrite(settings.library, packageVersion());
    try {
      return await work({ database, people: createPeopleStore(database) });
    } catch (error) {
      throw translateSqliteError(error, settings.library);
    } finally {
      closeLibrary(database);
    }
  } finally {
    release();
  }
}
