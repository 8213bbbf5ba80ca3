import { parentPort } from 'node:worker_threads';
import type { HashAnswer, HashRequest } from './create-digest-pool.ts';
import { digestFile } from './digest-file.ts';

/** Bytes between two words of progress: a word a block would cost more than it tells. */
const PROGRESS_BYTES = 16 * 1024 * 1024;

const port = parentPort!;
const never = new AbortController().signal;

// The entry of a worker thread: one request at a time, each answered with progress and then a result. It is stopped
// by ending the thread.
port.on('message', async ({ path, algorithm }: HashRequest) => {
  const answer = (message: HashAnswer) => port.postMessage(message);
  let unreported = 0;
  const onBytes = (bytes: number) => {
    unreported += bytes;
    if (unreported < PROGRESS_BYTES) return;
    answer({ kind: 'progress', bytes: unreported });
    unreported = 0;
  };
  try {
    const digest = await digestFile(path, algorithm, { signal: never, onBytes });
    answer({ kind: 'progress', bytes: unreported });
    answer({ kind: 'digest', digest });
  } catch (error) {
    // A copy sent between threads would lose the error's code.
    const { message, code } = error as NodeJS.ErrnoException;
    answer({ kind: 'error', message, code });
  }
});
