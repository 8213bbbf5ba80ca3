import type { FileHandle } from 'node:fs/promises';

const BLOCK_BYTES = 1024 * 1024;

export interface BlockWriter {
  /** Where the next byte goes: the bytes of the file, written or about to be. */
  readonly end: number;
  append(chunk: Uint8Array): Promise<void>;
  /** Empties the file. */
  reset(): Promise<void>;
  /** Settles when all bytes have been written. */
  flush(): Promise<void>;
}

/**
 * Appends to a file in blocks: while one is written, the caller works on it too (`onBlock`) and the next one fills.
 *
 * @param start bytes that are there already
 */
export function createBlockWriter(
  handle: FileHandle,
  start: number,
  onBlock: (block: Buffer) => void,
): BlockWriter {
  let filling = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let spare = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let filled = 0;
  let written = start;
  let writing: Promise<void> = Promise.resolve();

  const swap = async (): Promise<void> => {
    await writing;
    const block = filling.subarray(0, filled);
    writing = writeAll(handle, block, written);
    writing.catch(() => {});
    written += filled;
    filled = 0;
    [filling, spare] = [spare, filling];
    onBlock(block);
  };

  return {
    get end() {
      return written + filled;
    },
    async append(chunk) {
      for (let offset = 0; offset < chunk.length; ) {
        const count = Math.min(BLOCK_BYTES - filled, chunk.length - offset);
        filling.set(chunk.subarray(offset, offset + count), filled);
        filled += count;
        offset += count;
        if (filled === BLOCK_BYTES) await swap();
      }
    },
    async reset() {
      await writing.catch(() => {});
      filled = 0;
      written = 0;
      writing = Promise.resolve();
      await handle.truncate(0);
    },
    async flush() {
      if (filled > 0) await swap();
      await writing;
    },
  };
}

async function writeAll(handle: FileHandle, block: Buffer, position: number): Promise<void> {
  for (let offset = 0; offset < block.length; ) {
    const { bytesWritten } = await handle.write(block, offset, block.length - offset, position + offset);
    offset += bytesWritten;
  }
}
