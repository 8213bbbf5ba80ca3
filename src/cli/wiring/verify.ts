import { createLibraryChecker } from '../../adapters/sqlite/create-library-checker.ts';
import { findHeaderFaults } from '../../adapters/sqlite/find-header-faults.ts';
import { closeLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { verifyLibrary } from '../../app/verify-library.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE, EXIT_OF_ERROR } from '../exit-codes.ts';
import { verificationDocument, verificationLines } from '../render/verification.ts';
import { showVerifyProgress } from '../render/verify-progress.ts';

/** `heimdex verify`. */
export async function runVerify(context: Context): Promise<number> {
  const { json, printer, settings, signal } = context;
  const path = settings.library;
  // Opened once to see that it is a library at all, and to finish what a killed writer left.
  closeLibrary(openLibraryToRead(path));
  const header = findHeaderFaults(path);
  const database = openLibraryToRead(path);
  const progress = showVerifyProgress(context);
  try {
    const { videos, faults } = await verifyLibrary(
      createLibraryChecker(database),
      progress.onProgress,
      signal,
    );
    progress.stop();
    const found = { videos, faults: [...header, ...faults] };
    if (json) await printer.document(verificationDocument(found, path));
    else for (const line of verificationLines(found, path)) await printer.result(line);
    return found.faults.length === 0 ? EXIT_DONE : EXIT_OF_ERROR['library-damaged'];
  } catch (error) {
    throw translateSqliteError(error, path);
  } finally {
    progress.stop();
    closeLibrary(database);
  }
}
