import type { ModelRevision } from '../../domain/ports/known-libraries.ts';
import { closeLibrary, openLibraryToRead } from './open-library.ts';
import { readSpaces } from './spaces.ts';
import { translateSqliteError } from './translate-sqlite-error.ts';

/**
 * The models whose vectors a library holds.
 *
 * @throws HeimdexError `library-missing`, `library-damaged`, `library-newer`, `busy`, `disk`
 */
export function readModelsOfLibrary(path: string): ModelRevision[] {
  const database = openLibraryToRead(path);
  try {
    return readSpaces(database).map(({ model, revision }) => ({ key: model, revision }));
  } catch (error) {
    throw translateSqliteError(error, path);
  } finally {
    closeLibrary(database);
  }
}
