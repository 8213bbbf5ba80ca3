export interface ContentRange {
  readonly first: number;
  readonly last: number;
  /** Size of the whole; undefined where the server does not tell. */
  readonly total: number | undefined;
}

/** Reads `bytes 100-199/200`, or undefined where the header is anything else. */
export function parseContentRange(value: string | undefined): ContentRange | undefined {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(value?.trim() ?? '');
  if (match === null) return undefined;
  const [, first, last, total] = match;
  return { first: Number(first), last: Number(last), total: total === '*' ? undefined : Number(total) };
}
