import type Database from 'better-sqlite3';
import type { CodeRule } from '../../domain/codes/code-rule.ts';
import { createEncoder, placeOf } from '../../domain/codes/create-encoder.ts';
import type { Space } from '../../domain/space.ts';
import {
  CHUNK,
  type Chunk,
  chunkOf,
  emptyChunk,
  findChunk,
  newestRule,
  openChunk,
  putChunk,
  readRule,
} from './code-chunks.ts';
import { tableOf } from './vector-tables.ts';

interface VectorRow {
  id: number;
  video: number;
  value: Buffer;
}

type Encoder = ReturnType<typeof createEncoder>;

/** An encoder takes a while to make, and a run of `index` uses the same one for every video. */
const ENCODERS = new WeakMap<Database.Database, { id: number; rule: CodeRule; encode: Encoder }>();

export function encoderOf(
  database: Database.Database,
  space: Pick<Space, 'dimension'>,
  id: number,
): { rule: CodeRule; encode: Encoder } {
  const known = ENCODERS.get(database);
  if (known?.id === id) return known;
  const rule = readRule(database, space, id);
  const made = { id, rule, encode: createEncoder(rule) };
  ENCODERS.set(database, made);
  return made;
}

/** Makes codes of a video's vectors, where the space has codes at all. Part of the caller's transaction. */
export function addCodes(database: Database.Database, space: Space, video: number): void {
  const newest = newestRule(database, space);
  if (newest === undefined) return;
  const { name, of } = tableOf(space);
  const numbers = database
    .prepare(`SELECT ${of}_id FROM ${of} JOIN ${name} ON ${of}_id = id WHERE video_id = ? ORDER BY ${of}_id`)
    .pluck()
    .all(video) as number[];
  for (const number of new Set(numbers.map(chunkOf))) {
    const row = findChunk(database, space, number);
    // A row means that all vectors in its reach have codes: of a new one, others may lie there as well.
    if (row === undefined) recodeChunk(database, space, number, newest.id);
    else {
      const { rule, encode } = encoderOf(database, space, row.rule);
      const chunk = openChunk(database, row, rule);
      encodeInto(chunk, vectorsIn(database, space, number, video), encode, space.dimension);
      putChunk(database, space, chunk, rule.columns);
    }
  }
}

/** Makes the codes of all vectors in a chunk's reach, by a rule. Part of the caller's transaction. */
export function recodeChunk(database: Database.Database, space: Space, number: number, ruleId: number): void {
  const { rule, encode } = encoderOf(database, space, ruleId);
  const chunk = emptyChunk(number, ruleId, rule);
  encodeInto(chunk, vectorsIn(database, space, number), encode, space.dimension);
  putChunk(database, space, chunk, rule.columns);
}

/**
 * Removes the codes of the vectors that a subquery names, with their bits. Part of the caller's transaction, before the
 * vectors go.
 */
export function dropCodes(
  database: Database.Database,
  space: Space,
  rows: string,
  ...parameters: unknown[]
): void {
  if (newestRule(database, space) === undefined) return;
  const { name, of } = tableOf(space);
  const numbers = database
    .prepare(`SELECT ${of}_id FROM ${name} WHERE ${of}_id IN (${rows}) ORDER BY ${of}_id`)
    .pluck()
    .all(...parameters) as number[];
  for (const number of new Set(numbers.map(chunkOf))) {
    const gone = numbers.filter((vector) => chunkOf(vector) === number);
    const row = findChunk(database, space, number);
    if (row === undefined) continue;
    const rule = readRule(database, space, row.rule);
    const chunk = openChunk(database, row, rule);
    for (const vector of gone) {
      const slot = vector % CHUNK;
      chunk.videos[slot] = 0;
      for (let column = 0; column < rule.columns; column++)
        chunk.codes[placeOf(slot, column, rule.columns)] = 0;
    }
    putChunk(database, space, chunk, rule.columns);
  }
}

/** The vectors in a chunk's reach, of all videos or of one. */
export function vectorsIn(
  database: Database.Database,
  space: Space,
  number: number,
  video?: number,
): Iterable<VectorRow> {
  const { name, of } = tableOf(space);
  return database
    .prepare(
      `SELECT id, video_id AS video, value FROM ${name} CROSS JOIN ${of} ON id = ${of}_id
       WHERE ${of}_id BETWEEN ? AND ? ${video === undefined ? '' : 'AND video_id = ?'}`,
    )
    .iterate(
      number * CHUNK,
      number * CHUNK + CHUNK - 1,
      ...(video === undefined ? [] : [video]),
    ) as Iterable<VectorRow>;
}

/** A vector of another length, in a damaged library, has no code: the search for it tells. */
export function encodeInto(
  chunk: Chunk,
  vectors: Iterable<VectorRow>,
  encode: Encoder,
  dimension: number,
): void {
  for (const { id, video, value } of vectors) {
    chunk.videos[id % CHUNK] = video;
    if (value.length === dimension * 4)
      encode(new Float32Array(new Uint8Array(value).buffer), chunk.codes, id % CHUNK);
  }
}
