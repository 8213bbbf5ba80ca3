import type { FileHandle } from 'node:fs/promises';
import { LENT_CHUNKS } from '../../domain/ports/model-source.ts';

const BLOCK_BYTES = 1024 * 1024;

/** A chunk of this size is a block by itself; smaller ones are gathered. */
const LARGE_BYTES = BLOCK_BYTES / 4;

export interface BlockWriter {
  /** Where the next byte goes: the bytes of the file, written or about to be. */
  readonly end: number;
  /** Takes a copy of a chunk. */
  append(chunk: Uint8Array): Promise<void>;
  /** Takes a chunk that is lent as the port `Incoming` says: a large one is not copied. */
  appendLent(chunk: Uint8Array): Promise<void>;
  /** Empties the file. */
  reset(): Promise<void>;
  /** Settles when all bytes have been written, and worked on. */
  flush(): Promise<void>;
  /** Settles when nothing is under way any more, failed or not. */
  idle(): Promise<void>;
}

export interface BlockWork {
  /** Told of each block, in their order, while it is written. */
  readonly onBlock: (block: Uint8Array) => Promise<void>;
  /** Told after each write; the next waits for it. */
  readonly onWritten: (bytes: number) => Promise<void>;
}

/**
 * Appends to a file in blocks: while some are written, and worked on by the caller, the next one comes. One
 * write follows the other, so that no end of the file has a hole before it.
 *
 * @param start bytes that are there already
 */
export function createBlockWriter(
  handle: FileHandle,
  start: number,
  { onBlock, onWritten }: BlockWork,
): BlockWriter {
  const spare: Uint8Array[] = [];
  const pending: Promise<unknown>[] = [];
  let filling: Uint8Array | undefined;
  let filled = 0;
  let sent = start;
  let writing: Promise<void> = Promise.resolve();

  const send = async (block: Uint8Array, onDone = () => {}): Promise<void> => {
    const position = sent;
    sent += block.length;
    writing = writing.then(() => writeAll(handle, block, position)).then(() => onWritten(block.length));
    const work = Promise.all([writing, onBlock(block)]).then(onDone);
    // Whoever appends next, or flushes, sees the error.
    work.catch(() => {});
    pending.push(work);
    while (pending.length >= LENT_CHUNKS) await pending.shift();
  };
  const sendFilled = async (): Promise<void> => {
    const block = filling!;
    const part = block.subarray(0, filled);
    filling = undefined;
    filled = 0;
    await send(part, () => void spare.push(block));
  };
  const gather = async (chunk: Uint8Array): Promise<void> => {
    for (let offset = 0; offset < chunk.length; ) {
      filling ??= spare.pop() ?? new Uint8Array(new SharedArrayBuffer(BLOCK_BYTES));
      const count = Math.min(BLOCK_BYTES - filled, chunk.length - offset);
      filling.set(chunk.subarray(offset, offset + count), filled);
      filled += count;
      offset += count;
      if (filled === BLOCK_BYTES) await sendFilled();
    }
  };
  const idle = async (): Promise<void> => {
    await Promise.allSettled([writing, ...pending.splice(0)]);
  };

  return {
    get end() {
      return sent + filled;
    },
    append: gather,
    async appendLent(chunk) {
      if (chunk.length < LARGE_BYTES) return gather(chunk);
      if (filled > 0) await sendFilled();
      await send(chunk);
    },
    async reset() {
      await idle();
      filled = 0;
      sent = 0;
      writing = Promise.resolve();
      await handle.truncate(0);
    },
    async flush() {
      if (filled > 0) await sendFilled();
      while (pending.length > 0) await pending.shift();
    },
    idle,
  };
}

async function writeAll(handle: FileHandle, block: Uint8Array, position: number): Promise<void> {
  for (let offset = 0; offset < block.length; ) {
    const { bytesWritten } = await handle.write(block, offset, block.length - offset, position + offset);
    offset += bytesWritten;
  }
}
