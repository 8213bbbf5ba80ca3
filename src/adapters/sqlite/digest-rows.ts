import { createHash, type Hash } from 'node:crypto';
import type Database from 'better-sqlite3';

type Value = null | bigint | number | string | Buffer;

/** A query whose rows are hashed, in an order that it states itself. */
export interface RowQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * SHA-256 over the rows of some queries: of each value its type, its length where that varies, and its bytes.
 *
 * @returns undefined where no query has a row
 */
export function digestRows(database: Database.Database, queries: readonly RowQuery[]): Buffer | undefined {
  const hash = createHash('sha256');
  let rows = 0;
  for (const [index, { sql, parameters }] of queries.entries()) {
    const statement = database.prepare<unknown[], Value[]>(sql).raw().safeIntegers();
    for (const row of statement.iterate(...parameters)) {
      hash.update(`row of ${index}`);
      for (const value of row) addValue(hash, value);
      rows++;
    }
  }
  return rows === 0 ? undefined : hash.digest();
}

function addValue(hash: Hash, value: Value): void {
  if (value === null) return void hash.update('n');
  const head = Buffer.alloc(9);
  if (typeof value === 'bigint') {
    head.write('i');
    head.writeBigInt64LE(value, 1);
    hash.update(head);
  } else if (typeof value === 'number') {
    head.write('f');
    head.writeDoubleLE(value, 1);
    hash.update(head);
  } else {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    head.write(typeof value === 'string' ? 's' : 'b');
    head.writeBigInt64LE(BigInt(bytes.length), 1);
    hash.update(head).update(bytes);
  }
}
