import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { syncFolder } from './sync-folder.ts';
import { translateDiskError } from './translate-disk-error.ts';

/**
 * Writes a small file whole or not at all: whoever reads it sees the old content or the new one. Its folder is made
 * where it is missing; both are for this user alone.
 *
 * @throws HeimdexError `disk`, `disk-full`
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  try {
    makeFolder(dirname(path));
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(content);
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
