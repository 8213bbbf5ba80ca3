import { HeimdexError } from './errors.ts';
import { fromSeconds, type Microseconds } from './time.ts';

/** A point in a video that a user named. */
export interface VideoTime {
  /** A path, or the end of one. */
  readonly video: string;
  readonly time: Microseconds;
}

/**
 * Reads `VIDEO@TIME`, where the time is seconds (`83.4`), `1:23.4` or `0:01:23`, with a minus for one before zero.
 *
 * @throws HeimdexError `usage`
 */
export function parseVideoTime(text: string): VideoTime {
  const at = text.lastIndexOf('@');
  const video = text.slice(0, Math.max(0, at));
  const time = at < 0 ? undefined : parseTime(text.slice(at + 1));
  if (video === '' || time === undefined) {
    throw new HeimdexError('usage', `${text} does not name a time in a video: VIDEO@TIME is expected`, {
      hint: 'such as holiday.mp4@83.4, holiday.mp4@1:23.4 or holiday.mp4@0:01:23',
    });
  }
  return { video, time };
}

/** Minutes and seconds stay below 60 where a larger unit stands before them. */
function parseTime(text: string): Microseconds | undefined {
  const parts = /^(-?)(?:(?:(\d+):([0-5]?\d)|(\d+)):([0-5]?\d(?:\.\d+)?)|(\d+(?:\.\d+)?))$/.exec(text);
  if (parts === null) return undefined;
  const [, sign, hours, minutesOfHour, minutes, seconds, alone] = parts;
  const number = (part: string | undefined) => Number(part ?? 0);
  const sum = number(hours) * 3600 + number(minutesOfHour ?? minutes) * 60 + number(seconds ?? alone);
  return fromSeconds(sign === '-' ? -sum : sum);
}
