import type { Microseconds } from '../../domain/time.ts';

/**
 * How long a file plays. Matroska states the time of its end, counted from zero, where other containers state the
 * length from their own start.
 */
export function playLength(container: string, stated: Microseconds, start: Microseconds): Microseconds {
  const countsFromZero = container.includes('matroska');
  return Math.max(0, countsFromZero && start > 0 ? stated - start : stated);
}
