import type Database from 'better-sqlite3';
import type { Space } from '../../domain/space.ts';
import { vectorTable } from './schema-001.ts';

/** Every space of a library with the number of its vectors, in the order in which they were made. */
export function readSpaces(database: Database.Database): Space[] {
  return database
    .prepare('SELECT id, model, revision, weights, preprocessing, dimension, vectors FROM space ORDER BY id')
    .all() as Space[];
}

/**
 * Removes the vectors of the frames that a subquery names, in every space, and keeps the spaces' counts. Part of the
 * caller's transaction.
 */
export function removeVectors(
  database: Database.Database,
  spaces: readonly Space[],
  frames: string,
  ...parameters: unknown[]
): void {
  for (const space of spaces) {
    const { changes } = database
      .prepare(`DELETE FROM ${vectorTable(space.id)} WHERE frame_id IN (${frames})`)
      .run(...parameters);
    addToCount(database, space, -changes);
  }
}

export function addToCount(database: Database.Database, space: Space, change: number): void {
  database.prepare('UPDATE space SET vectors = vectors + ? WHERE id = ?').run(change, space.id);
}
