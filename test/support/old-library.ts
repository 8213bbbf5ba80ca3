import Database from 'better-sqlite3';
import { APPLICATION_ID } from '../../src/adapters/sqlite/migrate.ts';
import { SCHEMA_001, vectorTableSql } from '../../src/adapters/sqlite/schema-001.ts';

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
