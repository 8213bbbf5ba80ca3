import Database from 'better-sqlite3';
import { APPLICATION_ID } from '../../src/adapters/sqlite/migrate.ts';
import { SCHEMA_001, vectorTableSql } from '../../src/adapters/sqlite/schema-001.ts';
import { SCHEMA_002 } from '../../src/adapters/sqlite/schema-002.ts';

/** A library of form 1 with two videos, as heimdex 0.1 left it. */
export function writeOldLibrary(path: string): void {
  const database = new Database(path);
  database.exec(SCHEMA_001);
  database.exec(vectorTableSql(1));
  database.exec(`
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = 1;
    INSERT INTO library VALUES ('00000000-0000-4000-8000-000000000000', '0.1.0');
    INSERT INTO migration VALUES (1, '0.1.0');
    INSERT INTO volume VALUES (1, 'v', 'drive', '/mnt/drive');
    INSERT INTO space VALUES (1, 'tiny', '${'a'.repeat(40)}', 'w', '{}', 4, 20);`);
  const vector = Buffer.from(Float32Array.of(1, 0, 0, 0).buffer);
  for (const video of [1, 2]) {
    database
      .prepare('INSERT INTO video (id, bytes, digest) VALUES (?, 7, ?)')
      .run(video, Buffer.alloc(32, video));
    database.prepare('INSERT INTO place VALUES (?, ?, 1, ?, 7, 8, 9)').run(video, video, `${video}.mp4`);
    database.prepare("INSERT INTO stage_run VALUES (?, 'sight', 'p', 'done', NULL, NULL)").run(video);
    for (let frame = 0; frame < 10; frame++) {
      const { lastInsertRowid } = database
        .prepare('INSERT INTO frame (video_id, time_us, thumbnail) VALUES (?, ?, ?)')
        .run(video, frame, Buffer.alloc(3000, frame));
      database.prepare('INSERT INTO vector_1 VALUES (?, ?)').run(lastInsertRowid, vector);
    }
  }
  database.close();
}

/** The digests that heimdex 0.1 wrote for it in form 2. */
const SECOND_FORM = {
  parts: [
    [1, 'facts', 'c9088b79757196c2fc51dba011abcb870fcf8487c03ce6a4b4d11f75cf9f2512'],
    [1, 'frames', '7b5c48ee2e803cd5b5cfc933345b8e90cc8d346a865d5351d19ac1f83e0c7d2e'],
    [1, 'space 1', 'e7f33aeeffacb2ffebded897f8cd6e1166202aa43ac3ad3601748ae7b31d4661'],
    [2, 'facts', 'a75b3370935aa1590f96abcba2f32967f9eb60080c1f26b257bb2ca19cf133ba'],
    [2, 'frames', 'cf29e41826091fd2d16aeada09e200ab4b45351e9ba1c8710d80075c9597c9f8'],
    [2, 'space 1', '446c4cfd77d97ad6e8f7bab1fd3429ba51da12c33203bc6117d29d83aa20ce5a'],
  ],
  whole: '7b08ebb5276766844ddbadf6de955975c21be28e6025171841c647578017d2b9',
} as const;

/** The same library after a heimdex that knew two forms had brought it to the second. */
export function writeSecondForm(path: string): void {
  writeOldLibrary(path);
  const database = new Database(path);
  database.exec(SCHEMA_002);
  database.exec("INSERT INTO migration VALUES (2, '0.1.0'); PRAGMA user_version = 2");
  const put = database.prepare('INSERT INTO checksum VALUES (?, ?, ?)');
  for (const [video, part, digest] of SECOND_FORM.parts) put.run(video, part, Buffer.from(digest, 'hex'));
  database.prepare('UPDATE library SET digest = ?').run(Buffer.from(SECOND_FORM.whole, 'hex'));
  database.close();
}
