import type { ImageTextConfig } from './manifest/schema.ts';
import { combine, dot, type UnitVector, type WeightedVector } from './vector.ts';

/**
 * An unwanted term pulls the query away with this weight. With 1 the direction that all texts of a model share would
 * cancel out and leave little of what is wanted; with 0 nothing would happen.
 */
const UNWANTED_WEIGHT = 0.5;

/** A query as vectors of one space. */
export interface QueryVectors {
  readonly wanted: readonly UnitVector[];
  readonly unwanted: readonly UnitVector[];
}

/** The one vector that stored vectors are compared with. */
export function queryVector(query: QueryVectors): UnitVector {
  const parts: WeightedVector[] = [
    ...query.wanted.map((vector) => ({ vector, weight: 1 / query.wanted.length })),
    ...query.unwanted.map((vector) => ({ vector, weight: -UNWANTED_WEIGHT / query.unwanted.length })),
  ];
  return combine(parts);
}

/**
 * The model's own probability that a picture shows what is wanted and not what is unwanted, 0…1: SigLIP's
 * `sigmoid(exp(logScale)·cos + bias)` (Zhai et al. 2023, equation 1) for each term, multiplied as independent.
 * Null where the model has no such scale.
 */
export function confidenceOf(
  picture: UnitVector,
  texts: QueryVectors,
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
