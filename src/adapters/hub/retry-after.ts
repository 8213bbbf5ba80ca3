/**
 * What a `Retry-After` header asks for, milliseconds from now: whole seconds or a date (RFC 9110, 10.2.3).
 * Undefined where it is absent or makes no sense; a date in the past is 0.
 *
 * @param now milliseconds since 1970
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Date.parse takes much that is no date of HTTP, such as "-5": the form always has a comma after the weekday.
  if (!/^[A-Z][a-z]{2},/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}
