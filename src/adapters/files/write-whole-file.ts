import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ensureFolder } from './ensure-folder.ts';
import { syncFolder } from './sync-folder.ts';
import { translateDiskError } from './translate-disk-error.ts';

/**
 * Writes a file whose old content stands until the new one is whole and on the disk. Only its owner may read it.
 *
 * @throws HeimdexError `disk`, `disk-full`
 */
export async function writeWholeFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  try {
    await ensureFolder(dirname(path), '');
    // What a killed process of the same number has left is in the way.
    await rm(temporary, { force: true });
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
    const handle = await open(temporary, flags, 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw translateDiskError(error, 'write', path);
  }
}
