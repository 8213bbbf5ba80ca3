const UNITS = { d: 86_400, h: 3600, m: 60, s: 1 } as const;

/** A span of time such as `90m`, `2h`, `1h30m` or `45s`, largest unit first, in seconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const parts =
    /^(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?$/i.exec(
      text.trim(),
    );
  if (parts === null || text.trim() === '') return undefined;
  return Object.values(UNITS).reduce((sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * unit, 0);
}
