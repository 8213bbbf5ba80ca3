import { type CodeRule, levelsOf, STEP_ERRORS } from './code-rule.ts';
import { createProducts } from './kernel.ts';

/** What makes an estimate of a cosine from a code: `offset + scale × (sum of the code's entries in the tables)`. */
export interface ScoreTables {
  /** 16 bytes for each field of four bits, each at most 127. */
  readonly tables: Uint8Array;
  readonly scale: number;
  readonly offset: number;
  /** How far an estimate lies from the cosine: the standard deviation, if vectors were normally distributed. */
  readonly deviation: number;
}

const HIGHEST = 127;

/**
 * The tables for a query. The query stays as it is; only what is stored is rounded.
 */
export function scoreTables(rule: CodeRule, query: Float32Array): ScoreTables {
  const { columns, dimension, fields, mean, deviations } = rule;
  const along = createProducts(rule.axes, dimension)(query);
  const sums = new Float64Array(columns * 2 * 16);
  let error = 0;
  for (const [axis, { nibble, shift, width }] of fields.entries()) {
    const levels = levelsOf(width);
    const weight = along[axis]! * deviations[axis]!;
    for (let value = 0; value < 16; value++)
      sums[nibble * 16 + value]! += weight * levels[(value >> shift) & (2 ** width - 1)]!;
    error += weight * weight * STEP_ERRORS[width]!;
  }
  let offset = 0;
  for (let i = 0; i < dimension; i++) offset += query[i]! * mean[i]!;
  const lowest = new Float64Array(columns * 2);
  let widest = Number.MIN_VALUE;
  for (let nibble = 0; nibble < columns * 2; nibble++) {
    const own = sums.subarray(nibble * 16, nibble * 16 + 16);
    lowest[nibble] = Math.min(...own);
    widest = Math.max(widest, Math.max(...own) - lowest[nibble]!);
    offset += lowest[nibble]!;
  }
  const scale = widest / HIGHEST;
  const tables = Uint8Array.from(sums, (sum, at) => Math.round((sum - lowest[at >> 4]!) / scale));
  // What rounding to whole steps adds, one in each table.
  const rounding = (columns * 2 * scale * scale) / 12;
  return { tables, scale, offset, deviation: Math.sqrt(error + rounding + restOf(rule, query, along)) };
}

/** What the query says beyond the axes, as if the vectors differed there as little as along the last axis. */
function restOf({ deviations, fields }: CodeRule, query: Float32Array, along: Float32Array): number {
  let beyond = 0;
  for (const value of query) beyond += value * value;
  for (const value of along) beyond -= value * value;
  const last = deviations[fields.length - 1] ?? 0;
  return (Math.max(0, beyond) * last * last) / 2;
}
