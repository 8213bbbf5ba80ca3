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
  /** Writes a block; called for one after the other without waiting. After an error no later one may be written. */
  readonly write: (block: Uint8Array, position: number) => Promise<void>;
  readonly truncate: () => Promise<void>;
}

/**
 * Appends to a file in blocks: while some are written the next one comes.
 *
 * @param start bytes that are there already
 */
export function createBlockWriter(start: number, { write, truncate }: BlockWork): BlockWriter {
  const spare: Uint8Array[] = [];
  const pending: Promise<unknown>[] = [];
  let filling: Uint8Array | undefined;
  let filled = 0;
  let sent = start;
  /** Lent chunks that are being written: the how manieth each was. */
  const lent: { turn: number; work: Promise<void> }[] = [];
  let turn = 0;

  const begin = (block: Uint8Array): Promise<void> => {
    const position = sent;
    sent += block.length;
    const work = write(block, position);
    // Whoever appends next, or flushes, sees the error.
    work.catch(() => {});
    return work;
  };
  const hold = async (work: Promise<void>): Promise<void> => {
    work.catch(() => {});
    pending.push(work);
    while (pending.length >= LENT_CHUNKS) await pending.shift();
  };
  const sendFilled = async (): Promise<void> => {
    const block = filling!;
    const part = block.subarray(0, filled);
    filling = undefined;
    filled = 0;
    await hold(begin(part).then(() => void spare.push(block)));
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
    await Promise.allSettled(pending.splice(0));
  };

  return {
    get end() {
      return sent + filled;
    },
    append: gather,
    async appendLent(chunk) {
      turn++;
      if (chunk.length < LARGE_BYTES) await gather(chunk);
      else {
        if (filled > 0) await sendFilled();
        const work = begin(chunk);
        lent.push({ turn, work });
        await hold(work);
      }
      // Who asks for the next chunk has the memory of an earlier one used again, however small those between were.
      while (lent.length > 0 && lent[0]!.turn <= turn + 1 - LENT_CHUNKS) await lent.shift()!.work;
    },
    async reset() {
      await idle();
      lent.length = 0;
      filled = 0;
      sent = 0;
      await truncate();
    },
    async flush() {
      if (filled > 0) await sendFilled();
      while (pending.length > 0) await pending.shift();
    },
    idle,
  };
}
