import type Database from 'better-sqlite3';
import type { CodeRule } from '../../domain/codes/code-rule.ts';
import { fromBytes } from '../../domain/codes/code-rule-bytes.ts';
import { BLOCK } from '../../domain/codes/kernel.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { Space } from '../../domain/space.ts';

/** Vectors whose numbers are the same but for their last 12 bits have their codes in one row. */
export const CHUNK = 4096;

/** Neighbouring vectors of one video, by their numbers within the chunk. */
export interface Owned {
  readonly video: number;
  readonly first: number;
  readonly count: number;
}

/** The codes of a chunk's vectors, opened up: of each the video, 0 where there is no vector. */
export interface Chunk {
  readonly number: number;
  readonly rule: number;
  readonly videos: Uint32Array;
  readonly codes: Uint8Array;
}

export interface ChunkRow {
  readonly number: number;
  readonly rule: number;
  readonly owners: Buffer;
  readonly codes: Buffer;
}

export interface StoredRule {
  readonly id: number;
  /** How many vectors there were when it was fitted. */
  readonly vectors: number;
}

export const SELECT_CHUNKS =
  'SELECT number, rule_id AS rule, owners, codes FROM code_chunk WHERE space_id = ?';

export function chunkOf(vector: number): number {
  return Math.floor(vector / CHUNK);
}

/** The rule that new codes of a space are made by; undefined while it has none. */
export function newestRule(database: Database.Database, space: Pick<Space, 'id'>): StoredRule | undefined {
  return database
    .prepare('SELECT id, vectors FROM code_rule WHERE space_id = ? ORDER BY id DESC LIMIT 1')
    .get(space.id) as StoredRule | undefined;
}

/** @throws HeimdexError `library-damaged` */
export function readRule(database: Database.Database, space: Pick<Space, 'dimension'>, id: number): CodeRule {
  const value = database.prepare('SELECT value FROM code_rule WHERE id = ?').pluck().get(id) as
    | Buffer
    | undefined;
  try {
    if (value === undefined) throw new RangeError('a rule of codes is missing');
    return fromBytes(value, space.dimension);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw damagedCodes(database, error.message);
  }
}

/** @throws HeimdexError `library-damaged` where a row is none for this rule */
export function ownedIn(database: Database.Database, row: ChunkRow, { columns }: CodeRule): Owned[] {
  const owned: Owned[] = [];
  let from = 0;
  for (let at = 0; at + 12 <= row.owners.length; at += 12) {
    const [video, first, count] = [0, 4, 8].map((part) => row.owners.readUInt32LE(at + part)) as [
      number,
      number,
      number,
    ];
    if (first < from || count < 1) throw damagedCodes(database, 'vectors of a chunk overlap');
    owned.push({ video, first, count });
    from = first + count;
  }
  const slots = Math.ceil(from / BLOCK) * BLOCK;
  if (from > CHUNK || row.owners.length % 12 !== 0 || row.codes.length !== slots * columns)
    throw damagedCodes(database, 'a chunk of codes has another length');
  return owned;
}

export function emptyChunk(number: number, rule: number, { columns }: CodeRule): Chunk {
  return { number, rule, videos: new Uint32Array(CHUNK), codes: new Uint8Array(CHUNK * columns) };
}

export function openChunk(database: Database.Database, row: ChunkRow, rule: CodeRule): Chunk {
  const chunk = emptyChunk(row.number, row.rule, rule);
  for (const { video, first, count } of ownedIn(database, row, rule))
    chunk.videos.fill(video, first, first + count);
  chunk.codes.set(row.codes);
  return chunk;
}

export function findChunk(
  database: Database.Database,
  space: Pick<Space, 'id'>,
  number: number,
): ChunkRow | undefined {
  return database.prepare(`${SELECT_CHUNKS} AND number = ?`).get(space.id, number) as ChunkRow | undefined;
}

/** What a chunk's row holds: its owners, and codes as far as there are vectors. */
export function closeChunk({ videos, codes }: Chunk, columns: number): { owners: Buffer; codes: Buffer } {
  const owned: number[] = [];
  let end = 0;
  for (let slot = 0; slot < CHUNK; slot++) {
    const video = videos[slot]!;
    if (video === 0) continue;
    if (slot > 0 && videos[slot - 1] === video) owned[owned.length - 1]!++;
    else owned.push(video, slot, 1);
    end = slot + 1;
  }
  const owners = Buffer.alloc(owned.length * 4);
  owned.forEach((value, index) => void owners.writeUInt32LE(value, index * 4));
  return { owners, codes: Buffer.from(codes.subarray(0, Math.ceil(end / BLOCK) * BLOCK * columns)) };
}

/** Writes a chunk, or removes its row where no vector is left in it. Part of the caller's transaction. */
export function putChunk(
  database: Database.Database,
  space: Pick<Space, 'id'>,
  chunk: Chunk,
  columns: number,
): void {
  const { owners, codes } = closeChunk(chunk, columns);
  if (owners.length === 0) {
    database.prepare('DELETE FROM code_chunk WHERE space_id = ? AND number = ?').run(space.id, chunk.number);
    return;
  }
  database
    .prepare(
      `INSERT INTO code_chunk (space_id, number, rule_id, owners, codes) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (space_id, number) DO UPDATE SET rule_id = excluded.rule_id, owners = excluded.owners, codes = excluded.codes`,
    )
    .run(space.id, chunk.number, chunk.rule, owners, codes);
}

export function damagedCodes(database: Database.Database, what: string): HeimdexError {
  return new HeimdexError('library-damaged', `the library ${database.name} is damaged: ${what}`, {
    hint: 'heimdex verify tells what is damaged; restore it from a copy, or move it away and index again',
  });
}
