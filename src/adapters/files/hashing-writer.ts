import type { FileHandle } from 'node:fs/promises';
import type { DigestAlgorithm } from '../../domain/manifest/digest-of.ts';
import { startDigest } from './digest-file.ts';

/** Writes a file's content and hashes it on the way. No call need be waited for before the next. */
export interface HashingWriter {
  /**
   * Takes the next bytes in and writes them to this place of the file; they may not change before it settles. Writes are
   * made in their order, and none after one that failed.
   */
  write(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void>;
  /** Takes the next bytes in, which the file holds already; they may not change before it settles. */
  update(bytes: Uint8Array): Promise<void>;
  /** Lower-case hex digits of all that was taken in; nothing may follow. */
  digest(): Promise<string>;
  /** Gives up what is held for a content whose digest nobody wants. */
  drop(): void;
}

/** Starts on a content of so many bytes. */
export type StartHashingWriter = (algorithm: DigestAlgorithm, bytes: number) => HashingWriter;

/** Hashes in this thread. */
export const startHashingWriter: StartHashingWriter = (algorithm, bytes) => {
  const hash = startDigest(algorithm, bytes);
  let last: Promise<void> = Promise.resolve();
  const next = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work);
    return last;
  };
  return {
    write: (handle, block, position) =>
      next(async () => {
        await writeAll(handle, block, position);
        hash.update(block);
      }),
    update: (block) => next(async () => void hash.update(block)),
    digest: async () => {
      await last;
      return hash.digest('hex');
    },
    drop: () => {},
  };
};

async function writeAll(handle: FileHandle, block: Uint8Array, position: number): Promise<void> {
  for (let offset = 0; offset < block.length; ) {
    const { bytesWritten } = await handle.write(block, offset, block.length - offset, position + offset);
    offset += bytesWritten;
  }
}
