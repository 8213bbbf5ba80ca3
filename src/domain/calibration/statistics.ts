import { dot, type UnitVector } from '../vector.ts';

/** What the scores of a space's queries are held against. */
export interface CalibrationStatistics {
  /** How many vectors the space held when this was measured. */
  readonly measured: number;
  /** The mean of the prompts' vectors: its product with a frame's is the prompts' mean score on that frame. */
  readonly promptMean: Float32Array;
  /** The mean of the library's vectors: its product with a query's is the query's mean score in the library. */
  readonly libraryMean: Float32Array;
  /** Standard deviation of the centred scores of prompts, as their ordinary part tells it. */
  readonly spread: number;
  /** The same as their upper tail tells it: at least the spread. */
  readonly tail: number;
}

type Means = Pick<CalibrationStatistics, 'promptMean' | 'libraryMean'>;

/** Of the distance of a query's mean score from that of all prompts so much is its own way of scoring. */
const OWN_SHARE = 0.5;

/**
 * How much better a query fits a vector than prompts do: the score, less the prompts' mean score on this vector, less half
 * of what the query scores more than the prompts on all the library (the two-sided correction of hubs: CSLS, Conneau et al.
 * 2018; for text against pictures Bogolin et al. 2022, "Cross Modal Retrieval with Querybank Normalisation"). The query's own
 * mean counts half, as it may be high because most of the library fits.
 */
export function centredScore(query: UnitVector, vector: UnitVector, means: Means): number {
  return dot(query, vector) - scoreOfPrompts(vector, means) - ownScore(query, means);
}

/** The prompts' mean score on a vector. */
export function scoreOfPrompts(vector: UnitVector, { promptMean }: Means): number {
  return dot(promptMean, vector);
}

/** What a query scores by itself, whatever it meets. */
export function ownScore(query: UnitVector, { promptMean, libraryMean }: Means): number {
  return OWN_SHARE * (dot(query, libraryMean) - dot(promptMean, libraryMean));
}
