import { LENT_CHUNKS } from '../../domain/ports/model-source.ts';

export interface BlockQueue {
  readonly isEmpty: boolean;
  /** Blocks that are full and wait. */
  readonly full: number;
  /** Where the next bytes go: the rest of the block that is filling, which stays that until `took` fills it. */
  room(): Uint8Array;
  /** So many bytes have been put where `room` said. */
  took(count: number): void;
  /** Copies bytes into the queue. */
  put(bytes: Uint8Array): void;
  /** The oldest bytes, up to a block; lent as the port `Incoming` says. Undefined where the queue is empty. */
  take(): Uint8Array | undefined;
}

interface Loan {
  readonly block: Uint8Array;
  /** Whether the loan reaches to the end of its block: when it is over, the block is free. */
  readonly last: boolean;
}

/** A queue of bytes in blocks of shared memory, which are filled again when their loan is over. */
export function createBlockQueue(blockBytes: number): BlockQueue {
  const waiting: { block: Uint8Array; begin: number }[] = [];
  const loans: Loan[] = [];
  const spare: Uint8Array[] = [];
  let filling: Uint8Array | undefined;
  let begin = 0;
  let filled = 0;

  const lend = (block: Uint8Array, from: number, to: number): Uint8Array => {
    loans.push({ block, last: to === blockBytes });
    const over = loans.length > LENT_CHUNKS ? loans.shift() : undefined;
    if (over?.last) spare.push(over.block);
    return block.subarray(from, to);
  };
  const room = (): Uint8Array => {
    filling ??= spare.pop() ?? new Uint8Array(new SharedArrayBuffer(blockBytes));
    return filling.subarray(filled);
  };
  const took = (count: number): void => {
    filled += count;
    if (filled < blockBytes) return;
    waiting.push({ block: filling!, begin });
    filling = undefined;
    begin = 0;
    filled = 0;
  };
  return {
    get isEmpty() {
      return waiting.length === 0 && filled === begin;
    },
    get full() {
      return waiting.length;
    },
    room,
    took,
    put(bytes) {
      for (let offset = 0; offset < bytes.length; ) {
        const target = room();
        const count = Math.min(target.length, bytes.length - offset);
        target.set(bytes.subarray(offset, offset + count));
        took(count);
        offset += count;
      }
    },
    take() {
      const next = waiting.shift();
      if (next !== undefined) return lend(next.block, next.begin, blockBytes);
      if (filled === begin) return undefined;
      const from = begin;
      begin = filled;
      return lend(filling!, from, filled);
    },
  };
}
