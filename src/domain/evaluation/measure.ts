import type { Judgement } from './judge-answer.ts';
import { ndcg, recallAt, reciprocalRank } from './measure-query.ts';

/** How good the answers to some queries are. Means are null where there is nothing to take them of. */
export interface Measures {
  /** Queries with an answer: over them are recall, MRR, nDCG and `falseNothing`. */
  readonly answerable: number;
  readonly recall: readonly { readonly k: number; readonly value: number | null }[];
  readonly mrr: number | null;
  readonly ndcg: number | null;
  /** Queries with an answer that got none. */
  readonly falseNothing: number;
  /** Queries without an answer. */
  readonly unanswerable: number;
  /** Queries without an answer that got one. */
  readonly falseFound: number;
}

/**
 * Measures of some queries.
 *
 * @param ks the numbers of moments to look at for recall
 */
export function measure(judgements: readonly Judgement[], ks: readonly number[]): Measures {
  const answerable = judgements.filter(({ ranks }) => ranks.length > 0);
  const unanswerable = judgements.filter(({ ranks }) => ranks.length === 0);
  const mean = (of: (ranks: Judgement['ranks']) => number) =>
    answerable.length === 0
      ? null
      : answerable.reduce((sum, { ranks }) => sum + of(ranks), 0) / answerable.length;
  return {
    answerable: answerable.length,
    recall: ks.map((k) => ({ k, value: mean((ranks) => recallAt(ranks, k)) })),
    mrr: mean(reciprocalRank),
    ndcg: mean(ndcg),
    falseNothing: answerable.filter(({ moments }) => moments === 0).length,
    unanswerable: unanswerable.length,
    falseFound: unanswerable.filter(({ moments }) => moments > 0).length,
  };
}
