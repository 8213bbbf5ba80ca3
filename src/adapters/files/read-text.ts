import { readFile } from 'node:fs/promises';
import { HeimdexError, hasSystemCode } from '../../domain/errors.ts';

/**
 * Reads a text file that the user named.
 *
 * @throws HeimdexError `path-not-found`, `disk`
 */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = hasSystemCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR') ? 'path-not-found' : 'disk';
    const message = hasSystemCode(error, 'EISDIR')
      ? `${path} is a folder, not a file`
      : `cannot read ${path}: ${(error as Error).message}`;
    throw new HeimdexError(code, message, { hint: 'name a file that can be read', cause: error });
  }
}
