const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A number of bytes in words, in powers of 1000 as disks and the Hub count them: `532 B`, `2.1 GB`, `139 MB`. */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let value = bytes;
  // 999.5 would be rounded to 1000 of the smaller unit.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** A part of a number of bytes in the unit of the whole: `1.2 of 3.0 MB`. */
export function formatShare(part: number, whole: number): string {
  const [, unit] = formatBytes(whole).split(' ');
  const power = 1000 ** UNITS.indexOf(unit!);
  const digits = power === 1 || whole / power >= 99.95 ? 0 : 1;
  // Rounded down: nobody should read "3.0 of 3.0 MB" of what is not whole.
  const rounded = Math.floor((part / power) * 10 ** digits) / 10 ** digits;
  return `${rounded.toFixed(digits)} of ${formatBytes(whole)}`;
}
