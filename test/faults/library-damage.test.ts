import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { createSearchStore } from '../../src/adapters/sqlite/create-search-store.ts';
import { createStatusStore } from '../../src/adapters/sqlite/create-status-store.ts';
import { NEWEST_VERSION } from '../../src/adapters/sqlite/migrate.ts';
import { closeLibrary, openLibraryToRead } from '../../src/adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../src/adapters/sqlite/translate-sqlite-error.ts';
import { HeimdexError } from '../../src/domain/errors.ts';
import { unit } from '../../src/domain/vector.ts';
import { faultsOf, filledLibrary } from '../support/checked-library.ts';
import { indexRig } from '../support/index-rig.ts';
import { randomNumbers } from '../support/library.ts';
import { makeShots } from '../support/made-shots.ts';
import { runHeimdex } from '../support/run-heimdex.ts';
import { folderOfSuite } from '../support/suite-folder.ts';
import { tempFolder } from '../support/temp-folder.ts';

const FLIPS = Number(process.env.HEIMDEX_TEST_FLIPS ?? 20);

const samples = folderOfSuite();
const [sample, whole] = [join(samples, 'sample.mp4'), join(samples, 'whole.db')];
beforeAll(() => makeShots(sample, { shots: 4 }));

/** A rig whose library holds one video; made by the program once. */
async function indexed() {
  const rig = indexRig();
  copyFileSync(sample, join(rig.videos, 'a.mp4'));
  if (statSync(whole, { throwIfNoEntry: false }) === undefined) {
    await rig.index();
    copyFileSync(rig.library, whole);
  } else copyFileSync(whole, rig.library);
  return {
    ...rig,
    /** Changes the library by hand. */
    change(sql: string) {
      const database = new Database(rig.library);
      database.exec(sql);
      database.close();
    },
    verbs: [['search', 'a wall'], ['index', rig.videos, '--profile', 'tiny'], ['status'], ['verify']],
  };
}

type Rig = Awaited<ReturnType<typeof indexed>>;

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Every verb must refuse the library and leave it as it is. */
async function expectRefused(rig: Rig, code: string, message: RegExp, verbs = rig.verbs): Promise<void> {
  const before = statSync(rig.library).isFile() ? digest(rig.library) : undefined;
  for (const verb of verbs) {
    const { code: exit, stderr } = await rig.run([...verb, '--json']);
    expect(exit, `${verb[0]}: ${stderr}`).toBe(7);
    expect(JSON.parse(stderr), verb[0]).toMatchObject({
      code,
      message: expect.stringMatching(message),
      try: expect.stringMatching(/\w+ \w+/),
    });
    if (before !== undefined)
      expect(digest(rig.library), `${verb[0]} leaves the file untouched`).toBe(before);
  }
}

describe('what is no library', () => {
  test('B7 is refused by every verb: text', async () => {
    const rig = await indexed();
    writeFileSync(rig.library, 'these are my notes\n'.repeat(900));
    await expectRefused(rig, 'library-damaged', /is not a heimdex library$/);
  });

  test('B7 is refused by every verb: a folder', async () => {
    const rig = await indexed();
    const folder = join(tempFolder(), 'folder.db');
    mkdirSync(folder);
    for (const verb of rig.verbs) {
      const { code, stderr } = await rig.run([...verb, '--db', folder]);
      expect(code, stderr).toBe(7);
      expect(stderr).toMatch(/folder\.db is not a file\ntry: \w+/);
    }
  });

  test('B7 is refused where it is read, and becomes a library where it is written: no bytes at all', async () => {
    const rig = await indexed();
    writeFileSync(rig.library, '');
    const reading = rig.verbs.filter(([verb]) => verb !== 'index');
    await expectRefused(rig, 'library-damaged', /is not a heimdex library$/, reading);
    expect((await rig.index()).videos.indexed).toBe(1);
  });

  test.each([
    [
      'half of it is gone',
      (path: string, size: number) => {
        const page = readFileSync(path).readUInt16BE(16);
        truncateSync(path, Math.floor(size / 2 / page) * page);
      },
    ],
    ['it ends in the middle of a page', (path: string, size: number) => truncateSync(path, size - 1500)],
    [
      'its first bytes are others',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes[3]! ^= 0x20;
        writeFileSync(path, bytes);
      },
    ],
  ])('B7 is refused by every verb: a library of which %s', async (_, damage) => {
    const rig = await indexed();
    damage(rig.library, statSync(rig.library).size);
    await expectRefused(rig, 'library-damaged', /is damaged|is not a heimdex library/);
  });
});

