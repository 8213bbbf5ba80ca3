import { posix, resolve, sep, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { isSafeRelativePath } from '../../../src/domain/manifest/safe-path.ts';

test.each([
  'config.json',
  'onnx/model.onnx',
  'onnx/model.onnx_data',
  'onnx/Constant_7_attr__value',
  'a/b/c/d.bin',
  'x+y@1=2',
])('%s may be joined to a folder', (path) => expect(isSafeRelativePath(path)).toBe(true));

test.each([
  '',
  '.',
  '..',
  'a/../b',
  'a//b',
  'a/',
  '/a',
  './a',
  '~',
  '.git/x',
  'a/.hidden',
  'a b',
  'nul',
  'a/CON.txt',
  'a.',
  'ä',
  'a:b',
  'a|b',
  '-rf',
])('D19 "%s" may not', (path) => expect(isSafeRelativePath(path)).toBe(false));

test('D19 no path that is accepted leads out of a folder, on any system, whatever it is made of', () => {
  const pieces = [
    'a',
    'B1',
    '.',
    '..',
    '/',
    '\\',
    ':',
    '~',
    '\0',
    '\n',
    ' ',
    '%2e',
    '-',
    '_',
    'con',
    '.git',
    'é',
    'x.onnx',
  ];
  // A small linear congruential generator: the same paths each time.
  let state = 42;
  const next = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state % below;
  };
  let accepted = 0;
  for (let round = 0; round < 50_000; round++) {
    const path = Array.from({ length: 1 + next(6) }, () => pieces[next(pieces.length)]).join('');
    if (!isSafeRelativePath(path)) continue;
    accepted++;
    expect(resolve('/store', path).startsWith(`${sep}store${sep}`)).toBe(true);
    expect(posix.resolve('/store', path)).toBe(`/store/${path}`);
    expect(win32.resolve('C:\\store', path).startsWith('C:\\store\\')).toBe(true);
  }
  expect(accepted).toBeGreaterThan(1000);
});
