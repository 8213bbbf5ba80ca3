import type Database from 'better-sqlite3';
import { placeOf } from '../../domain/codes/create-encoder.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { LibraryFault } from '../../domain/ports/library.ts';
import type { Space } from '../../domain/space.ts';
import {
  CHUNK,
  type Chunk,
  type ChunkRow,
  chunkOf,
  emptyChunk,
  findChunk,
  openChunk,
  readRule,
} from './code-chunks.ts';
import { encodeInto, encoderOf, vectorsIn } from './put-codes.ts';
import { readSpaces } from './spaces.ts';
import { tableOf } from './vector-tables.ts';

/** Makes the codes of a video's vectors again, and holds those that are stored against them. */
export function findVideoCodeFaults(database: Database.Database, video: number): LibraryFault[] {
  return readSpaces(database).flatMap((space) => {
    if (!hasCodes(database, space)) return [];
    const isRight = chunksOf(database, space, video).every((number) =>
      areCodesOf(database, space, number, video),
    );
    return isRight
      ? []
      : [{ kind: 'checksum', message: `video ${video}: codes of space ${space.id}: not as written` }];
  });
}

/** Chunks that hold codes of other vectors than there are, or bits where there is no vector. */
export function findChunkFaults(database: Database.Database): LibraryFault[] {
  return readSpaces(database).flatMap((space) => {
    const { name, of } = tableOf(space);
    const count = database.prepare(`SELECT count(*) FROM ${name} WHERE ${of}_id BETWEEN ? AND ?`).pluck();
    const numbers = database.prepare('SELECT number FROM code_chunk WHERE space_id = ?').pluck();
    return (numbers.all(space.id) as number[]).flatMap((number): LibraryFault[] => {
      const row = findChunk(database, space, number)!;
      const vectors = count.get(number * CHUNK, number * CHUNK + CHUNK - 1) as number;
      const what = faultOf(database, space, row, vectors);
      if (what === undefined) return [];
      return [{ kind: 'checksum', message: `codes of space ${space.id}, chunk ${number}: ${what}` }];
    });
  });
}

function faultOf(
  database: Database.Database,
  space: Space,
  row: ChunkRow,
  vectors: number,
): string | undefined {
  const chunk = tryOpen(database, space, row);
  if (chunk === undefined) return 'not as written';
  const held = chunk.videos.reduce((sum, video) => sum + (video === 0 ? 0 : 1), 0);
  if (held !== vectors) return `${vectors} expected, ${held} are there`;
  const columns = chunk.codes.length / CHUNK;
  for (let slot = 0; slot < CHUNK; slot++) {
    if (chunk.videos[slot] !== 0) continue;
    for (let column = 0; column < columns; column++)
      if (chunk.codes[placeOf(slot, column, columns)] !== 0) return 'codes of what is not there';
  }
  return undefined;
}

function areCodesOf(database: Database.Database, space: Space, number: number, video: number): boolean {
  const row = findChunk(database, space, number);
  // What has no codes yet is compared vector by vector.
  if (row === undefined) return true;
  const stored = tryOpen(database, space, row);
  if (stored === undefined) return false;
  const { rule, encode } = encoderOf(database, space, row.rule);
  const right = emptyChunk(number, row.rule, rule);
  encodeInto(right, vectorsIn(database, space, number, video), encode, space.dimension);
  return right.videos.every(
    (owner, slot) =>
      (owner === video) === (stored.videos[slot] === video) &&
      (owner === 0 || isSameCode(right, stored, slot, rule.columns)),
  );
}

function isSameCode(a: Chunk, b: Chunk, slot: number, columns: number): boolean {
  for (let column = 0; column < columns; column++) {
    const at = placeOf(slot, column, columns);
    if (a.codes[at] !== b.codes[at]) return false;
  }
  return true;
}

/** Undefined where a row can't be one of codes. */
function tryOpen(database: Database.Database, space: Space, row: ChunkRow): Chunk | undefined {
  try {
    return openChunk(database, row, readRule(database, space, row.rule));
  } catch (error) {
    if (error instanceof HeimdexError && error.code === 'library-damaged') return undefined;
    throw error;
  }
}

function hasCodes(database: Database.Database, space: Space): boolean {
  return database.prepare('SELECT 1 FROM code_chunk WHERE space_id = ? LIMIT 1').get(space.id) !== undefined;
}

function chunksOf(database: Database.Database, space: Space, video: number): number[] {
  const { name, of } = tableOf(space);
  const numbers = database
    .prepare(`SELECT ${of}_id FROM ${of} JOIN ${name} ON ${of}_id = id WHERE video_id = ?`)
    .pluck()
    .all(video) as number[];
  return [...new Set(numbers.map(chunkOf))];
}
