type Ranks = readonly (number | undefined)[];

/** nDCG is cut off here. */
export const NDCG_DEPTH = 10;

/** Share of the expected stretches among the first k moments (Manning, Raghavan and Schütze 2008, section 8.4). */
export function recallAt(ranks: Ranks, k: number): number {
  return ranks.filter((rank) => rank !== undefined && rank <= k).length / ranks.length;
}

/** One over the rank of the first moment that answers; 0 where none does (Voorhees 1999, TREC-8). */
export function reciprocalRank(ranks: Ranks): number {
  const found = ranks.filter((rank) => rank !== undefined);
  return found.length === 0 ? 0 : 1 / Math.min(...found);
}

/**
 * Normalised discounted cumulated gain of the first moments (Järvelin and Kekäläinen 2002), with gains of 0 or 1 and the
 * discount 1 / log2(rank + 1) of Burges et al. 2005: the sum over the moments that answer with a stretch that none
 * before did, by that of the best order. Stretches that one moment answers with together count as one.
 */
export function ndcg(ranks: Ranks): number {
  const gaining = new Set(ranks.filter((rank) => rank !== undefined));
  const missing = ranks.filter((rank) => rank === undefined).length;
  const gain = (places: Iterable<number>) => {
    let sum = 0;
    for (const rank of places) if (rank <= NDCG_DEPTH) sum += 1 / Math.log2(rank + 1);
    return sum;
  };
  return gain(gaining) / gain(Array.from({ length: gaining.size + missing }, (_, at) => at + 1));
}
