import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ask = (root: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'test/faults/search-oracle.mjs'), ...args], { encoding: 'utf8' });

test('random queries of random libraries are answered as the documents say', () => {
  const { status, stdout, stderr } = ask(ROOT, '3', '--seed', '1');
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^3 libraries, \d+ queries, \d+ moments, 0 nearest frames: as the documents say$/m);
});

describe('the oracle notices a search', () => {
  test.each([
    [
      'that looks on any volume',
      'app/search/scope.ts',
      'isOn(place) === filter.isWanted',
      'true',
      /not what the filters say/,
    ],
    [
      'whose best time may lie anywhere',
      'app/search/found.ts',
      'Math.min(Math.max(hits[0]!.best, start), end)',
      'hits[0]!.best - 1e9',
      /best outside of it/,
    ],
  ])('%s', (_, file, find, replace, said) => {
    const root = tempFolder();
    for (const folder of ['src', 'scripts', 'test/faults'])
      cpSync(join(ROOT, folder), join(root, folder), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
    const path = join(root, 'src', file);
    const source = readFileSync(path, 'utf8');
    expect(source.split(find)).toHaveLength(2);
    writeFileSync(path, source.replace(find, replace));
    const { status, stderr } = ask(root, '9', '--seed', '1');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^FAILED \(seed \d+\): /);
    expect(stderr).toMatch(said);
  });
});
