import { expect, test } from 'vitest';
import { giveBack } from '../../../src/adapters/sqlite/give-back.ts';
import { Sqlite } from '../../../src/adapters/sqlite/sqlite.ts';

test('what SQLite read into memory is given back at once, however much is read', () => {
  const database = new Sqlite(':memory:');
  const rows = database
    .prepare(
      `WITH RECURSIVE row(number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM row WHERE number < 199)
       SELECT randomblob(1000000) FROM row`,
    )
    .pluck();
  const before = process.memoryUsage().arrayBuffers;
  let [bytes, most] = [0, 0];
  for (const blob of rows.iterate() as Iterable<Buffer>) {
    bytes += blob.length;
    giveBack(blob);
    expect(blob).toHaveLength(0);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  database.close();
  expect(bytes).toBe(200_000_000);
  // Two blobs, and what else the process holds meanwhile; a collection would come much later.
  expect(most).toBeLessThan(5_000_000);
});
