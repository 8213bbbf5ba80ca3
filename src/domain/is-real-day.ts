import { utc } from './zone.ts';

/** Whether the (Gregorian) calendar has a day. Years from 1000 on; months count from 1. */
export function isRealDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  // A day beyond the month's end would be one of the next.
  return new Date(utc(year, month, day, 0, 0, 0)).getUTCDate() === day;
}
