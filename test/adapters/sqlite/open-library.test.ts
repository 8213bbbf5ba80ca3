import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { APPLICATION_ID, NEWEST_VERSION } from '../../../src/adapters/sqlite/migrate.ts';
import {
  closeLibrary,
  openLibraryToRead,
  openLibraryToWrite,
} from '../../../src/adapters/sqlite/open-library.ts';
import { builtModules } from '../../support/built-modules.ts';
import { newLibrary } from '../../support/library.ts';
import { asNobody } from '../../support/machine.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const built = builtModules('src/adapters/sqlite/open-library.ts');

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

function made(): string {
  const path = join(tempFolder(), 'library.db');
  closeLibrary(openLibraryToWrite(path, '0.0.0-test'));
  return path;
}

/** Opens a file both ways; each must be refused with the code, and the file must stay as it was. */
function refuses(path: string, code: string): void {
  const before = statSync(path).isFile() ? digest(path) : undefined;
  for (const open of [openLibraryToRead, (file: string) => openLibraryToWrite(file, '0.0.0-test')]) {
    expect(() => open(path)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(path) }),
    );
  }
  if (before !== undefined) expect(digest(path), 'the file is untouched').toBe(before);
}

describe('a new library', () => {
  it('has pages of 16 kB; one that is there keeps its own', () => {
    const path = made();
    const pageBytes = () => readFileSync(path).readUInt16BE(16);
    expect(pageBytes()).toBe(16_384);
    const database = new Database(path);
    database.pragma('page_size = 4096');
    database.exec('VACUUM');
    database.close();
    closeLibrary(openLibraryToWrite(path, '0.0.0-test'));
    expect(pageBytes()).toBe(4096);
  });

  it('says what it is, which form it has and who made it', () => {
    const path = join(tempFolder(), 'deep', 'below', 'library.db');
    const { database } = newLibrary(path);
    expect(database.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(database.pragma('user_version', { simple: true })).toBe(NEWEST_VERSION);
    expect(database.prepare('SELECT version, heimdex FROM migration').all()).toEqual([
      { version: 1, heimdex: '0.0.0-test' },
      { version: 2, heimdex: '0.0.0-test' },
      { version: 3, heimdex: '0.0.0-test' },
      { version: 4, heimdex: '0.0.0-test' },
      { version: 5, heimdex: '0.0.0-test' },
    ]);
    expect(database.prepare('SELECT identity FROM library').pluck().get()).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is closed to other users, whatever the umask', () => {
    const mask = process.umask(0);
    try {
      const path = join(tempFolder(), 'data', 'library.db');
      newLibrary(path);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    } finally {
      process.umask(mask);
    }
  });

  it('is made of an empty file too, and once only', () => {
    const path = join(tempFolder(), 'library.db');
    writeFileSync(path, '');
    const first = openLibraryToWrite(path, 'one');
    const identity = first.prepare('SELECT identity FROM library').pluck().get();
    closeLibrary(first);
    const second = openLibraryToWrite(path, 'two');
    expect(second.prepare('SELECT identity FROM library').pluck().get()).toBe(identity);
    expect(second.prepare('SELECT count(*) FROM migration').pluck().get()).toBe(NEWEST_VERSION);
    closeLibrary(second);
  });
});

describe('closeLibrary', () => {
  it('leaves one file that needs no log', () => {
    const path = made();
    expect(readdirSync(join(path, '..'))).toEqual(['library.db']);
    const plain = new Database(path, { readonly: true });
    expect(plain.pragma('journal_mode', { simple: true })).toBe('delete');
    plain.close();
  });

  it('keeps the log while another process reads, and does no harm when called again', () => {
    const path = made();
    const writer = openLibraryToWrite(path, '0.0.0-test');
    const reader = openLibraryToRead(path);
    reader.exec('BEGIN; SELECT count(*) FROM video');
    writer.prepare('INSERT INTO video (bytes, digest) VALUES (1, ?)').run(Buffer.alloc(32));
    closeLibrary(writer);
    closeLibrary(writer);
    reader.exec('COMMIT');
    expect(reader.prepare('SELECT count(*) FROM video').pluck().get()).toBe(1);
    closeLibrary(reader);
    closeLibrary(openLibraryToWrite(path, '0.0.0-test'));
    expect(readdirSync(join(path, '..'))).toEqual(['library.db']);
  });
});

describe('what is refused, and left as it is', () => {
  it('no library at all, when it is to be read', () => {
    const path = join(tempFolder(), 'none.db');
    expect(() => openLibraryToRead(path)).toThrow(expect.objectContaining({ code: 'library-missing' }));
    expect(existsSync(path)).toBe(false);
  });

  it('an empty file, when it is to be read', () => {
    const path = join(tempFolder(), 'empty.db');
    writeFileSync(path, '');
    expect(() => openLibraryToRead(path)).toThrow(expect.objectContaining({ code: 'library-damaged' }));
    expect(statSync(path).size).toBe(0);
  });

  it('a library of a newer heimdex', () => {
    const path = made();
    const database = new Database(path);
    database.pragma(`user_version = ${NEWEST_VERSION + 1}`);
    database.close();
    refuses(path, 'library-newer');
  });

  it('a file that is no database', () => {
    const path = join(tempFolder(), 'text.db');
    writeFileSync(path, 'these are my notes\n'.repeat(1000));
    refuses(path, 'library-damaged');
  });

  it('another program’s database', () => {
    const path = join(tempFolder(), 'other.db');
    const database = new Database(path);
    database.exec('CREATE TABLE note (text)');
    database.close();
    refuses(path, 'library-damaged');
    const marked = new Database(path);
    marked.pragma('application_id = 12345');
    marked.close();
    refuses(path, 'library-damaged');
  });

  it('a library without its second half', () => {
    const path = made();
    const page = readFileSync(path).readUInt16BE(16);
    truncateSync(path, Math.floor(statSync(path).size / 2 / page) * page);
    refuses(path, 'library-damaged');
  });

  it('a library with another header', () => {
    const path = made();
    const bytes = readFileSync(path);
    bytes[3]! ^= 0x20;
    writeFileSync(path, bytes);
    refuses(path, 'library-damaged');
  });

  it('a folder', () => {
    const path = join(tempFolder(), 'folder.db');
    mkdirSync(path);
    refuses(path, 'library-damaged');
  });

  it('a path below a file', () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    expect(() => openLibraryToWrite(join(file, 'library.db'), '0.0.0-test')).toThrow(
      expect.objectContaining({ code: 'disk' }),
    );
  });
});

