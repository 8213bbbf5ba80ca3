import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { throwIfInterrupted } from '../../domain/errors.ts';
import { systemPath } from '../../domain/system-path.ts';

/** Larger files are no subtitles: 200,000 cues take a third of this. Bytes. */
const MOST_BYTES = 32 * 1024 * 1024;
const PIECE = 1024 * 1024;

/** The bytes of a regular file, or why it is not read. Links are not followed. */
export async function readSidecar(
  path: string,
  signal: AbortSignal,
  mostBytes = MOST_BYTES,
): Promise<{ bytes: Uint8Array } | { refused: string }> {
  const place = systemPath(path);
  try {
    const stats = await lstat(place);
    if (stats.isSymbolicLink()) return { refused: 'a link' };
    if (!stats.isFile()) return { refused: 'not a regular file' };
    // A pipe or a link put in its place meanwhile must neither block nor lead elsewhere.
    const handle = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (!(await handle.stat()).isFile()) return { refused: 'not a regular file' };
      const pieces: Buffer[] = [];
      for (let length = 0; ; ) {
        throwIfInterrupted(signal);
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(PIECE), 0, PIECE, null);
        if (bytesRead === 0) return { bytes: Buffer.concat(pieces) };
        length += bytesRead;
        if (length > mostBytes) return { refused: `larger than ${mostBytes / 1024 / 1024} MB` };
        pieces.push(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throwIfInterrupted(signal);
    return { refused: (error as Error).message };
  }
}
