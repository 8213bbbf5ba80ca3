import { constants, type FileHandle, open } from 'node:fs/promises';
import { systemPath } from '../../domain/system-path.ts';

const HEAD_BYTES = 4096;

/**
 * How files begin that name other files or addresses: HLS and M3U, ffconcat, DASH, SDP (RFC 8866: its first line is the
 * version), PLS, SMIL and ASX.
 */
const BEGINNINGS =
  /^\uFEFF?\s*(?:#EXTM3U|ffconcat version|v=0\r?\n|\[(?:playlist|reference)\]|(?:<[?!][^>]*>\s*)*<(?:MPD|smil|asx)[\s>])/i;

/** Whether a file is a list of other media. A file that can't be read is none. */
export async function isPlaylist(absolutePath: string): Promise<boolean> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(systemPath(absolutePath), constants.O_RDONLY | constants.O_NONBLOCK);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return BEGINNINGS.test(buffer.toString('utf8', 0, bytesRead));
  } catch {
    return false;
  } finally {
    await handle?.close();
  }
}
