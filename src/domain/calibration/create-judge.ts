import type { ImageTextConfig } from '../manifest/schema.ts';
import { confidenceOf } from '../ranking.ts';
import { dot, type UnitVector } from '../vector.ts';
import { bestOf } from './best-of.ts';
import { type CalibrationStatistics, centredScore } from './statistics.ts';

/** A term of a query in a space. */
export interface JudgedTerm {
  readonly vector: UnitVector;
  /** Above 0; 1 where it is not given. A term of less weight than the weightiest is missed less. */
  readonly weight?: number;
  /** A picture's vector lies apart from texts': of it nothing is known. */
  readonly isPicture?: boolean;
}

export interface JudgeOptions {
  /** Undefined where the library has none for this space. */
  readonly statistics: CalibrationStatistics | undefined;
  /** How many vectors the query may have met: those that its filters allow. */
  readonly among: number;
  /** The model's own scale; undefined where it has none. */
  readonly scoring?: ImageTextConfig['scoring'] | undefined;
  readonly wanted: readonly JudgedTerm[];
  readonly unwanted: readonly JudgedTerm[];
}

export interface Judge {
  /** The chance that a vector is what was asked for, 0…1; null where nothing is known of it. */
  figureOf(vector: UnitVector): number | null;
  /** Whether a hit of this figure is worth showing; always where the figure is not calibrated. */
  shows(figure: number | null): boolean;
}

/** As likely as not: below it a hit is not shown. */
export const LEAST_FIGURE = 0.5;

/**
 * The logarithm of how many of n normal variables exceed z falls as (z² − bestOf(n)²) / 2. Scores of real queries vary more than
 * such variables, and certainty grows so many times slower (decision 040).
 */
const SOFTNESS = 1.7;
/** How much less likely than not a hit is that scores what the best of what does not fit scores, in log-odds. */
const DOUBT = 0.94;

/**
 * The second witness, SigLIP's sigmoid (Zhai et al. 2023, equation 1), speaks in its own log-odds: those of true matches lie
 * mostly above this and those of unrelated pairs below. It was trained on one match in ten thousands of pairs, so that a half is
 * no line of it.
 */
const WITNESS_LINE = -6;
/** It sees the same cosine, so it counts half, and never for more than this. */
const [WITNESS_WEIGHT, WITNESS_LIMIT] = [0.5, 2];

/**
 * Judges the hits of one query in one space.
 *
 * Each term: its centred score, in standard deviations of prompts' scores, against what the best of as many vectors that do
 * not fit would reach, as log-odds; the model's own scale is added where it has one. All terms: of the wanted ones the least,
 * each to the power of its share of the greatest weight, times one minus each unwanted.
 */
export function createJudge({ statistics, among, scoring, wanted, unwanted }: JudgeOptions): Judge {
  const [texts, unwantedTexts] = [wanted, unwanted].map((terms) => terms.filter((term) => !term.isPicture));
  const known = statistics !== undefined && statistics.spread > 0 ? statistics : undefined;
  const greatest = Math.max(...wanted.map(({ weight = 1 }) => weight));
  return {
    figureOf(vector) {
      if (texts!.length === 0) return null;
      if (known === undefined) return figureOfModel(vector, texts!, unwantedTexts!, scoring);
      const figureOf = (term: JudgedTerm) => figureOfTerm(term.vector, vector, known, among, scoring);
      const found = texts!.map((term) => figureOf(term) ** ((term.weight ?? 1) / greatest));
      return unwantedTexts!.reduce((figure, term) => figure * (1 - figureOf(term)), Math.min(...found));
    },
    shows: (figure) => known === undefined || figure === null || figure >= LEAST_FIGURE,
  };
}

function figureOfTerm(
  query: UnitVector,
  vector: UnitVector,
  statistics: CalibrationStatistics,
  among: number,
  scoring: JudgeOptions['scoring'],
): number {
  const chance = bestOf(Math.max(1, among));
  const height = centredScore(query, vector, statistics) / statistics.tail;
  const logOdds = (height * Math.abs(height) - chance * chance) / (2 * SOFTNESS) - DOUBT;
  return sigmoid(logOdds + witness(dot(query, vector), scoring));
}

function witness(cosine: number, scoring: JudgeOptions['scoring']): number {
  if (scoring?.kind !== 'sigmoid') return 0;
  const own = Math.exp(scoring.logScale) * cosine + scoring.bias;
  return Math.max(-WITNESS_LIMIT, Math.min(WITNESS_LIMIT, WITNESS_WEIGHT * (own - WITNESS_LINE)));
}

/** In a library that an older heimdex wrote: the model's own probability, as it is. */
function figureOfModel(
  vector: UnitVector,
  wanted: readonly JudgedTerm[],
  unwanted: readonly JudgedTerm[],
  scoring: JudgeOptions['scoring'],
): number | null {
  if (scoring === undefined) return null;
  const vectorsOf = (terms: readonly JudgedTerm[]) => terms.map((term) => term.vector);
  return confidenceOf(vector, { wanted: vectorsOf(wanted), unwanted: vectorsOf(unwanted) }, scoring);
}

function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
