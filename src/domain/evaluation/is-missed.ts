import type { Judgement } from './judge-answer.ts';

/** Whether an expected stretch is not among the first k moments, or a moment came where none was expected. */
export function isMissed({ ranks, moments }: Judgement, k: number): boolean {
  if (ranks.length === 0) return moments > 0;
  return ranks.some((rank) => rank === undefined || rank > k);
}
