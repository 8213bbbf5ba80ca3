import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import {
  NEWEST_VERSION,
  type SchemaObject,
  SELECT_SCHEMA,
  schemaOf,
} from '../../src/adapters/sqlite/migrate.ts';
import {
  closeLibrary,
  openLibraryToRead,
  openLibraryToWrite,
} from '../../src/adapters/sqlite/open-library.ts';
import { builtModules } from '../support/built-modules.ts';
import { faultsOf } from '../support/checked-library.ts';
import { needProgram } from '../support/machine.ts';
import { writeOldLibrary, writeSecondForm } from '../support/old-library.ts';
import { tempFolder } from '../support/temp-folder.ts';

const built = builtModules('src/adapters/sqlite/open-library.ts');
const OPEN = `
  const { openLibraryToWrite, closeLibrary } = await import(${JSON.stringify(new URL('open-library.js', built).href)});
  closeLibrary(openLibraryToWrite(process.argv[1], 'test'));`;

/** Which form a file has, after it was made sure that it has this form wholly, with all rows. */
function formOf(path: string): number {
  const database = new Database(path);
  try {
    const version = database.pragma('user_version', { simple: true }) as number;
    const names = (objects: readonly SchemaObject[]) =>
      objects.map(({ type, name, sql }) => `${type} ${name} ${sql}`).sort();
    const actual = (database.prepare(SELECT_SCHEMA).all() as SchemaObject[]).filter(
      ({ name }) => name !== 'vector_1',
    );
    expect(names(actual)).toEqual(names(schemaOf(version)));
    expect(database.prepare('SELECT max(version) FROM migration').pluck().get()).toBe(version);
    expect(database.prepare('SELECT count(*) FROM frame JOIN vector_1 ON frame_id = id').pluck().get()).toBe(
      20,
    );
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    return version;
  } finally {
    database.close();
  }
}

const FORMS = [
  [1, writeOldLibrary],
  [2, writeSecondForm],
] as const;

test.each(FORMS)(
  'B17 a library of form %i keeps its rows, is under checksums afterwards, and can’t be read before',
  async (form, write) => {
    const path = join(tempFolder(), 'library.db');
    write(path);
    expect(formOf(path)).toBe(form);
    expect(() => openLibraryToRead(path)).toThrow(expect.objectContaining({ code: 'library-damaged' }));
    closeLibrary(openLibraryToWrite(path, 'test'));
    expect(formOf(path)).toBe(NEWEST_VERSION);
    expect(await faultsOf(path)).toEqual([]);
    const database = new Database(path);
    database.exec("UPDATE frame SET thumbnail = x'00' WHERE id = 15");
    database.close();
    expect(await faultsOf(path)).toHaveLength(1);
  },
);

test.each([
  ['a frame', "UPDATE frame SET thumbnail = x'00' WHERE id = 15", 'video 2: frames: not as written'],
  ['a volume', "UPDATE volume SET label = 'x'", 'volumes, models or speeds are not as written'],
])('B17 what was damaged in form 2 is told in the newest form too: %s', async (_, sql, message) => {
  const path = join(tempFolder(), 'library.db');
  writeSecondForm(path);
  const database = new Database(path);
  database.exec(sql);
  database.close();
  closeLibrary(openLibraryToWrite(path, 'test'));
  expect(await faultsOf(path)).toEqual([expect.objectContaining({ kind: 'checksum', message })]);
});

test.for(FORMS)(
  'B17 killed at any call that changes the disk, the migration of form %i leaves an old form or the new one',
  async ([form, write], context) => {
    const strace = needProgram(context, 'strace');
    const folder = tempFolder();
    const [old, path] = [join(folder, 'old.db'), join(folder, 'library.db')];
    write(old);
    const seen = new Set<number>();
    let kills = 0;
    for (const calls of ['pwrite64', 'fsync,fdatasync', 'ftruncate,unlink']) {
      for (let nth = 1; nth < 200; nth = Math.ceil(nth * 1.7)) {
        copyFileSync(old, path);
        const names = ['', '-wal', '-journal'].flatMap((ending) => ['-P', `${path}${ending}`]);
        const inject = ['-e', `trace=${calls}`, ...names, '-e', `inject=${calls}:signal=SIGKILL:when=${nth}`];
        const { signal } = spawnSync(strace, [
          '-f',
          '-qq',
          '-o',
          '/dev/null',
          ...inject,
          process.execPath,
          '--input-type=module',
          '-e',
          OPEN,
          path,
        ]);
        if (signal !== 'SIGKILL') break;
        kills++;
        seen.add(formOf(path));
        closeLibrary(openLibraryToWrite(path, 'test'));
        expect(formOf(path)).toBe(NEWEST_VERSION);
        expect(await faultsOf(path), `${calls} ${nth}`).toEqual([]);
        expect(readdirSync(folder).sort()).toEqual(['library.db', 'old.db']);
      }
    }
    expect(kills).toBeGreaterThan(6);
    expect([...seen].sort()).toEqual(expect.arrayContaining([form, NEWEST_VERSION]));
  },
);
