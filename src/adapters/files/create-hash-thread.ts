import { Worker } from 'node:worker_threads';
import type { DigestAlgorithm } from '../../domain/manifest/digest-of.ts';
import { type RunningHash, type StartHash, startHashHere } from './running-hash.ts';

/** What the thread is told, in the order in which it is to be done. */
export type HashOrder =
  | {
      readonly kind: 'start';
      readonly id: number;
      readonly algorithm: DigestAlgorithm;
      readonly bytes: number;
    }
  | { readonly kind: 'update'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'digest'; readonly id: number }
  | { readonly kind: 'drop'; readonly id: number };

/** The answers to `update` (nothing) and `digest` (hex digits), in the order of the questions. */
export type HashReply = string | undefined;

export interface HashThread {
  readonly start: StartHash;
  /** Ends the thread; what was still under way in it fails. */
  close(): Promise<void>;
}

/** Less than this is hashed sooner than a thread starts. */
const WORTH_A_THREAD_BYTES = 8 * 1024 * 1024;

interface Waiting {
  resolve(reply: HashReply): void;
  reject(error: unknown): void;
}

/**
 * Hashes made in one thread beside this one, for any number of files at once. It starts with the first file that is
 * worth it; small ones are hashed here.
 */
export function createHashThread(): HashThread {
  const waiting: Waiting[] = [];
  let worker: Worker | undefined;
  let ended: Error | undefined;
  let count = 0;

  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  const startThread = (): Worker => {
    const thread = new Worker(new URL('./stream-hash-worker.js', import.meta.url));
    thread.on('message', (reply: HashReply) => waiting.shift()?.resolve(reply));
    thread.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
    thread.on('exit', () => end(new Error('the hashing thread has ended')));
    return thread;
  };
  const order = (what: HashOrder): void => {
    if (ended !== undefined) return;
    worker ??= startThread();
    worker.postMessage(what);
  };
  const ask = (what: HashOrder): Promise<HashReply> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      waiting.push({ resolve, reject });
      order(what);
    });
  const startThere: StartHash = (algorithm, bytes): RunningHash => {
    const id = count++;
    order({ kind: 'start', id, algorithm, bytes });
    return {
      update: async (block) => void (await ask({ kind: 'update', id, bytes: shareable(block) })),
      digest: async () => (await ask({ kind: 'digest', id }))!,
      drop: () => order({ kind: 'drop', id }),
    };
  };
  return {
    start: (algorithm, bytes) =>
      bytes < WORTH_A_THREAD_BYTES ? startHashHere(algorithm, bytes) : startThere(algorithm, bytes),
    close: async () => {
      end(new Error('the hashing thread has been ended'));
      await worker?.terminate();
    },
  };
}

/** Shared memory is seen by the thread as it is. Of any other a copy is sent, and of all of it: so make it small. */
function shareable(block: Uint8Array): Uint8Array {
  return block.buffer instanceof SharedArrayBuffer ? block : Uint8Array.from(block);
}
