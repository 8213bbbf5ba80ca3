import type Database from 'better-sqlite3';
import type { Space, SpaceIdentity } from '../../domain/space.ts';
import { putWholeChecksum } from './checksums.ts';
import { dropCodes } from './put-codes.ts';
import { tableOf } from './vector-tables.ts';

/** Every space of a library with the number of its vectors, in the order in which they were made. */
export function readSpaces(database: Database.Database): Space[] {
  return database
    .prepare(
      'SELECT id, model, revision, weights, preprocessing, dimension, vectors, holds FROM space ORDER BY id',
    )
    .all() as Space[];
}

/** The spaces whose vectors stand for one kind of thing. */
export function readSpacesOf(database: Database.Database, holds: Space['holds']): Space[] {
  return readSpaces(database).filter((space) => space.holds === holds);
}

/** The space with an identity, made with its table where it is missing. */
export function ensureSpace(
  database: Database.Database,
  identity: SpaceIdentity,
  holds: Space['holds'],
): Space {
  const find = () =>
    readSpacesOf(database, holds).find(
      (space) =>
        space.weights === identity.weights &&
        space.preprocessing === identity.preprocessing &&
        space.dimension === identity.dimension,
    );
  const add = database.transaction((): Space => {
    const known = find();
    if (known !== undefined) return known;
    const { lastInsertRowid } = database
      .prepare(
        'INSERT INTO space (model, revision, weights, preprocessing, dimension, holds) VALUES (@model, @revision, @weights, @preprocessing, @dimension, @holds)',
      )
      .run({ ...identity, holds });
    const id = Number(lastInsertRowid);
    database.exec(tableOf({ id, holds }).sql);
    putWholeChecksum(database);
    return { ...identity, id, vectors: 0, holds };
  });
  return find() ?? add.immediate();
}

/**
 * Removes the vectors of the frames, passages or tracks that a subquery names, in every space that holds such, with
 * their codes, and keeps the spaces' counts. Part of the caller's transaction.
 */
export function removeVectors(
  database: Database.Database,
  spaces: readonly Space[],
  rows: string,
  ...parameters: unknown[]
): void {
  for (const space of spaces) {
    dropCodes(database, space, rows, ...parameters);
    const { name, of } = tableOf(space);
    const { changes } = database
      .prepare(`DELETE FROM ${name} WHERE ${of}_id IN (${rows})`)
      .run(...parameters);
    addToCount(database, space, -changes);
  }
}

export function addToCount(database: Database.Database, space: Pick<Space, 'id'>, change: number): void {
  database.prepare('UPDATE space SET vectors = vectors + ? WHERE id = ?').run(change, space.id);
}
