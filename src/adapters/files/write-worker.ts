import { writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { Answer } from './create-asked-thread.ts';

/** `write` has an answer. */
export type WriteOrder =
  | {
      readonly kind: 'write';
      readonly id: number;
      readonly bytes: Uint8Array;
      readonly descriptor: number;
      readonly position: number;
    }
  | { readonly kind: 'drop'; readonly id: number };

/**
 * So much is written at once. For larger writes the kernel takes larger pieces of memory, which a virtual machine may
 * have given back to its host: bench/README.md, P1.
 */
const WRITE_BYTES = 256 * 1024;

const port = parentPort!;
/** What went wrong with a file: nothing more is written of it, so that none has a hole before its end. */
const failures = new Map<number, Answer>();

// The entry of a worker thread, an `AskedThread`.
port.on('message', (order: WriteOrder) => {
  if (order.kind === 'drop') {
    failures.delete(order.id);
    return;
  }
  const answer = failures.get(order.id) ?? written(order);
  if (answer.failure !== undefined) failures.set(order.id, answer);
  port.postMessage(answer);
});

function written({ descriptor, bytes, position }: WriteOrder & { kind: 'write' }): Answer {
  try {
    for (let done = 0; done < bytes.length; ) {
      const length = Math.min(bytes.length - done, WRITE_BYTES);
      done += writeSync(descriptor, bytes, done, length, position + done);
    }
    return {};
  } catch (error) {
    const { message, code, errno, syscall } = error as NodeJS.ErrnoException;
    return { failure: { message, code, errno, syscall } };
  }
}
