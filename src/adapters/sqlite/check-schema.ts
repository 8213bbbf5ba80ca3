import type Database from 'better-sqlite3';
import { HeimdexError } from '../../domain/errors.ts';
import type { Space } from '../../domain/space.ts';
import { type SchemaObject, SELECT_SCHEMA, schemaOf } from './migrate.ts';
import { isKnown, tableOf } from './vector-tables.ts';

/** Before this form every space was one of frames. */
const FIRST_WITH_PASSAGES = 3;

/**
 * Makes sure that a file holds the tables of its form and nothing else, before anything in it is used: a trigger, a view
 * or a virtual table that somebody put there would run what they wrote.
 *
 * @throws HeimdexError `library-damaged`
 */
export function checkSchema(database: Database.Database, path: string, version: number): void {
  const expected = new Map(schemaOf(version).map((object) => [object.name, object]));
  const actual = database.prepare(SELECT_SCHEMA).all() as SchemaObject[];
  const found = new Set<string>();
  const others: SchemaObject[] = [];
  for (const object of actual) {
    if (same(object, expected.get(object.name))) found.add(object.name);
    else others.push(object);
  }
  for (const object of others)
    if (!/^(passage_|track_)?vector_[1-9]\d*$/.test(object.name)) throw unexpected(path, object);
  for (const name of expected.keys()) if (!found.has(name)) throw missing(path, name);
  // Only now is it known that `space` is a table.
  const holds = version < FIRST_WITH_PASSAGES ? "'frames' AS holds" : 'holds';
  const spaces = database.prepare(`SELECT id, ${holds} FROM space`).all() as Pick<Space, 'id' | 'holds'>[];
  for (const { holds } of spaces)
    if (!isKnown(holds)) throw damaged(`${path} holds vectors of something unknown: ${holds}`);
  const tables = new Map(spaces.map(tableOf).map((table) => [table.name, { type: 'table', ...table }]));
  for (const object of others) {
    if (!same(object, tables.get(object.name))) throw unexpected(path, object);
    tables.delete(object.name);
  }
  for (const name of tables.keys()) throw missing(path, name);
}

function same(actual: SchemaObject, expected: SchemaObject | undefined): boolean {
  return expected !== undefined && actual.type === expected.type && actual.sql === expected.sql;
}

function unexpected(path: string, { type, name }: SchemaObject): HeimdexError {
  return damaged(`${path} has an unexpected schema object: ${type} ${JSON.stringify(name)}`);
}

function missing(path: string, name: string): HeimdexError {
  return damaged(`${path} lacks a part of its form: ${name}`);
}

function damaged(message: string): HeimdexError {
  return new HeimdexError('library-damaged', message, {
    hint: 'restore the file from a copy, or move it away and index again',
  });
}
