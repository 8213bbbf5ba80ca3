import type { Context } from '../context.ts';

/** Less than this is done before a bar could be read. */
const WORTH_A_BAR_BYTES = 200_000_000;

/**
 * Shows, while some work lasts, how much of a number of bytes it has gone through: a bar at a terminal, events where
 * they are asked for, else nothing.
 */
export async function withByteProgress<T>(
  context: Context,
  total: number,
  work: (onBytes: (bytes: number) => void) => Promise<T>,
): Promise<T> {
  if (context.progressEvents) {
    const { createEventWriter } = await import('./progress-events.ts');
    const writer = createEventWriter(context.host.stderr);
    let done = 0;
    return work((bytes) => {
      done += bytes;
      writer.throttled('verify', { schema: 'heimdex.verify-event/1', kind: 'bytes', at: done, bytes: total });
    });
  }
  if (!context.printer.interactive || total < WORTH_A_BAR_BYTES) return work(() => {});
  const { createBars } = await import('./progress-bars.ts');
  const bars = createBars(context.host.stderr, context.printer.width);
  const bar = bars.add('checking', total, 0);
  let done = 0;
  try {
    return await work((bytes) => {
      done += bytes;
      bar.move(done);
    });
  } finally {
    bars.stop();
  }
}