describe('what this heimdex does not read', () => {
  test('B11 a library of a newer one', async () => {
    const rig = await indexed();
    rig.change(`PRAGMA user_version = ${NEWEST_VERSION + 1}`);
    await expectRefused(rig, 'library-newer', /was made by a newer heimdex/);
  });

  test('B11 another program’s database', async () => {
    const rig = await indexed();
    rig.change('PRAGMA application_id = 12345');
    await expectRefused(rig, 'library-damaged', /is not a heimdex library/);
  });

  test.each([
    ['another model', "UPDATE space SET weights = 'other', model = 'elsewhere'"],
    ['another dimension', 'UPDATE space SET dimension = dimension + 1'],
  ])('B11 a library of %s is not searched', async (_, sql) => {
    const rig = await indexed();
    rig.change(sql);
    const search = [['search', 'a wall', '--profile', 'tiny']];
    await expectRefused(rig, 'library-other-model', /was indexed with/, search);
  });
});

describe('what somebody put into a library', () => {
  test.each([
    ['a trigger', 'CREATE TRIGGER stolen AFTER INSERT ON place BEGIN DELETE FROM video; END'],
    ['a view', 'CREATE VIEW stolen AS SELECT 1'],
    ['a virtual table', 'CREATE VIRTUAL TABLE stolen USING fts5(text)'],
    ['an index', 'CREATE INDEX stolen ON frame (thumbnail)'],
    ['a table of vectors that no space has', 'CREATE TABLE vector_7 (frame_id, value)'],
  ])('B12 %s: refused, and nothing of it is run', async (_, sql) => {
    const rig = await indexed();
    rig.change(sql);
    await expectRefused(rig, 'library-damaged', /unexpected schema object: \w+ "(stolen|vector_7)/);
  });

  test('B12 a table of another form', async () => {
    const rig = await indexed();
    rig.change('ALTER TABLE place ADD COLUMN stolen TEXT');
    await expectRefused(rig, 'library-damaged', /unexpected schema object: table "place"/);
  });

  test('B12 less than the form has', async () => {
    const rig = await indexed();
    rig.change('DROP TABLE pace');
    await expectRefused(rig, 'library-damaged', /lacks a part of its form: pace/);
  });

  test('B13 a view in the place of a table, which would count for ever', async () => {
    const rig = await indexed();
    rig.change(
      `DROP TABLE place; CREATE VIEW place AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n`,
    );
    await expectRefused(rig, 'library-damaged', /unexpected schema object: view "place"/);
  });

  // The row is of 64 MB here: one of 2 GB would have to be written first.
  test('B13 a vector far larger than its space’s: refused by its length, without being read', async () => {
    const rig = await indexed();
    rig.change('UPDATE vector_1 SET value = zeroblob(64000000) WHERE frame_id = 2');
    const search = [['search', 'a wall']];
    await expectRefused(
      rig,
      'library-damaged',
      /the vector of frame 2 has another length than its space/,
      search,
    );
    const { code, stdout } = await rig.run(['verify']);
    expect(code).toBe(7);
    expect(stdout).toContain('vectors of space 1: not as written');
  });

  test('B13 a row that says it is larger than it is', async () => {
    const path = filledLibrary({ thumbnailBytes: 3000 });
    const bytes = readFileSync(path);
    // The head of the first frame's row: no number of its own, video 1, time 0, and 3000 bytes, which is type 6012.
    const head = Buffer.from([0x00, 0x09, 0x08, 0xae, 0x7c]);
    // Copies of the row that are not in use any more are as good.
    for (let at = bytes.indexOf(head); at >= 0; at = bytes.indexOf(head, at + 1))
      bytes.set([0xff, 0x7e], at + 3);
    expect(bytes.equals(readFileSync(path))).toBe(false);
    writeFileSync(path, bytes);
    expect(await findingsOf(path)).not.toEqual([]);
  });
});

/** What verifying a file says: faults, or the error that it can't be opened with. */
async function findingsOf(path: string): Promise<readonly unknown[]> {
  try {
    return await faultsOf(path);
  } catch (error) {
    const known = translateSqliteError(error, path);
    if (!(known instanceof HeimdexError)) throw error;
    expect(['library-damaged', 'library-newer']).toContain(known.code);
    return [known];
  }
}

/** Does what a search does with a file. Only an error that heimdex foresees may come of it. */
function search(path: string): void {
  try {
    const database = openLibraryToRead(path);
    try {
      const store = createSearchStore(database);
      for (const space of store.spaces()) {
        if (space.dimension !== 64) continue;
        const vector = unit(Array.from({ length: 64 }, (_, i) => Math.sin(i)));
        store.nearest(space, vector, 30, {});
        store.sample(space, 100);
      }
      store.places();
      createStatusStore(database).status();
    } finally {
      closeLibrary(database);
    }
  } catch (error) {
    const known = translateSqliteError(error, path);
    if (!(known instanceof HeimdexError)) throw error;
  }
}

/** Every row of every table, with its number. */
function dump(path: string): unknown {
  const database = new Database(path, { readonly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .pluck()
      .all() as string[];
    const rows = tables.map((table) => database.prepare(`SELECT * FROM ${table}`).safeIntegers().all());
    return [tables, database.pragma('user_version'), database.pragma('application_id'), rows];
  } finally {
    database.close();
  }
}

describe('flipped bits', () => {
  test('B8 verify finds all that change anything that can be read, and search never crashes', async () => {
    const path = filledLibrary();
    const before = readFileSync(path);
    const rows = dump(path);
    const random = randomNumbers(21);
    const flipped = join(tempFolder(), 'flipped.db');
    let found = 0;
    for (let flip = 0; flip < FLIPS; flip++) {
      const bytes = Buffer.from(before);
      // Every other one where something is: what SQLite does not use is zero, and half of a small library is that.
      const isUsed = flip % 2 === 0;
      let at = Math.floor(random() * bytes.length);
      while (isUsed && bytes[at] === 0) at = (at + 1) % bytes.length;
      bytes[at]! ^= 1 << Math.floor(random() * 8);
      writeFileSync(flipped, bytes);
      const findings = await findingsOf(flipped);
      if (findings.length > 0 && isUsed) found++;
      // What was not found lies where SQLite keeps nothing: each row reads as before.
      if (findings.length === 0) expect(dump(flipped), `bit ${at}`).toEqual(rows);
      search(flipped);
    }
    console.log(`${found} of ${FLIPS / 2} flips of used bytes found; the others change nothing that is read`);
    expect(found).toBeGreaterThan((FLIPS / 2) * 0.6);
  });

  test.each(['thumbnail', 'vector', 'path', 'ledger'])(
    'B8 verify finds one in a %s, says where, and ends with 7',
    async (what) => {
      const rig = await indexed();
      const bytes = readFileSync(rig.library);
      const needle = {
        thumbnail: Buffer.from('WEBPVP8'),
        vector: Buffer.from(firstOf(rig.library, 'SELECT value FROM vector_1')),
        path: Buffer.from(firstOf(rig.library, 'SELECT path FROM place')),
        // The pace is kept under the same parameters; only a record has its state behind them.
        ledger: Buffer.from(firstOf(rig.library, 'SELECT substr(parameters, -20) || state FROM stage_run')),
      }[what]!;
      const at = bytes.lastIndexOf(needle.subarray(0, 40));
      expect(at).toBeGreaterThan(0);
      bytes[at + 3]! ^= 0x01;
      // A path lies in an index too: the same flip in both is nothing that SQLite's own check sees.
      const again = what === 'path' ? bytes.lastIndexOf(needle.subarray(0, 40), at - 1) : -1;
      if (again >= 0) bytes[again + 3]! ^= 0x01;
      writeFileSync(rig.library, bytes);
      const { code, stdout, stderr } = await rig.run(['verify', '--json']);
      expect(code, stderr).toBe(7);
      expect(JSON.parse(stdout)).toMatchObject({
        schema: 'heimdex.verify-library/1',
        ok: false,
        videos: 1,
        faults: expect.arrayContaining([
          expect.objectContaining({ kind: 'checksum', message: expect.stringMatching(/^video 1: /) }),
        ]),
      });
      expect([0, 7]).toContain((await rig.run(['search', 'a wall'])).code);
    },
  );
});

function firstOf(path: string, sql: string): Buffer | string {
  const database = new Database(path, { readonly: true });
  const value = database.prepare(sql).pluck().get() as Buffer | string;
  database.close();
  return value;
}

describe('heimdex verify', () => {
  test('says of a library that is whole that it is, and ends with 0', async () => {
    const rig = await indexed();
    const { code, stdout, stderr } = await rig.run(['verify', '--json', '--progress', 'json']);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      schema: 'heimdex.verify-library/1',
      library: rig.library,
      ok: true,
      videos: 1,
      faults: [],
    });
    expect(JSON.parse(stderr.split('\n')[0]!)).toEqual({
      schema: 'heimdex.verify-library-event/1',
      kind: 'checked',
      checked: 0,
      videos: 1,
    });
    expect((await rig.run(['verify'])).stdout).toBe(`${rig.library}: 1 video, all as written\n`);
  });

  test('says that there is no library, and ends with 7', async () => {
    const { code, stderr } = await runHeimdex(['verify', '--db', join(tempFolder(), 'none.db')]);
    expect(code).toBe(7);
    expect(stderr).toContain('there is no library at');
  });
});
