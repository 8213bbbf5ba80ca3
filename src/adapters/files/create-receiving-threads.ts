import { type AskedThread, createAskedThread } from './create-asked-thread.ts';
import { type StartHashingWriter, startHashingWriter } from './hashing-writer.ts';
import type { HashOrder } from './stream-hash-worker.ts';
import type { WriteOrder } from './write-worker.ts';

export interface ReceivingThreads {
  readonly start: StartHashingWriter;
  /** Ends the threads; what was still under way in them fails. */
  close(): Promise<void>;
}

/** Less than this is written and hashed sooner than threads start. */
const WORTH_THREADS_BYTES = 8 * 1024 * 1024;

/**
 * A thread that writes and a thread that hashes, beside this one, any number of files at once. They start with the first
 * file that is worth it.
 */
export function createReceivingThreads(): ReceivingThreads {
  const writes: AskedThread<WriteOrder> = createAskedThread(new URL('./write-worker.js', import.meta.url));
  const hashes: AskedThread<HashOrder> = createAskedThread(
    new URL('./stream-hash-worker.js', import.meta.url),
  );
  let count = 0;

  const startThere: StartHashingWriter = (algorithm, length) => {
    const id = count++;
    let failure: unknown;
    let newest: Promise<void> = Promise.resolve();
    writes.begin();
    hashes.tell({ kind: 'start', id, algorithm, bytes: length });
    const update = async (bytes: Uint8Array) => void (await hashes.ask({ kind: 'update', id, bytes }));
    return {
      write: async ({ fd }, block, position) => {
        const bytes = shareable(block);
        const written = writes.ask({ kind: 'write', id, bytes, descriptor: fd, position });
        const hashed = update(bytes);
        // If one fails the other still uses the memory, or the file.
        const both = Promise.allSettled([written, hashed]).then((ends) => {
          for (const end of ends) if (end.status === 'rejected') failure ??= end.reason;
        });
        newest = both;
        await both;
        if (failure !== undefined) throw failure;
      },
      update: (block) => update(shareable(block)),
      digest: async () => {
        const hex = await hashes.ask({ kind: 'digest', id });
        // Writes end in their order: the newest knows whether any failed.
        await newest;
        if (failure !== undefined) throw failure;
        return hex!;
      },
      drop: () => {
        writes.tell({ kind: 'drop', id });
        hashes.tell({ kind: 'drop', id });
      },
    };
  };
  return {
    start: (algorithm, bytes) =>
      bytes < WORTH_THREADS_BYTES ? startHashingWriter(algorithm, bytes) : startThere(algorithm, bytes),
    close: async () => {
      await Promise.all([writes.close(), hashes.close()]);
    },
  };
}

/** Shared memory is seen by a thread as it is. Of any other a copy is sent, and of all of it: so make it small. */
function shareable(block: Uint8Array): Uint8Array {
  return block.buffer instanceof SharedArrayBuffer ? block : Uint8Array.from(block);
}
