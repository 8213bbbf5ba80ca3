/** A point in a video or a length of time: integer microseconds. Presentation timestamps may be negative. */
export type Microseconds = number;

export const MICROSECONDS_PER_SECOND = 1_000_000;

/** Ticks of a rational time base to microseconds, rounded to the nearest; exact for any 64-bit tick count. */
export function ticksToMicroseconds(ticks: bigint, numerator: bigint, denominator: bigint): Microseconds {
  const scaled = ticks * numerator * 1_000_000n * 2n + denominator;
  // BigInt division truncates; the floor is needed for negative times.
  const quotient = scaled / (denominator * 2n);
  const floor = scaled < 0n && scaled % (denominator * 2n) !== 0n ? quotient - 1n : quotient;
  return Number(floor);
}

export function toSeconds(time: Microseconds): number {
  return time / MICROSECONDS_PER_SECOND;
}

/** Seconds as a decimal text or number, to microseconds. */
export function fromSeconds(seconds: number): Microseconds {
  return Math.round(seconds * MICROSECONDS_PER_SECOND);
}

/** `h:mm:ss.t` with tenths of a second, as a person reads it: `0:01:23.4`. Times before zero carry a minus. */
export function formatTime(time: Microseconds): string {
  const tenths = Math.round(Math.abs(time) / 100_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(tenths / 36_000);
  const minutes = Math.floor(tenths / 600) % 60;
  const seconds = Math.floor(tenths / 10) % 60;
  return `${time < 0 && tenths > 0 ? '-' : ''}${hours}:${two(minutes)}:${two(seconds)}.${tenths % 10}`;
}
