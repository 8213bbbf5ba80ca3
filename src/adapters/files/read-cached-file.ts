import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { CacheUnreadable } from '../../domain/ports/model-cache.ts';

const BLOCK_BYTES = 1024 * 1024;

/**
 * Opens a file that another program has made, if it is a plain file of a size. What else may lie there is not opened,
 * and where one was put there just now the opening does not wait for it, as it would for a pipe's other end.
 *
 * @throws CacheUnreadable, or what the system throws
 */
export async function openCachedFile(path: string, bytes: number): Promise<FileHandle> {
  if (!(await lstat(path)).isFile()) throw new CacheUnreadable('it is no plain file');
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new CacheUnreadable('it is no plain file');
    if (stats.size !== bytes) throw new CacheUnreadable(`it has ${stats.size} bytes, not ${bytes}`);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * The bytes of such a file, from an offset up to its size. A block holds until the next is asked for: two take turns,
 * because new memory for each would cost more than all else.
 *
 * @throws CacheUnreadable
 */
export async function* readCachedFile(path: string, bytes: number, from: number): AsyncGenerator<Uint8Array> {
  const handle = await reading(() => openCachedFile(path, bytes));
  const size = Math.min(BLOCK_BYTES, bytes - from);
  const blocks = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)] as const;
  const read = (turn: number, at: number) => {
    const length = Math.min(size, bytes - at);
    const work = reading(() => handle.read(blocks[turn % 2]!, 0, length, at));
    // Whoever asks for the block sees its error; until then it must not end the process.
    work.catch(() => {});
    return work;
  };
  let pending = read(0, from);
  try {
    for (let turn = 1, at = from; at < bytes; turn++) {
      const { bytesRead, buffer } = await pending;
      if (bytesRead === 0) throw new CacheUnreadable('it has become shorter');
      at += bytesRead;
      if (at < bytes) pending = read(turn, at);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await pending.catch(() => {});
    await handle.close();
  }
}

async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CacheUnreadable) throw error;
    throw new CacheUnreadable((error as Error).message, { cause: error });
  }
}
