import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HeimdexError } from '../../domain/errors.ts';
import { translateDiskError } from './translate-disk-error.ts';

/** Whoever else uses the machine has no business in here. */
const FOLDER_MODE = 0o700;

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
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    for (const part of filePath.split('/').slice(0, -1)) {
      current = join(current, part);
      await mkdir(current, { recursive: true, mode: FOLDER_MODE });
      if ((await lstat(current)).isDirectory()) continue;
      throw new HeimdexError('disk', `cannot write into ${current}: it is a link`, {
        hint: 'remove the link',
      });
    }
  } catch (error) {
    throw translateDiskError(error, 'make the folder', current);
  }
}
