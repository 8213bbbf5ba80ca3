import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

const BLOCK_BYTES = 1024 * 1024;

export interface HashingBegin {
  /** Settles when all is hashed, or hashing was stopped. */
  readonly done: Promise<void>;
  stop(): void;
}

/** Hashes the first bytes of a file in the background. */
export function hashBegin(handle: FileHandle, hash: Hash, bytes: number): HashingBegin {
  let stopped = false;
  const work = async (): Promise<void> => {
    const block = Buffer.allocUnsafeSlow(Math.min(BLOCK_BYTES, bytes));
    for (let position = 0; position < bytes && !stopped; ) {
      const { bytesRead } = await handle.read(block, 0, Math.min(block.length, bytes - position), position);
      if (bytesRead === 0) throw new Error('the file has become shorter');
      hash.update(block.subarray(0, bytesRead));
      position += bytesRead;
    }
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
