import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createTextSearch } from '../../src/adapters/sqlite/create-text-search.ts';
import { closeLibrary, openLibraryToRead } from '../../src/adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../src/adapters/sqlite/translate-sqlite-error.ts';
import { HeimdexError } from '../../src/domain/errors.ts';
import { unit } from '../../src/domain/vector.ts';
import { faultsOf, filledLibrary } from '../support/checked-library.ts';
import { randomNumbers } from '../support/library.ts';
import { runHeimdex } from '../support/run-heimdex.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Changes a library with another tool, which may write to FTS5's own tables. */
function change(path: string, sql: string, ...values: unknown[]): void {
  const database = new Database(path);
  database.unsafeMode(true);
  database.prepare(sql).run(...values);
  database.close();
}

/** Looks in a library as a search does. Only an error that heimdex foresees may come of it. */
function search(path: string): void {
  try {
    const database = openLibraryToRead(path);
    try {
      const text = createTextSearch(database);
      text.statistics(['the', '바다']);
      for (const anyOf of [['rocket', 'moon'], ['바다']]) {
        const ids = [...text.candidates({ allOf: [], anyOf }, {})].map(({ segment }) => segment);
        text.segments(ids);
      }
      for (const space of text.spaces()) {
        const vector = unit(Array.from({ length: space.dimension }, (_, i) => Math.sin(i)));
        for (const { passage } of text.nearest(space, vector, 10, {})) text.segmentsOf(passage);
      }
    } finally {
      closeLibrary(database);
    }
  } catch (error) {
    const known = translateSqliteError(error, path);
    if (!(known instanceof HeimdexError)) throw error;
    expect(known.code).toBe('library-damaged');
  }
}

describe('what is said, in a library', () => {
  test('B1 B18 has one full text for each segment, and the same after all has been written again', async () => {
    const path = filledLibrary();
    const database = openLibraryToRead(path);
    const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect(count('segment_text')).toBe(count('segment'));
    expect(count('segment')).toBe(30);
    expect(count('passage_vector_2')).toBe(count('passage'));
    closeLibrary(database);
    expect(await faultsOf(path)).toEqual([]);
  });

  test('B8 every flipped bit of the index of the full text is found, and search never crashes', async () => {
    const whole = filledLibrary({ thumbnailBytes: 100 });
    const database = new Database(whole);
    const blocks = database.prepare('SELECT id, block FROM segment_text_data').all() as {
      id: number;
      block: Buffer;
    }[];
    database.close();
    const path = join(tempFolder(), 'flipped.db');
    const random = randomNumbers(8);
    for (let flip = 0; flip < 30; flip++) {
      const { id, block } = blocks[Math.floor(random() * blocks.length)]!;
      const bytes = Buffer.from(block);
      bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
      copyFileSync(whole, path);
      change(path, 'UPDATE segment_text_data SET block = ? WHERE id = ?', bytes, id);
      expect(await faultsOf(path), `block ${id}`).not.toEqual([]);
      search(path);
    }
  });

  test.each([
    ['the index is gone', 'DELETE FROM segment_text_idx'],
    ['the structure is gone', 'DELETE FROM segment_text_data WHERE id = 10'],
    ['the version is gone', 'DELETE FROM segment_text_config'],
    ['the texts are gone', 'DELETE FROM segment_text_content'],
    ['the words are no JSON', "UPDATE segment SET words = '[[1' WHERE words IS NOT NULL"],
    [
      'a vector is of another length',
      'UPDATE passage_vector_2 SET value = zeroblob(70000000) WHERE passage_id = 1',
    ],
  ])('B8 where %s verify says so, and search never crashes', async (_, sql) => {
    const path = filledLibrary({ thumbnailBytes: 100 });
    change(path, sql);
    search(path);
    const { code, stdout, stderr } = await runHeimdex([
      'verify',
      '--db',
      path,
      '--home',
      tempFolder(),
      '--json',
    ]);
    expect(code, stderr).toBe(7);
    expect(JSON.parse(stdout).faults).not.toEqual([]);
  });

  test.each([
    ['a table of passages’ vectors that no space has', 'CREATE TABLE passage_vector_7 (passage_id, value)'],
    ['another full text', 'CREATE VIRTUAL TABLE stolen USING fts5(text)'],
    ['a trigger on segments', 'CREATE TRIGGER stolen AFTER DELETE ON segment BEGIN DELETE FROM video; END'],
  ])('B12 %s is refused', (_, sql) => {
    const path = filledLibrary({ thumbnailBytes: 100 });
    change(path, sql);
    expect(() => openLibraryToRead(path)).toThrow(
      expect.objectContaining({
        code: 'library-damaged',
        message: expect.stringContaining('unexpected schema object'),
      }),
    );
  });

  test('B12 full text of another form is refused', () => {
    const path = filledLibrary({ thumbnailBytes: 100 });
    const database = new Database(path);
    database.exec(
      "DROP TABLE segment_text; CREATE VIRTUAL TABLE segment_text USING fts5(folded, content='video')",
    );
    database.close();
    expect(() => openLibraryToRead(path)).toThrow(expect.objectContaining({ code: 'library-damaged' }));
  });
});
