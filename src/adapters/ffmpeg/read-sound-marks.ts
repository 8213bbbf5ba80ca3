import type { Readable } from 'node:stream';
import { readLines } from './read-lines.ts';

/** What ffmpeg writes of a frame of sound before it hands over its samples. */
export interface SoundMark {
  /** The number of its first sample, counted from presentation time zero; undefined where the file does not tell. */
  readonly time: number | undefined;
  /** How many samples it has, of each channel. */
  readonly count: number;
}

/**
 * Reads what the filter graph writes of each frame: `frame:12 pts:8916 pts_time:0.55725`, then
 * `lavfi.astats.Overall.Number_of_samples=743.000000`.
 */
export function readSoundMarks(stream: Readable, onMark: (mark: SoundMark) => void): void {
  let time: number | undefined;
  readLines(stream, (line) => {
    const frame = line.match(/^frame:\d+ +pts:(-?\d+|NOPTS) /);
    if (frame !== null) time = frame[1] === 'NOPTS' ? undefined : Number(frame[1]);
    const samples = line.match(/^lavfi\.astats\.Overall\.Number_of_samples=(\d+)/);
    if (samples !== null) onMark({ time, count: Number(samples[1]) });
  });
}
