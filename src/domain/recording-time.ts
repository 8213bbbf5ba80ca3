import { parseTimestamp } from './parse-timestamp.ts';
import type { Microseconds } from './time.ts';

const DAY_MS = 86_400_000;

/**
 * When something was recorded, by the first of several texts that is believable. Clocks that were never set and fields
 * that were never written say 1904, 1970-01-01 or a time to come.
 *
 * @param texts what a file says, the best first; see `parseTimestamp`
 * @param now milliseconds since 1970 in UTC
 * @returns microseconds since 1970 in UTC; undefined where nobody knows
 */
export function recordingTime(texts: readonly (string | undefined)[], now: number): Microseconds | undefined {
  return texts
    .map((text) => (text === undefined ? undefined : parseTimestamp(text)))
    .find((time) => time !== undefined && time >= DAY_MS * 1000 && time <= (now + DAY_MS) * 1000);
}
