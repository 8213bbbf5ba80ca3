import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

// Every fault that heimdex promises to withstand has a row with an id. A test of a row has a name that begins
// with its id, or with several: "D1 D2 a transfer that …".

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DOWNLOAD = [
  1, 2, 3, 4, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 24, 26, 27, 28, 29,
];
const CACHE = [1, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13];
const LIBRARY = [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 17, 18];
const MEDIA = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14];
/** Of those of the command line: what a query may be. */
const QUERIES = [6];
const TESTED = [
  ...DOWNLOAD.map((row) => `D${row}`),
  ...CACHE.map((row) => `C${row}`),
  ...MEDIA.map((row) => `F${row}`),
  ...LIBRARY.map((row) => `B${row}`),
  ...QUERIES.map((row) => `T${row}`),
];

/** An entry of guards/*.json: a line without which the tests of its rows fail, or why a row has no such line. */
interface Guard {
  readonly rows: readonly string[];
  readonly guard?: string;
  readonly file?: string;
  readonly find?: string;
  readonly replace?: string;
  readonly tests?: readonly string[];
  readonly none?: string;
}

const testFiles = readdirSync(`${ROOT}test`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `test/${file}`);

/** The rows that the names of a file's tests begin with. */
function rowsIn(file: string): string[] {
  const source = readFileSync(`${ROOT}${file}`, 'utf8');
  // A call's first argument, of `test` itself or of what its `each` gives, or the first column of a table.
  const names = source.matchAll(/(?<!skip|todo)[([]\s*['"`]((?:[A-Z]\d+ )+)/g);
  return [...names].flatMap(([, rows]) => rows!.trim().split(' '));
}

const guards = readdirSync(`${ROOT}test/faults/guards`).flatMap(
  (file) => JSON.parse(readFileSync(`${ROOT}test/faults/guards/${file}`, 'utf8')) as Guard[],
);
const rowsOf = new Map(testFiles.map((file) => [file, rowsIn(file)]));

describe('every row of the faults', () => {
  const tested = new Set([...rowsOf.values()].flat());

  test.each(TESTED)('has a test: %s', (row) => {
    expect(tested).toContain(row);
  });

  test.each(TESTED)('has a guard that can be taken out, or a reason why there is none: %s', (row) => {
    expect(guards.flatMap(({ rows }) => rows)).toContain(row);
  });

  test('is a row: no test is named after another', () => {
    expect([...tested].filter((row) => !TESTED.includes(row))).toEqual([]);
  });
});

describe('a guard in guards/*.json', () => {
  const proofs = guards.filter(({ none }) => none === undefined);

  test.each(proofs.map((each) => [each.guard, each] as const))('is where it is said to be: %s', (_, each) => {
    const { rows, file, find, replace, tests } = each;
    const source = readFileSync(`${ROOT}${file}`, 'utf8');
    expect(source.split(find!), find).toHaveLength(2);
    expect(source.replace(find!, () => replace!)).not.toBe(source);
    const named = tests!.flatMap((path) => rowsOf.get(path) ?? []);
    expect(named).toEqual(expect.arrayContaining([...rows]));
  });

  test('that is missing has its reason in words', () => {
    for (const { none } of guards) if (none !== undefined) expect(none).toMatch(/\w+ \w+ \w+/);
  });
});
