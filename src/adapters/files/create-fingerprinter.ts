import { createHash } from 'node:crypto';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { HeimdexError } from '../../domain/errors.ts';
import type { Fingerprinter } from '../../domain/ports/media.ts';
import { systemPath } from '../../domain/system-path.ts';
import type { Fingerprint, FoundFile } from '../../domain/video.ts';

/** Bytes read at each of head, middle and tail. Containers keep their tables at either end. */
const SPAN = 64 * 1024;

/** Size and sha256 of head, middle and tail: tells contents apart without reading terabytes. */
export function createFingerprinter(): Fingerprinter {
  return { fingerprint };
}

async function fingerprint(file: FoundFile): Promise<Fingerprint> {
  let handle: FileHandle | undefined;
  try {
    // O_NONBLOCK: a pipe put in the file's place since it was found must not block the walk.
    const path = systemPath(file.absolutePath);
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const { size } = await handle.stat();
    const hash = createHash('sha256');
    const starts = size <= 3 * SPAN ? [0, SPAN, 2 * SPAN] : [0, Math.floor((size - SPAN) / 2), size - SPAN];
    const buffer = Buffer.alloc(SPAN);
    for (const start of starts) {
      const { bytesRead } = await handle.read(buffer, 0, SPAN, start);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return { bytes: size, digest: hash.digest() };
  } catch (error) {
    throw new HeimdexError(
      'media-unreadable',
      `${file.absolutePath} can't be read: ${(error as Error).message}`,
      { cause: error },
    );
  } finally {
    await handle?.close();
  }
}
