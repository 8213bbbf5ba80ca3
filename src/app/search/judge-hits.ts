import { createJudge, LEAST_FIGURE } from '../../domain/calibration/create-judge.ts';
import type { ImageTextConfig } from '../../domain/manifest/schema.ts';
import type { VectorTerm } from '../../domain/ranking.ts';
import type { Space } from '../../domain/space.ts';
import type { UnitVector } from '../../domain/vector.ts';
import type { SearchContext } from './search-context.ts';

/** What hits of one query in one space are judged by. */
export interface Judged {
  readonly space: Space;
  readonly terms: readonly VectorTerm[];
  /** The model's own scale, where it has one. */
  readonly scoring?: ImageTextConfig['scoring'];
}

/** A hit with how sure it is that it is what was asked for; null where nothing tells. */
export type Sure<T> = T & { readonly confidence: number | null };

/** Tells of hits how sure they are, and leaves out those that are not sure enough. */
export interface HitJudge<T> {
  /** @param among how many vectors the query may have met */
  keep(hits: readonly T[], among: number): Sure<T>[];
  /**
   * Whether nothing behind some hits, best first, is worth going on for: none of the last of them fits any wanted term well
   * enough. What is unwanted does not count, as those further down may be free of it.
   */
  isHopeless(hits: readonly T[], among: number): boolean;
}

/** So many in a row that are not what was asked for tell that none will be. */
const HOPELESS = 16;

/**
 * Judges hits: less sure than the user asks for are left out, else those that are less likely than not where the library knows
 * what ordinary queries score. Beside a picture nothing tells how sure a hit is.
 */
export function createHitJudge<T>(
  vectorOf: (hit: T) => UnitVector,
  { space, terms, scoring }: Judged,
  { calibrations, minConfidence }: SearchContext,
): HitJudge<T> {
  const statistics = calibrations.statisticsOf(space);
  const of = (sign: 1 | -1) =>
    terms
      .filter((term) => term.sign === sign)
      .map(({ vector, weight, kind }) => ({ vector, weight, isPicture: kind === 'picture' }));
  const [wanted, unwanted] = [of(1), of(-1)];
  const isTold = !wanted.some(({ isPicture }) => isPicture);
  // Without spread they tell nothing, and figures are the model's own.
  const isCalibrated = (statistics?.spread ?? 0) > 0;
  const least = minConfidence ?? (isCalibrated ? LEAST_FIGURE : 0);
  const keep = (hits: readonly T[], among: number): Sure<T>[] => {
    if (!isTold) return hits.map((hit) => ({ ...hit, confidence: null }));
    const judge = createJudge({ statistics, among, scoring, wanted, unwanted });
    return hits
      .map((hit) => ({ ...hit, confidence: judge.figureOf(vectorOf(hit)) }))
      .filter(({ confidence }) => confidence === null || confidence >= least);
  };
  return {
    keep,
    isHopeless(hits, among) {
      if (!isTold || least === 0) return false;
      const last = hits.slice(-HOPELESS).map(vectorOf);
      return wanted.every((term) => {
        const judge = createJudge({ statistics, among, scoring, wanted: [term], unwanted: [] });
        return last.every((vector) => (judge.figureOf(vector) ?? 1) < least);
      });
    },
  };
}
