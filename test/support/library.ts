import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { createFrameStore } from '../../src/adapters/sqlite/create-frame-store.ts';
import { createPaceMemory } from '../../src/adapters/sqlite/create-pace-memory.ts';
import { createSearchStore } from '../../src/adapters/sqlite/create-search-store.ts';
import { createVideoStore } from '../../src/adapters/sqlite/create-video-store.ts';
import { closeLibrary, openLibraryToWrite } from '../../src/adapters/sqlite/open-library.ts';
import type { EmbeddedFrame } from '../../src/domain/frame.ts';
import type { SpaceIdentity } from '../../src/domain/space.ts';
import { unit } from '../../src/domain/vector.ts';
import { tempFolder } from './temp-folder.ts';

export const SPACE: SpaceIdentity = {
  model: 'tiny',
  revision: 'a'.repeat(40),
  weights: 'b'.repeat(64),
  preprocessing: '{}',
  dimension: 8,
};

/** A new library in a folder of its own, closed when the test ends. */
export function newLibrary(path = join(tempFolder(), 'library.db')) {
  const database: Database.Database = openLibraryToWrite(path, '0.0.0-test');
  onTestFinished(() => closeLibrary(database));
  return {
    path,
    database,
    videos: createVideoStore(database),
    frames: createFrameStore(database),
    paces: createPaceMemory(database),
    search: createSearchStore(database),
    count: (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number,
  };
}

/** Random numbers that are the same in every run: uniform in 0…1. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Frames a second apart with random vectors. */
export function randomFrames(
  count: number,
  random: () => number,
  dimension = SPACE.dimension,
  from = 0,
): EmbeddedFrame[] {
  return Array.from({ length: count }, (_, i) => ({
    time: (from + i) * 1_000_000,
    vector: unit(Array.from({ length: dimension }, () => random() - 0.5)),
    thumbnail: new Uint8Array([i % 256]),
  }));
}

export function fingerprintOf(name: string) {
  return { bytes: name.length, digest: Buffer.from(name.padEnd(32, '.')) };
}
