/**
 * A time zone: what the clocks in it show, as milliseconds since 1970 in UTC. Months count from 1; a day, an hour or a
 * minute beyond the last runs on into the next.
 */
export type Zone = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
) => number;

/** The zone that the language itself takes for the local one. A time that a change of clocks leaves out is moved on. */
export const localZone: Zone = (year, month, day, hour, minute, second) =>
  new Date(year, month - 1, day, hour, minute, second).getTime();

export const utc: Zone = (year, month, day, hour, minute, second) =>
  Date.UTC(year, month - 1, day, hour, minute, second);
