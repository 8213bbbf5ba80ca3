import type { FileHandle } from 'node:fs/promises';
import type { HashingWriter } from './hashing-writer.ts';

const BLOCK_BYTES = 1024 * 1024;

export interface HashingBegin {
  /** Settles when all is hashed, or hashing was stopped. */
  readonly done: Promise<void>;
  stop(): void;
}

/** Hashes the first bytes of a file in the background: while one block is hashed the next is read. */
export function hashBegin(handle: FileHandle, hash: HashingWriter, bytes: number): HashingBegin {
  let stopped = false;
  const work = async (): Promise<void> => {
    const blocks = [0, 1].map(() => new Uint8Array(new SharedArrayBuffer(Math.min(BLOCK_BYTES, bytes))));
    let hashing = Promise.resolve();
    for (let position = 0, turn = 0; position < bytes && !stopped; turn++) {
      const block = blocks[turn % 2]!;
      const { bytesRead } = await handle.read(block, 0, Math.min(block.length, bytes - position), position);
      if (bytesRead === 0) throw new Error('the file has become shorter');
      await hashing;
      hashing = hash.update(block.subarray(0, bytesRead));
      hashing.catch(() => {});
      position += bytesRead;
    }
    await hashing;
  };
  const done = work();
  // Whoever needs the hash waits for it and sees the error; until then it must not end the process.
  done.catch(() => {});
  return {
    done,
    stop() {
      stopped = true;
    },
  };
}
