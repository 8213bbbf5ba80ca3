import { Worker } from 'node:worker_threads';
import { interrupted, throwIfInterrupted } from '../../domain/errors.ts';
import type { DigestAlgorithm } from '../../domain/manifest/digest-of.ts';
import type { DigestFile, DigestOptions, FileDigest } from './digest-file.ts';

export interface HashRequest {
  readonly path: string;
  readonly algorithm: DigestAlgorithm;
}

export type HashAnswer =
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'digest'; readonly digest: FileDigest }
  | { readonly kind: 'error'; readonly message: string; readonly code: string | undefined };

export interface DigestPool {
  readonly digest: DigestFile;
  /** Ends all threads. */
  close(): Promise<void>;
}

/**
 * Makes digests in threads of their own, several at once. A thread starts when there is work for it and none is idle;
 * work beyond `threads` waits.
 *
 * @param ready threads that start at once, while the caller is still finding out what there is to do
 */
export function createDigestPool(threads: number, ready = 0): DigestPool {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let closed = false;

  const take = async (): Promise<Worker> => {
    for (;;) {
      // A thread that starts now would be ended by nobody.
      if (closed) throw new Error('the digest pool is closed');
      const worker = idle.pop() ?? (all.size < threads ? start() : undefined);
      if (worker !== undefined) return worker;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  const start = (): Worker => {
    const worker = new Worker(new URL('./hash-worker.js', import.meta.url));
    all.add(worker);
    return worker;
  };
  for (let count = 0; count < Math.min(ready, threads); count++) idle.push(start());
  const give = (worker: Worker, usable: boolean): void => {
    if (usable) idle.push(worker);
    else all.delete(worker);
    waiting.shift()?.();
  };

  return {
    digest: async (path, algorithm, options) => {
      const worker = await take();
      let usable = true;
      try {
        throwIfInterrupted(options.signal);
        usable = false;
        const digest = await ask(worker, { path, algorithm }, options);
        usable = true;
        return digest;
      } finally {
        if (!usable) await worker.terminate();
        give(worker, usable);
      }
    },
    close: async () => {
      closed = true;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

function ask(worker: Worker, request: HashRequest, { signal, onBytes }: DigestOptions): Promise<FileDigest> {
  return new Promise((resolve, reject) => {
    const onAbort = () => end(() => reject(interrupted(signal.reason)));
    const onMessage = (answer: HashAnswer) => {
      if (answer.kind === 'progress') onBytes?.(answer.bytes);
      else if (answer.kind === 'digest') end(() => resolve(answer.digest));
      else end(() => reject(Object.assign(new Error(answer.message), { code: answer.code })));
    };
    const onError = (error: unknown) => end(() => reject(error));
    const onExit = () => end(() => reject(new Error('the hashing thread has ended')));
    const end = (settle: () => void) => {
      signal.removeEventListener('abort', onAbort);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      settle();
    };
    signal.addEventListener('abort', onAbort);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(request);
  });
}
