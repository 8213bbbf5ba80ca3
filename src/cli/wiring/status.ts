import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { createStatusStore } from '../../adapters/sqlite/create-status-store.ts';
import { closeLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { statusDocument, statusLines } from '../render/status-lines.ts';

/** `heimdex status`. */
export async function runStatus({ host, settings, json, printer }: Context): Promise<number> {
  const database = openLibraryToRead(settings.library);
  try {
    const status = createStatusStore(database).status();
    const volumes = createVolumes(host.platform);
    const isOnline = (volume: { identity: string; mountPath: string }) =>
      volumes.mountPathOf(volume) !== undefined;
    if (json) await printer.document(statusDocument(status, settings.library, isOnline));
    else for (const line of statusLines(status, settings.library, isOnline)) await printer.result(line);
    return EXIT_DONE;
  } catch (error) {
    throw translateSqliteError(error, settings.library);
  } finally {
    closeLibrary(database);
  }
}
