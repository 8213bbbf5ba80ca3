import { estimateLengths } from '../domain/estimate-lengths.ts';
import { addToPace, NO_PACE, type PaceSums, paceOf } from '../domain/pace.ts';
import { type Microseconds, toSeconds } from '../domain/time.ts';
import type { FoundFile } from '../domain/video.ts';

/** Shorter spans of work than this, in seconds, are gathered: a batch of frames comes out at once. */
const LEAST_SPAN = 0.5;

/** Says how long the work still takes, from what has been measured in this run. */
export interface Forecast {
  /** A file's pictures are being read from now on. */
  begin(file: FoundFile, duration: Microseconds): void;
  /** Its work has come so far. */
  reach(time: Microseconds, duration: Microseconds): void;
  /** A file is done, or could not be. */
  end(file: FoundFile): void;
  /** Seconds of video a second of work, as measured in this run, else as before it. */
  pace(): number | undefined;
  /** Seconds of work still to come. */
  secondsLeft(): number | undefined;
}

/**
 * Starts a forecast of the work on some files.
 *
 * @param elapsed milliseconds of work until now; pauses do not count
 * @param before the pace of an earlier run, which the first measurements replace
 */
export function createForecast(
  files: readonly FoundFile[],
  elapsed: () => number,
  before: number | undefined,
): Forecast {
  const waiting = new Set(files);
  const done = { bytes: 0, seconds: 0 };
  let pace: PaceSums = NO_PACE;
  let current: { file: FoundFile; duration: number; reached: number } | undefined;
  let mark = { work: elapsed(), reached: 0 };
  const measure = (reached: number, least: number) => {
    const spent = (elapsed() - mark.work) / 1000;
    if (spent < least) return;
    pace = addToPace(pace, Math.max(0, reached - mark.reached), spent);
    mark = { work: elapsed(), reached };
  };
  const speed = () => paceOf(pace) ?? before;
  return {
    begin(file, duration) {
      waiting.delete(file);
      current = { file, duration: toSeconds(duration), reached: 0 };
      mark = { work: elapsed(), reached: 0 };
    },
    reach(time, duration) {
      if (current === undefined) return;
      current = { ...current, reached: toSeconds(time), duration: toSeconds(duration) };
      measure(current.reached, LEAST_SPAN);
    },
    end(file) {
      waiting.delete(file);
      if (current !== undefined && current.reached > 0) {
        measure(current.duration, 0);
        done.bytes += current.file.bytes;
        done.seconds += current.duration;
      }
      current = undefined;
    },
    pace: speed,
    secondsLeft() {
      if (waiting.size === 0 && current === undefined) return 0;
      const perSecond = speed();
      const others = [...waiting].map(({ bytes }) => ({ bytes, seconds: undefined }));
      const known = { ...done };
      let rest = 0;
      if (current !== undefined) {
        rest = Math.max(0, current.duration - current.reached);
        known.bytes += current.file.bytes;
        known.seconds += current.duration;
      }
      const lengths = estimateLengths(others, known);
      return perSecond === undefined || lengths === undefined ? undefined : (rest + lengths) / perSecond;
    },
  };
}
