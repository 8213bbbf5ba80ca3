import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Microseconds, ticksToMicroseconds } from '../../domain/time.ts';

/** Lines of a damaged file's complaints can run into the thousands: only the last is of use, and this much of it. */
const MAX_LINE = 300;

/** What ffmpeg says of damage, and of files that end too early. Metadata, which may say anything, is indented. */
const COMPLAINT = /^\S.*(?:error|invalid|corrupt|fail|partial file|prematurely|truncated|not |could)/i;

/**
 * Reads ffmpeg's stderr: the times that the filter `showinfo` reports go to `onTime`, in microseconds, from whole ticks
 * of the time base (its seconds are printed with six digits, too few after the first minutes).
 */
export function readShownFrames(
  stderr: Readable,
  onTime: (time: Microseconds) => void,
  onComplaint: (complaint: string) => void = () => {},
): { lastLine(): string } {
  let base: [bigint, bigint] = [1n, 1n];
  let lastLine = 'no reason given';
  createInterface({ input: stderr }).on('line', (line) => {
    // From the first character: a video's title may say what it likes further on in a line.
    if (/^\[Parsed_showinfo_\d+ @/.test(line)) {
      const config = line.match(/config in time_base: (\d+)\/(\d+)/);
      if (config !== null) base = [BigInt(config[1]!), BigInt(config[2]!)];
      const shown = line.match(/ n: *\d+ pts: *(-?\d+) /);
      if (shown !== null) onTime(ticksToMicroseconds(BigInt(shown[1]!), ...base));
    } else if (COMPLAINT.test(line)) {
      lastLine = line.trim().slice(0, MAX_LINE);
      onComplaint(lastLine);
    }
  });
  return { lastLine: () => lastLine };
}
