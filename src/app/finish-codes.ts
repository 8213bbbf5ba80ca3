import type { FrameStore } from '../domain/ports/library.ts';

/** Makes what a large library wants to be quick to search; where it is cut short the next run goes on with it. */
export async function finishCodes(
  frames: Pick<FrameStore, 'renewCodes'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && (await frames.renewCodes())) {
    // One piece after the other.
  }
}
