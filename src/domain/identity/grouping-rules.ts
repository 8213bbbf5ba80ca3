/** What decides over who is one person. Similarities are cosines. */
export interface GroupingRules {
  /** Mean cosine between the tracks of two groups from which they are joined. */
  readonly threshold: number;
  /** Pairs of groups that fall short of being joined by less than this are doubtful. */
  readonly doubtful: number;
  /** Two groups are not joined while one of them is as similar, but for this, to somebody the other one can't be. */
  readonly rival: number;
  /** Standard deviation of the cosines of two strangers. */
  readonly spread: number;
  /** Doubtful pairs that are listed at most. */
  readonly mostDoubtful: number;
}

/** Figures and sources: docs/decisions/035-people.md. The threshold is the one that SFace's makers state for two faces. */
export const GROUPING_RULES: GroupingRules = {
  threshold: 0.363,
  doubtful: 0.08,
  rival: 0.03,
  spread: 0.1,
  mostDoubtful: 1000,
};

/**
 * The cosine that the most similar one of some strangers has by chance: the largest of n normal numbers stays below
 * sqrt(2 ln n) standard deviations.
 */
export function chanceCosine(tracks: number, spread: number): number {
  return spread * Math.sqrt(2 * Math.log(Math.max(1, tracks)));
}
