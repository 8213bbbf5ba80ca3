/**
 * The score that the best of many things that do not fit stays below as often as not, in standard deviations: the median of
 * the greatest of n normal variables. The normal quantile is Abramowitz and Stegun's 26.2.23, right within 0.0005.
 *
 * @param n at least 1
 */
export function bestOf(n: number): number {
  // The chance of each that makes half the chance of all.
  const tail = -Math.expm1(-Math.LN2 / n);
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return Math.max(0, t - above / below);
}
