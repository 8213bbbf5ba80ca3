import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Has the disk keep the names in a folder: after a power cut a file that was renamed still has its new name. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folder; there the file system keeps names and contents in order by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
