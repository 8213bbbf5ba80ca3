import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { HeimdexError, hasSystemCode } from '../../domain/errors.ts';
import { translateDiskError } from './translate-disk-error.ts';

const BLOCK_BYTES = 256 * 1024;
const HINT = 'name the file that heimdex models export has made';

/**
 * Opens an archive to be read once from its beginning; a pipe with a name will do.
 *
 * @throws HeimdexError `path-not-found`, `disk`
 */
export async function openArchiveFile(path: string): Promise<Readable> {
  try {
    if ((await stat(path)).isDirectory()) {
      throw new HeimdexError('path-not-found', `${path} is a folder, not an archive`, { hint: HINT });
    }
    return (await open(path)).createReadStream({ highWaterMark: BLOCK_BYTES });
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) {
      throw new HeimdexError('path-not-found', `${path} is not there`, { hint: HINT, cause: error });
    }
    throw translateDiskError(error, 'read', path);
  }
}
