import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createKnownLibraries } from '../../../src/adapters/files/create-known-libraries.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const revision = 'a'.repeat(40);
const library = (path: string, ...keys: string[]) => ({
  path,
  models: keys.map((key) => ({ key, revision })),
});

test('a library is remembered once, as it was last', () => {
  const home = join(tempFolder(), 'not/there/yet');
  const libraries = createKnownLibraries(home);
  expect(libraries.all()).toEqual([]);
  libraries.remember(library('/a.db', 'one'));
  libraries.remember(library('/b.db', 'one'));
  libraries.remember(library('/a.db', 'one', 'two'));
  expect(createKnownLibraries(home).all()).toEqual([library('/b.db', 'one'), library('/a.db', 'one', 'two')]);
  libraries.forget(['/b.db', '/unknown.db']);
  expect(libraries.all()).toEqual([library('/a.db', 'one', 'two')]);
});

test.each([
  '{',
  '[]',
  '{"schemaVersion":2,"libraries":[]}',
  '{"schemaVersion":1,"libraries":[{"path":"relative.db","models":[]}]}',
  '{"schemaVersion":1,"libraries":[{"path":"/a.db","models":[null]}]}',
])('a list that can’t be made out is an error, and is not written over: %s', (text) => {
  const home = tempFolder();
  writeFileSync(join(home, 'libraries.json'), text);
  const libraries = createKnownLibraries(home);
  expect(() => libraries.all()).toThrow('libraries.json is not a list of libraries');
  libraries.remember(library('/a.db'));
  expect(readFileSync(join(home, 'libraries.json'), 'utf8')).toBe(text);
});

test('a list that can’t be written is no error of those who write it', () => {
  const home = tempFolder();
  mkdirSync(join(home, 'libraries.json'));
  createKnownLibraries(home).remember(library('/a.db'));
  const file = join(tempFolder(), 'a-file');
  writeFileSync(file, '');
  createKnownLibraries(join(file, 'home')).remember(library('/a.db'));
});

describe('a library', () => {
  const presenceOf = (path: string) => createKnownLibraries('/').presence(path);

  test('is gone only where its folder is there with other things in it', () => {
    const folder = tempFolder();
    const path = join(folder, 'library.db');
    expect(presenceOf(path), 'an empty folder, as of a disk that is not plugged in').toBe('away');
    writeFileSync(join(folder, 'other'), '');
    expect(presenceOf(path)).toBe('gone');
    writeFileSync(path, '');
    expect(presenceOf(path)).toBe('here');
    expect(presenceOf(join(folder, 'no', 'library.db'))).toBe('away');
  });

  test('behind a link that leads nowhere is away', () => {
    const folder = tempFolder();
    const target = join(tempFolder(), 'library.db');
    writeFileSync(target, '');
    symlinkSync(target, join(folder, 'library.db'));
    expect(presenceOf(join(folder, 'library.db'))).toBe('here');
    rmSync(target);
    expect(presenceOf(join(folder, 'library.db'))).toBe('away');
  });
});
