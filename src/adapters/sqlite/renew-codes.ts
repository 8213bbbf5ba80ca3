import type Database from 'better-sqlite3';
import { toBytes } from '../../domain/codes/code-rule-bytes.ts';
import { fitCodeRule } from '../../domain/codes/fit-code-rule.ts';
import type { Space } from '../../domain/space.ts';
import { putCodeRulesChecksum } from './checksums.ts';
import { CHUNK, chunkOf, newestRule, type StoredRule } from './code-chunks.ts';
import { recodeChunk } from './put-codes.ts';
import { tableOf } from './vector-tables.ts';

/** Fewer vectors are compared one by one in less time than codes take. */
export const FEWEST_CODED = 20_000;
/** As many vectors tell how all of them are spread. */
const SAMPLE = 8192;
/**
 * Of vectors that lie nearer together than this (cosines of 0.95 between any two; models' pictures have some 0.55) a rule
 * would tell nothing of others that come.
 */
const LEAST_SPREAD = 0.05;
/** A rule is fitted anew when the space has grown so much. */
const GROWTH = 10;

/**
 * Does one piece of what a space's codes want: a rule for as many vectors as there are, or the codes of one chunk that has
 * none, or old ones. Each piece is a transaction of its own; between two of them the space can be searched.
 *
 * @returns whether there may be more to do
 */
export function renewCodes(database: Database.Database, space: Space): boolean {
  const piece = database.transaction((): boolean => {
    const vectors = database
      .prepare('SELECT vectors FROM space WHERE id = ?')
      .pluck()
      .get(space.id) as number;
    const newest = newestRule(database, space);
    const isDue = newest === undefined ? vectors >= FEWEST_CODED : vectors >= GROWTH * newest.vectors;
    if (isDue && addRule(database, space, vectors)) return true;
    if (newest === undefined) return false;
    const number = findStale(database, space, newest);
    if (number !== undefined) recodeChunk(database, space, number, newest.id);
    else removeUnused(database, space, newest);
    return number !== undefined;
  });
  return piece.immediate();
}

/** Returns whether the vectors differ enough for a rule. */
function addRule(database: Database.Database, space: Space, vectors: number): boolean {
  const sample = sampleOf(database, space);
  if (!(spreadOf(sample, space.dimension) >= LEAST_SPREAD)) return false;
  const rule = fitCodeRule(sample, space.dimension);
  database
    .prepare('INSERT INTO code_rule (space_id, vectors, value) VALUES (?, ?, ?)')
    .run(space.id, vectors, toBytes(rule));
  putCodeRulesChecksum(database);
  return true;
}

/** How far unit vectors lie from their mean: the mean square. */
function spreadOf(vectors: Float32Array, dimension: number): number {
  const mean = new Float64Array(dimension);
  for (let at = 0; at < vectors.length; at++) mean[at % dimension]! += vectors[at]!;
  const count = vectors.length / dimension;
  return 1 - mean.reduce((sum, value) => sum + (value / count) ** 2, 0);
}

/** Vectors whose numbers are spread evenly over those that there are, one after the other. */
function sampleOf(database: Database.Database, space: Space): Float32Array {
  const { name, of } = tableOf(space);
  const edge = (which: 'min' | 'max') =>
    database.prepare(`SELECT ${which}(${of}_id) FROM ${name}`).pluck().get() as number;
  const [first, last] = [edge('min'), edge('max')];
  const next = database.prepare(`SELECT value FROM ${name} WHERE ${of}_id >= ? LIMIT 1`).pluck();
  const sample = new Float32Array(SAMPLE * space.dimension);
  let filled = 0;
  for (let index = 0; index < SAMPLE; index++) {
    const value = next.get(first + Math.floor(((last - first) * index) / SAMPLE)) as Buffer;
    if (value.length !== space.dimension * 4) continue;
    const vector = new Float32Array(new Uint8Array(value).buffer);
    if (!vector.every(Number.isFinite)) continue;
    sample.set(vector, filled);
    filled += space.dimension;
  }
  return sample.subarray(0, filled);
}

/** The lowest chunk that lacks codes, or has those of an older rule. */
function findStale(database: Database.Database, space: Space, newest: StoredRule): number | undefined {
  const [missing] = missingChunks(database, space);
  if (missing !== undefined) return missing;
  const old = database
    .prepare('SELECT min(number) FROM code_chunk WHERE space_id = ? AND rule_id <> ?')
    .pluck()
    .get(space.id, newest.id) as number | null;
  return old ?? undefined;
}

/** Chunks in whose reach vectors lie that have no codes, from the lowest up. */
export function* missingChunks(database: Database.Database, space: Space): Generator<number> {
  const { name, of } = tableOf(space);
  const known = new Set(
    database.prepare('SELECT number FROM code_chunk WHERE space_id = ?').pluck().all(space.id) as number[],
  );
  const next = database.prepare(`SELECT min(${of}_id) FROM ${name} WHERE ${of}_id >= ?`).pluck();
  const chunkFrom = (first: number) => {
    const found = next.get(first) as number | null;
    return found === null ? undefined : chunkOf(found);
  };
  let number = chunkFrom(0);
  while (number !== undefined) {
    if (!known.has(number)) yield number;
    let after = number + 1;
    while (known.has(after)) after++;
    number = chunkFrom(after * CHUNK);
  }
}

function removeUnused(database: Database.Database, space: Space, newest: StoredRule): void {
  const { changes } = database
    .prepare(
      `DELETE FROM code_rule WHERE space_id = ? AND id <> ?
       AND NOT EXISTS (SELECT 1 FROM code_chunk WHERE rule_id = code_rule.id)`,
    )
    .run(space.id, newest.id);
  if (changes > 0) putCodeRulesChecksum(database);
}
