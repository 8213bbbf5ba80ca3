import type Database from 'better-sqlite3';
import type { Space } from '../../domain/space.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { tableOf } from './vector-tables.ts';

/**
 * Vectors of a space, spread evenly over the order in which they came: all where there are no more than asked for. By their
 * numbers: a condition on every row would read the whole table.
 */
export function sampleVectors(database: Database.Database, space: Space, most: number): UnitVector[] {
  const { name, of } = tableOf(space);
  const { first, last } = database
    .prepare(
      `SELECT (SELECT min(${of}_id) FROM ${name}) AS first, (SELECT max(${of}_id) FROM ${name}) AS last`,
    )
    .get() as { first: number | null; last: number | null };
  if (first === null || last === null) return [];
  const next = database.prepare<[number], { id: number; value: unknown }>(
    `SELECT ${of}_id AS id, value FROM ${name} WHERE ${of}_id >= ? ORDER BY ${of}_id LIMIT 1`,
  );
  const stride = Math.max(1, (last + 1 - first) / most);
  const sample: UnitVector[] = [];
  for (let at = first; at <= last; ) {
    const row = next.get(Math.ceil(at));
    if (row === undefined) break;
    // What is damaged is told by whoever asks for it; its value may be anything that SQLite holds.
    const bytes = row.value instanceof Uint8Array ? new Uint8Array(row.value) : new Uint8Array();
    const vector = new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
    if (vector.length === space.dimension && vector.every(Number.isFinite)) sample.push(vector as UnitVector);
    at = Math.max(at + stride, row.id + 1);
  }
  return sample;
}
