import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { HeimdexError } from '../../domain/errors.ts';
import { makeFolder } from './make-folder.ts';
import { translateDiskError } from './translate-disk-error.ts';

/**
 * Makes a folder and, one by one, the folders in it that lead to a file. None of these may be a link: what is written
 * would lie elsewhere.
 *
 * @param filePath relative to the folder, with "/"; its last part is not made
 * @throws HeimdexError `disk`, `disk-full`
 */
export async function ensureFolder(folder: string, filePath: string): Promise<void> {
  let current = folder;
  try {
    makeFolder(folder);
    for (const part of filePath.split('/').slice(0, -1)) {
      current = join(current, part);
      makeFolder(current);
      if ((await lstat(current)).isDirectory()) continue;
      throw new HeimdexError('disk', `cannot write into ${current}: it is a link`, {
        hint: 'remove the link',
      });
    }
  } catch (error) {
    throw translateDiskError(error, 'make the folder', current);
  }
}
