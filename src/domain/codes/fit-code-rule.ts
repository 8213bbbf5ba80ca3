import { chooseFields } from './choose-fields.ts';
import { type CodeRule, columnsOf } from './code-rule.ts';
import { createProducts } from './kernel.ts';

/** Axes of nearly the same variance stay mixed: that costs nothing. */
const ROUNDS = 8;
/** Axes that are looked for; codes of 96 bytes use some 460 of them. */
const MOST_AXES = 512;

/**
 * Finds the axes in which vectors differ most, by orthogonal iteration on their covariance (Golub & Van Loan, Matrix
 * Computations, 4th ed., 8.2.4), and shares the bits of a code out among them.
 *
 * @param vectors one after the other, each of `dimension` numbers; some thousands that stand for all
 */
export function fitCodeRule(vectors: Float32Array, dimension: number): CodeRule {
  const columns = columnsOf(dimension);
  const { mean, covariance } = spreadOf(vectors, dimension);
  const count = Math.min(dimension, MOST_AXES, columns * 8);
  const { axes, variances } = principalAxes(covariance, dimension, count);
  const fields = chooseFields(variances, columns);
  return {
    dimension,
    columns,
    mean,
    axes: axes.slice(0, fields.length * dimension),
    deviations: Float32Array.from(fields, (_, axis) => Math.sqrt(Math.max(0, variances[axis]!))),
    fields,
  };
}

function spreadOf(
  vectors: Float32Array,
  dimension: number,
): { mean: Float32Array; covariance: Float32Array } {
  const count = vectors.length / dimension;
  const sums = new Float64Array(dimension);
  for (let at = 0; at < vectors.length; at++) sums[at % dimension]! += vectors[at]!;
  const mean = Float32Array.from(sums, (sum) => sum / count);
  // Numbers of one place beside each other.
  const places = new Float32Array(vectors.length);
  for (let place = 0; place < dimension; place++)
    for (let index = 0; index < count; index++)
      places[place * count + index] = vectors[index * dimension + place]! - mean[place]!;
  const products = createProducts(places, count);
  const covariance = new Float32Array(dimension * dimension);
  for (let a = 0; a < dimension; a++) {
    const row = products(places.subarray(a * count, (a + 1) * count), a + 1);
    for (let b = 0; b <= a; b++)
      covariance[a * dimension + b] = covariance[b * dimension + a] = row[b]! / count;
  }
  return { mean, covariance };
}

function principalAxes(
  covariance: Float32Array,
  dimension: number,
  count: number,
): { axes: Float32Array; variances: number[] } {
  const product = createProducts(covariance, dimension);
  const row = (matrix: Float32Array, at: number) => matrix.subarray(at * dimension, (at + 1) * dimension);
  let axes = orthonormal(firstAxes(dimension, count), dimension);
  let variances: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float32Array(axes.length);
    variances = [];
    for (let axis = 0; axis < count; axis++) {
      const spread = product(row(axes, axis));
      next.set(spread, axis * dimension);
      variances.push(dotOf(spread, row(axes, axis)));
    }
    if (round < ROUNDS - 1) axes = orthonormal(next, dimension);
  }
  const order = variances.map((_, axis) => axis).sort((a, b) => variances[b]! - variances[a]!);
  const sorted = new Float32Array(axes.length);
  for (const [to, from] of order.entries()) sorted.set(row(axes, from), to * dimension);
  return { axes: sorted, variances: order.map((axis) => variances[axis]!) };
}

/** Numbers without a pattern, the same in every run. */
function firstAxes(dimension: number, count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: dimension * count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Gram–Schmidt, each row against those before it, twice for the sake of its last bits. */
function orthonormal(rows: Float32Array, dimension: number): Float32Array {
  const result = new Float32Array(rows.length);
  for (let at = 0; at < rows.length; at += dimension) {
    const row = Float64Array.from(rows.subarray(at, at + dimension));
    scale(row);
    for (let twice = 0; twice < 2; twice++) {
      for (let other = 0; other < at; other += dimension) {
        let sum = 0;
        for (let i = 0; i < dimension; i++) sum += row[i]! * result[other + i]!;
        for (let i = 0; i < dimension; i++) row[i]! -= sum * result[other + i]!;
      }
      scale(row);
    }
    result.set(row, at);
  }
  return result;
}

/** To length 1; what has no length left says nothing and stays zero. */
function scale(row: Float64Array): void {
  const length = Math.sqrt(dotOf(row, row));
  for (let i = 0; i < row.length; i++) row[i] = length > 1e-6 ? row[i]! / length : 0;
}

function dotOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
