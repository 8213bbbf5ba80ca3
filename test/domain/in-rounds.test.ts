import { expect, it } from 'vitest';
import { inRounds } from '../../src/domain/in-rounds.ts';

const ordered = (...files: [string, number][]) =>
  inRounds(files, ([path, bytes]) => ({ folder: path.split('/')[0]!, bytes })).map(([path]) => path);

it('takes one file of every folder before the second of any, each folder’s smallest first', () => {
  expect(
    ordered(['a/big', 9], ['a/small', 1], ['a/mid', 5], ['b/huge', 100], ['c/x', 3], ['c/y', 2]),
  ).toEqual(['a/small', 'c/y', 'b/huge', 'c/x', 'a/mid', 'a/big']);
});

it('keeps the order of files of one size', () => {
  expect(ordered(['a/1', 4], ['a/2', 4], ['a/3', 4])).toEqual(['a/1', 'a/2', 'a/3']);
});
