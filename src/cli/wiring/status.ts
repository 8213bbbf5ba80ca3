import { statSync } from 'node:fs';
import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { createRunLedger } from '../../adapters/sqlite/create-run-ledger.ts';
import { createStatusStore } from '../../adapters/sqlite/create-status-store.ts';
import { closeLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { listStale } from '../../app/list-stale.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { statusDocument, statusLines } from '../render/status-lines.ts';

/** `heimdex status`. */
export async function runStatus({ host, settings, json, printer }: Context): Promise<number> {
  const database = openLibraryToRead(settings.library);
  try {
    const status = createStatusStore(database).status();
    const stale = listStale(createRunLedger(database), status.spaces);
    // While it is written to, its newest part lies in a log beside it.
    const bytes = bytesOf(settings.library) + bytesOf(`${settings.library}-wal`);
    const shown = { ...status, library: settings.library, bytes, stale };
    const volumes = createVolumes(host.platform);
    const isOnline = (volume: { identity: string; mountPath: string }) =>
      volumes.mountPathOf(volume) !== undefined;
    if (json) await printer.document(statusDocument(shown, isOnline));
    else for (const line of statusLines(shown, isOnline, printer.verbose)) await printer.result(line);
    return EXIT_DONE;
  } catch (error) {
    throw translateSqliteError(error, settings.library);
  } finally {
    closeLibrary(database);
  }
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
