import { interrupted, throwIfInterrupted } from '../../domain/errors.ts';

/**
 * The result of some work that can't be asked to stop, or the end of waiting for it when the signal fires.
 *
 * @throws HeimdexError `interrupted`
 */
export async function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Once nobody waits for it any more, its failure must not end the process.
  work.catch(() => {});
  throwIfInterrupted(signal);
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(interrupted(signal.reason));
  });
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
