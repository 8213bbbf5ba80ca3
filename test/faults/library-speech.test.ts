import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createTextSearch } from '../../src/adapters/sqlite/create-text-search.ts';
import {
  closeLibrary,
  openLibraryToRead,
  openLibraryToWrite,
} from '../../src/adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../src/adapters/sqlite/translate-sqlite-error.ts';
import { HeimdexError } from '../../src/domain/errors.ts';
import { unit } from '../../src/domain/vector.ts';
import { builtModules } from '../support/built-modules.ts';
import { faultsOf, filledLibrary } from '../support/checked-library.ts';
import { randomNumbers } from '../support/library.ts';
import { needProgram } from '../support/machine.ts';
import { runHeimdex } from '../support/run-heimdex.ts';
import { tempFolder } from '../support/temp-folder.ts';

const built = builtModules(
  'src/adapters/sqlite/open-library.ts',
  'src/adapters/sqlite/create-segment-store.ts',
);
/** Replaces what is said in the second video by one sentence. */
const SAY = `
  const { openLibraryToWrite, closeLibrary } = await import(${JSON.stringify(new URL('open-library.js', built).href)});
  const { createSegmentStore } = await import(${JSON.stringify(new URL('create-segment-store.js', built).href)});
  const database = openLibraryToWrite(process.argv[1], 'test');
  const writer = createSegmentStore(database).writer(2, undefined, { stage: 'speech', parameters: 'other' });
  writer.addText([{ start: 0, end: 9, text: 'only this', words: [], source: 'track' }]);
  writer.commit({ state: 'done' });
  closeLibrary(database);`;

/** What is said in the second video, by the segments, by their full text, and by the record. */
function saidIn(path: string): unknown {
  const database = openLibraryToWrite(path, 'test');
  try {
    const column = (sql: string) => database.prepare(sql).pluck().all();
    return {
      segments: column('SELECT count(*) FROM segment WHERE video_id = 2'),
      texts: column(
        'SELECT count(*) FROM segment_text WHERE rowid IN (SELECT id FROM segment WHERE video_id = 2)',
      ),
      passages: column(
        'SELECT count(*) FROM passage_vector_2 JOIN passage ON id = passage_id WHERE video_id = 2',
      ),
      runs: column("SELECT parameters FROM stage_run WHERE video_id = 2 AND stage = 'speech'"),
    };
  } finally {
    closeLibrary(database);
  }
}

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

  test('B1 B2 is the old or the new one wholly, at whatever call a writer is killed', async (context) => {
    const strace = needProgram(context, 'strace');
    const folder = tempFolder();
    const [old, path] = [filledLibrary({ thumbnailBytes: 100 }), join(folder, 'library.db')];
    const before = { segments: [10], texts: [10], passages: [2], runs: ['p'] };
    const after = { segments: [1], texts: [1], passages: [0], runs: ['other'] };
    const seen = new Set<unknown>();
    for (const calls of ['pwrite64', 'fsync,fdatasync', 'ftruncate,unlink']) {
      for (let nth = 1; nth < 200; nth = Math.ceil(nth * 1.6)) {
        copyFileSync(old, path);
        const names = ['', '-wal', '-journal'].flatMap((ending) => ['-P', `${path}${ending}`]);
        const inject = ['-e', `trace=${calls}`, ...names, '-e', `inject=${calls}:signal=SIGKILL:when=${nth}`];
        const program = [process.execPath, '--input-type=module', '-e', SAY, path];
        const { signal } = spawnSync(strace, ['-f', '-qq', '-o', '/dev/null', ...inject, ...program]);
        const said = saidIn(path);
        expect([before, after], `${calls} ${nth}`).toContainEqual(said);
        seen.add(JSON.stringify(said));
        expect(await faultsOf(path), `${calls} ${nth}`).toEqual([]);
        expect(readdirSync(folder)).toEqual(['library.db']);
        if (signal !== 'SIGKILL') break;
      }
    }
    expect(seen.size).toBe(2);
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
