import type { Microseconds } from './time.ts';

/**
 * Follows the times of a video's decoded frames and tells how much of it they cover. A decoder ends with success on a
 * truncated file, and goes on behind a stretch that it could not read: only the frames tell.
 *
 * @param step how long a frame stands where the next is missing
 * @param longest the longest time between two frames that is no gap
 */
export function createReadableTime(step: Microseconds, longest: Microseconds) {
  let last: Microseconds | undefined;
  let covered: Microseconds = 0;
  return {
    add(time: Microseconds): void {
      if (last !== undefined) covered += time - last > longest ? step : time - last;
      last = time;
    },
    covered: (): Microseconds => (last === undefined ? 0 : covered + step),
  };
}
