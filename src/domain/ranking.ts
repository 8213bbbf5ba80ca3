import { HeimdexError } from './errors.ts';
import type { ImageTextConfig } from './manifest/schema.ts';
import { combine, dot, type UnitVector } from './vector.ts';

/**
 * An unwanted term pulls the query away with this weight. With 1 the direction that all texts of a model share would
 * cancel out and leave little of what is wanted; with 0 nothing would happen.
 */
const UNWANTED_WEIGHT = 0.5;

/** A description or a picture of a query as a vector of one space. */
export interface VectorTerm {
  readonly kind: 'text' | 'picture';
  readonly vector: UnitVector;
  readonly sign: 1 | -1;
  /** What it counts beside the others, above 0. */
  readonly weight: number;
}

/**
 * The one vector that stored vectors are compared with: the mean of the wanted terms minus half the mean of the unwanted.
 * Where pictures stand beside texts each kind is divided by the widest spread of its wanted terms: a picture's cosines with
 * other pictures differ far more than those of a text, and the words beside it would count for nothing.
 *
 * @param terms one wanted at least
 * @param spreadOf how far a vector's cosines with those that are stored lie apart (standard deviation)
 * @throws HeimdexError `usage` where nothing is left of them, as of `dog -2:dog`
 */
export function queryVector(
  terms: readonly VectorTerm[],
  spreadOf: (vector: UnitVector) => number = () => 1,
): UnitVector {
  if (terms.length === 1) return terms[0]!.vector;
  const count = (sign: 1 | -1) => terms.filter((term) => term.sign === sign).length;
  const share = { 1: 1 / count(1), [-1]: -UNWANTED_WEIGHT / count(-1) };
  const isMixed = new Set(terms.map(({ kind }) => kind)).size > 1;
  const widest = (kind: VectorTerm['kind']) =>
    Math.max(
      ...terms.filter((term) => term.kind === kind && term.sign === 1).map(({ vector }) => spreadOf(vector)),
    );
  const spreads = isMixed ? { text: widest('text'), picture: widest('picture') } : undefined;
  const weighted = terms.map(({ kind, vector, sign, weight }) => {
    const spread = spreads?.[kind] ?? 1;
    return {
      vector,
      weight: (weight * share[sign]) / (spread > 0 && Number.isFinite(spread) ? spread : 1),
    };
  });
  try {
    return combine(weighted);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new HeimdexError('usage', 'the descriptions of the query cancel each other out', {
      cause: error,
      hint: 'such as "beach -people": what is unwanted counts half',
    });
  }
}

/** The standard deviation of a vector's cosines with others; 1 where they are too few to tell. */
export function spreadOver(sample: readonly UnitVector[]): (vector: UnitVector) => number {
  return (vector) => {
    if (sample.length < LEAST_SAMPLE) return 1;
    const cosines = sample.map((other) => dot(vector, other));
    const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
    return Math.sqrt(cosines.reduce((sum, cosine) => sum + (cosine - mean) ** 2, 0) / cosines.length);
  };
}

const LEAST_SAMPLE = 16;

/** Texts that a picture should fit, and that it should not. */
export interface JudgedTexts {
  readonly wanted: readonly UnitVector[];
  readonly unwanted: readonly UnitVector[];
}

/**
 * The model's own probability that a picture shows what is wanted and not what is unwanted, 0…1: SigLIP's
 * `sigmoid(exp(logScale)·cos + bias)` (Zhai et al. 2023, equation 1) for each term, multiplied as independent.
 * Null where the model has no such scale.
 */
export function confidenceOf(
  picture: UnitVector,
  texts: JudgedTexts,
  scoring: ImageTextConfig['scoring'],
): number | null {
  if (scoring.kind !== 'sigmoid') return null;
  const probability = (text: UnitVector) =>
    1 / (1 + Math.exp(-(Math.exp(scoring.logScale) * dot(text, picture) + scoring.bias)));
  let product = 1;
  for (const text of texts.wanted) product *= probability(text);
  for (const text of texts.unwanted) product *= 1 - probability(text);
  return product;
}
