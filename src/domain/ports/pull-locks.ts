import type { Model } from '../manifest/schema.ts';

/** Keeps two processes from pulling the same model at once. */
export interface PullLocks {
  /**
   * Waits until no other process pulls this model. A process that dies gives its lock back.
   *
   * @param options.limitMs how long to wait, milliseconds
   * @param options.onWait called once when there is something to wait for, with the other's process id where known
   * @returns what gives the lock back
   * @throws HeimdexError `busy` after the limit
   */
  acquire(
    model: Pick<Model, 'key'>,
    options: { signal: AbortSignal; limitMs: number; onWait: (processId: number | undefined) => void },
  ): Promise<() => Promise<void>>;
}
