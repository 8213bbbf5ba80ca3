import { throwIfInterrupted } from '../../domain/errors.ts';
import type { TransferInterrupted } from '../../domain/ports/model-source.ts';
import type { PullFileTools } from './pull-file-tools.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
/** A server may ask for patience, but not for more than this. */
const LONGEST_ASKED_WAIT_MS = 60_000;

/**
 * How long to wait before the next try, milliseconds: what the server asks for, else longer after each failure.
 * `askedMs` is what it asks for where that is more than anyone waits.
 */
export function waitFor(
  error: TransferInterrupted,
  failures: number,
): { waitMs: number; askedMs: number | undefined } {
  const asked = error.retryAfterMs;
  if (asked === undefined) {
    return {
      waitMs: Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1)),
      askedMs: undefined,
    };
  }
  return {
    waitMs: Math.min(LONGEST_ASKED_WAIT_MS, asked),
    askedMs: asked > LONGEST_ASKED_WAIT_MS ? asked : undefined,
  };
}

/** Waits between two tries. */
export async function pause(
  ms: number,
  { wait }: Pick<PullFileTools, 'wait'>,
  signal: AbortSignal,
): Promise<void> {
  await wait(ms, signal).catch((reason) => {
    throwIfInterrupted(signal);
    throw reason;
  });
}
