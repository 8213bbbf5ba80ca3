import type { Readable } from 'node:stream';
import type { Microseconds } from '../../domain/time.ts';
import { readLines } from './read-lines.ts';

/** What the decoder writes of a frame before it hands over its pictures. */
export interface FrameMark {
  readonly time: Microseconds;
  /** Whether pictures for the model and for people follow. */
  readonly candidate: boolean;
}

/**
 * Reads what the filter graph writes of each frame: `frame:12 pts:480000 pts_time:0.48`, then `candidate=1` where it is
 * one, and last `small=1`.
 */
export function readFrameTimes(stream: Readable, onMark: (mark: FrameMark) => void): void {
  let time: Microseconds | undefined;
  let candidate = false;
  readLines(stream, (line) => {
    const frame = line.match(/^frame:\d+ +pts:(-?\d+) /);
    if (frame !== null) {
      time = Number(frame[1]);
      candidate = false;
    } else if (line === 'candidate=1') {
      candidate = true;
    } else if (line === 'small=1' && time !== undefined) {
      onMark({ time, candidate });
    }
  });
}
