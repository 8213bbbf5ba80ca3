import { isRelevant, type PlacedMoment, type PlacedStretch } from './is-relevant.ts';

/** What came of a query whose answers are known. */
export interface Judgement {
  /** How many moments came. */
  readonly moments: number;
  /** Of each expected stretch the rank, from 1, of the first moment that answers with it; undefined where none does. */
  readonly ranks: readonly (number | undefined)[];
}

/**
 * Holds moments against what is expected. A stretch counts once, for the first moment that lies in it; a moment may answer
 * with several stretches at once.
 *
 * @param moments best first
 */
export function judgeAnswer(moments: readonly PlacedMoment[], expected: readonly PlacedStretch[]): Judgement {
  const ranks = expected.map((stretch) => {
    const at = moments.findIndex((moment) => isRelevant(moment, stretch));
    return at === -1 ? undefined : at + 1;
  });
  return { moments: moments.length, ranks };
}
