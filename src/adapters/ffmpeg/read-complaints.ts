import type { Readable } from 'node:stream';
import { readLines } from './read-lines.ts';
import { tooLarge } from './too-large.ts';

/** Lines of a damaged file's complaints can run into the thousands: only the last is of use, and this much of it. */
const MAX_LINE = 300;

/** What ffmpeg says of damage, and of files that end too early. Metadata, which may say anything, is indented. */
const COMPLAINT =
  /^\S.*(?:error|invalid|corrupt|fail|partial file|prematurely|truncated|not |no streams|could|exceeds)/i;

/** What ffmpeg tells of the hardware decoder it starts. */
const HARDWARE = /^\S.*Using auto hwaccel type (\w+)/;

/** What ffmpeg said so far. */
export interface Said {
  /** Why there is no picture, if there is none. */
  reason(): string;
  /** The kind of hardware that decodes. */
  hardware(): string | undefined;
}

/** Reads what ffmpeg says on stderr. */
export function readComplaints(stderr: Readable, onComplaint: (complaint: string) => void): Said {
  let lastLine = 'no reason given';
  let large: string | undefined;
  let hardware: string | undefined;
  readLines(stderr, (line) => {
    hardware ??= line.match(HARDWARE)?.[1];
    if (!COMPLAINT.test(line)) return;
    lastLine = line.trim().slice(0, MAX_LINE);
    large ??= tooLarge(line);
    onComplaint(lastLine);
  });
  return { reason: () => large ?? `no frame can be decoded: ${lastLine}`, hardware: () => hardware };
}