describe('a library in a folder that may not be written', () => {
  const opening = (verb: string) =>
    `const library = await import(${JSON.stringify(new URL('open-library.js', built).href)});
     try { const database = library.${verb}(process.argv[1], '0.0.0-test'); console.log(database.prepare('SELECT count(*) FROM video').pluck().get()); library.closeLibrary(database); }
     catch (error) { console.log(error.code, error.message); }`;

  it.for([
    ['is read', 'openLibraryToRead', /^0$/],
    ['is not written, and says why', 'openLibraryToWrite', /^disk .*library\.db/],
  ] as const)('%s', ([_, verb, expected], context) => {
    const nobody = asNobody(context);
    const path = made();
    const folder = join(path, '..');
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    const command = [...nobody, process.execPath, '--input-type=module', '-e', opening(verb), path];
    const { stdout, stderr } = spawnSync(command[0]!, command.slice(1), { encoding: 'utf8' });
    const left = readdirSync(folder);
    chmodSync(folder, 0o755);
    expect(stderr).toBe('');
    expect(stdout.trim()).toMatch(expected);
    expect(left).toEqual(['library.db']);
  });
});

it('the schema keeps SQLite’s own rules strict', () => {
  const { database } = newLibrary();
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(database.pragma('trusted_schema', { simple: true })).toBe(0);
  expect(() => database.prepare("INSERT INTO video (bytes, digest) VALUES ('many', x'00')").run()).toThrow();
  expect(() =>
    database
      .prepare(
        "INSERT INTO place (video_id, volume_id, path, bytes, modified_ns, inode) VALUES (9, 9, 'a', 1, 1, 1)",
      )
      .run(),
  ).toThrow();
});

it('is read after a writer was killed with its rollback journal on disk', () => {
  const path = made();
  const writer = `
    const database = new (require('better-sqlite3'))(process.argv[1]);
    database.pragma('journal_mode = DELETE');
    database.pragma('cache_size = 1');
    database.exec('BEGIN');
    const insert = database.prepare("INSERT INTO migration (version, heimdex) VALUES (?, 'x')");
    for (let version = 100; version < 5000; version++) insert.run(version);
    process.kill(process.pid, 'SIGKILL');`;
  spawnSync(process.execPath, ['-e', writer, path], { cwd: import.meta.dirname });
  expect(existsSync(`${path}-journal`), 'the journal is there').toBe(true);
  const database = openLibraryToRead(path);
  try {
    expect(database.prepare('SELECT version FROM migration').pluck().all()).toEqual([1, 2, 3, 4, 5]);
  } finally {
    closeLibrary(database);
  }
});
