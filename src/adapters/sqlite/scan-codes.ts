import type Database from 'better-sqlite3';
import { createSelection } from '../../domain/codes/create-selection.ts';
import { BLOCK, createScanner, type Scanner } from '../../domain/codes/kernel.ts';
import { type ScoreTables, scoreTables } from '../../domain/codes/score-tables.ts';
import type { Space } from '../../domain/space.ts';
import { CHUNK, type ChunkRow, ownedIn, readRule, SELECT_CHUNKS } from './code-chunks.ts';
import { giveBack } from './give-back.ts';

/** Which vectors are looked at. */
export interface CodeFilter {
  /** Only those of these videos; undefined for all. */
  readonly videos: ReadonlySet<number> | undefined;
  /** Only these; undefined for all. */
  readonly only: ReadonlySet<number> | undefined;
  /** None of these. */
  readonly without: ReadonlySet<number>;
}

export interface Candidates {
  /** Numbers of vectors, the most promising one first. */
  readonly ids: Float64Array;
  /** Estimates of their cosines. */
  readonly estimates: Float64Array;
  /** How far an estimate lies from the cosine, as a standard deviation. */
  readonly deviation: number;
}

type Rule = ScoreTables & {
  readonly scanner: Scanner;
  readonly owned: (row: ChunkRow) => ReturnType<typeof ownedIn>;
};

/**
 * Reads all codes of a space and gives the vectors whose cosines with a query are likely to be highest.
 *
 * @param most how many are given
 */
export function scanCodes(
  database: Database.Database,
  space: Space,
  query: Float32Array,
  most: number,
  filter: CodeFilter,
): Candidates {
  const rules = new Map<number, Rule>();
  const selection = createSelection(most);
  const mask = new Uint8Array(CHUNK);
  let deviation = 0;
  const ruleOf = (id: number): Rule => {
    const rule = readRule(database, space, id);
    const tables = scoreTables(rule, query);
    deviation = Math.max(deviation, tables.deviation);
    const scanner = createScanner(tables.tables, CHUNK);
    return { ...tables, scanner, owned: (row) => ownedIn(database, row, rule) };
  };
  const rows = database.prepare(`${SELECT_CHUNKS}`).raw();
  // Rules are few, and a statement that is being gone through leaves no room for others.
  for (const id of rulesOf(database, space)) rules.set(id, ruleOf(id));
  for (const [number, id, owners, codes] of rows.iterate(space.id) as Iterable<
    [number, number, Buffer, Buffer]
  >) {
    const rule = rules.get(id)!;
    const isAny = putMask(mask, { number, rule: id, owners, codes }, rule, filter);
    if (isAny) addChunk(selection, rule, number * CHUNK, codes, mask);
    giveBack(codes);
  }
  return { ...selection.best(), deviation };
}

function rulesOf(database: Database.Database, space: Space): number[] {
  return database
    .prepare('SELECT id FROM code_rule WHERE space_id = ? ORDER BY id')
    .pluck()
    .all(space.id) as number[];
}

/** Marks the vectors of a chunk that are looked at; returns whether there are any. */
function putMask(
  mask: Uint8Array,
  row: ChunkRow,
  { owned }: Rule,
  { videos, only, without }: CodeFilter,
): boolean {
  mask.fill(0);
  let isAny = false;
  for (const { video, first, count } of owned(row)) {
    if (videos !== undefined && !videos.has(video)) continue;
    mask.fill(1, first, first + count);
    isAny = true;
  }
  if (!isAny || (only === undefined && without.size === 0)) return isAny;
  isAny = false;
  for (let slot = 0; slot < CHUNK; slot++) {
    const id = row.number * CHUNK + slot;
    if (mask[slot] === 1 && (only?.has(id) === false || without.has(id))) mask[slot] = 0;
    isAny ||= mask[slot] === 1;
  }
  return isAny;
}

function addChunk(
  selection: ReturnType<typeof createSelection>,
  { scanner, scale, offset }: Rule,
  first: number,
  codes: Uint8Array,
  mask: Uint8Array,
): void {
  const floor = Math.floor((selection.floor() - offset) / scale);
  const listed = scanner.scan(codes, Math.min(65_535, Math.max(0, floor)));
  const { sums } = scanner;
  const addBlock = (at: number) => {
    for (let slot = at; slot < at + BLOCK; slot++)
      if (mask[slot] === 1 && sums[slot]! >= floor) selection.add(first + slot, offset + scale * sums[slot]!);
  };
  // Below 0 even a sum of 0 counts, which no list tells.
  if (floor < 0) for (let at = 0; at < scanner.count(codes); at += BLOCK) addBlock(at);
  else for (let block = 0; block < listed; block++) addBlock(scanner.listed[block]!);
}
