/** How long queries took, milliseconds. The first one apart: it loads the models. Null where there was none. */
export interface Latency {
  readonly firstMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** Sums up times in the order in which they were taken. */
export function latencyOf(times: readonly number[]): Latency {
  const [first, ...rest] = times;
  return { firstMs: first ?? null, p50Ms: percentile(rest, 50), p95Ms: percentile(rest, 95) };
}

/** The least value that so many per cent of all do not exceed: the nearest rank (Hyndman and Fan 1996, definition 1). */
function percentile(values: readonly number[], percent: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null;
}
