import type { Microseconds } from '../time.ts';

/** Longer lines hold no times: what lies behind them is never looked at. */
const LONGEST = 200;

/** `01:02:03,456`: hours may be missing, the fraction has a comma, a dot or a colon before it, or is missing too. */
const CLOCK = String.raw`(-)?(?:(\d{1,4}) ?: ?)?(\d{1,3}) ?: ?(\d{1,2})(?: ?[.,:] ?(\d{1,9}))?`;
const SINGLE = new RegExp(`^${CLOCK}$`);
const RANGE = new RegExp(String.raw`^${CLOCK} ?-{1,2}> ?${CLOCK}(?:\s|$)`);

/** A time such as `0:00:01.50`; undefined where the text is none. */
export function parseClock(text: string): Microseconds | undefined {
  const match = tidy(text).match(SINGLE);
  return match === null ? undefined : toTime(match, 1);
}

/** The two times of a line such as `00:00:01,000 --> 00:00:02,000`, whatever follows them; else undefined. */
export function parseTimeRange(line: string): { start: Microseconds; end: Microseconds } | undefined {
  if (!line.includes('->')) return undefined;
  const match = tidy(line).match(RANGE);
  return match === null ? undefined : { start: toTime(match, 1), end: toTime(match, 6) };
}

function tidy(text: string): string {
  return text.slice(0, LONGEST).replace(/\s+/g, ' ').trim();
}

function toTime(match: RegExpMatchArray, at: number): Microseconds {
  const [sign, hours = '0', minutes, seconds, fraction = ''] = match.slice(at, at + 5);
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const time = whole * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
  return sign === undefined || time === 0 ? time : -time;
}
