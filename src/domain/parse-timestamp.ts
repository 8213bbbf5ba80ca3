import { isRealDay } from './is-real-day.ts';
import type { Microseconds } from './time.ts';
import { localZone, utc, type Zone } from './zone.ts';

const FORM =
  /^([1-9]\d{3})([-:])(\d\d)\2(\d\d)(?:[T ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,12}))?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** Of a day alone, so that it is the same day for the zones around. */
const NOON = 12;

/** Farther from UTC than any zone is. Minutes. */
const FARTHEST_ZONE = 15 * 60;

/**
 * Reads a point in time as media files say it: ISO 8601 (`2024-05-17T10:30:00.5+0200`, also with a space) or Exif's
 * form (`2024:05:17 10:30:00`), or a whole day. Undefined for anything else.
 *
 * @param zone whose clock is meant where the text does not say how far it is from UTC
 * @returns microseconds since 1970 in UTC
 */
export function parseTimestamp(text: string, zone: Zone = localZone): Microseconds | undefined {
  const parts = FORM.exec(text.trim());
  if (parts === null) return undefined;
  const [year, month, day] = [Number(parts[1]), Number(parts[3]), Number(parts[4])] as const;
  if (!isRealDay(year, month, day)) return undefined;
  if (parts[5] === undefined) return zone(year, month, day, NOON, 0, 0) * 1000;
  const clock = [Number(parts[5]), Number(parts[6]), Number(parts[7])] as const;
  const fraction = Number((parts[8] ?? '').padEnd(6, '0').slice(0, 6));
  if (parts[9] === undefined) return zone(year, month, day, ...clock) * 1000 + fraction;
  const east = minutesEast(parts[9]);
  if (Math.abs(east) > FARTHEST_ZONE) return undefined;
  return (utc(year, month, day, ...clock) - east * 60_000) * 1000 + fraction;
}

/** Minutes that a zone's clocks are ahead of UTC: `Z`, `+02`, `+0200`, `+02:00`. */
function minutesEast(offset: string): number {
  if (offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)) * (offset.length > 3 ? 1 : 0);
  return offset.startsWith('-') ? -minutes : minutes;
}
