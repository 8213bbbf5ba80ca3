import { isRealDay } from './is-real-day.ts';
import type { Microseconds } from './time.ts';
import { localZone, type Zone } from './zone.ts';

/** A stretch of the calendar, in microseconds since 1970 in UTC. */
export interface DateSpan {
  readonly start: Microseconds;
  /** The first moment after it. */
  readonly end: Microseconds;
}

const MINUTE_MS = 60_000;

const FORM = /^([1-9]\d{3})(?:-(\d\d)(?:-(\d\d)(?:T([01]\d|2[0-3]):([0-5]\d))?)?)?$/;

/**
 * Reads a year, month, day or minute of ISO 8601 (`2024`, `2024-05`, `2024-05-17`, `2024-05-17T10:30`) as the stretch
 * of time that it names; undefined for anything else, such as a day that no calendar has.
 *
 * @param zone whose clocks are meant
 */
export function parseDate(text: string, zone: Zone = localZone): DateSpan | undefined {
  const parts = FORM.exec(text);
  if (parts === null) return undefined;
  const said = parts.slice(1).filter((part) => part !== undefined);
  // What is not said is the first of its kind.
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = said.map(Number);
  if (!isRealDay(year, month, day)) return undefined;
  const start = zone(year, month, day, hour, minute, 0);
  const end = [
    zone(year + 1, 1, 1, 0, 0, 0),
    zone(year, month + 1, 1, 0, 0, 0),
    zone(year, month, day + 1, 0, 0, 0),
  ][said.length - 1];
  return { start: start * 1000, end: (end ?? start + MINUTE_MS) * 1000 };
}
