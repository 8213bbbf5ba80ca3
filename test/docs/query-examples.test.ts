import { cpSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isWithin, parseDemo } from '../../src/domain/demo.ts';
import { FIELDS } from '../../src/domain/query/tokens-of.ts';
import type { SearchDocument } from '../support/index-rig.ts';
import { runHeimdex } from '../support/run-heimdex.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

// The examples of docs/cli.md, "The language of queries", on the videos that they speak of.
const folder = folderOfSuite();
const home = join(folder, 'home');
const videos = join(folder, 'videos');
const env = { HOME: folder, HEIMDEX_HOME: home, TMPDIR: folder };
const run = (...args: string[]) => runHeimdex(args, { cwd: folder, env });

const text = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
const section = text.slice(text.indexOf('## The language of queries'), text.indexOf('## Exit codes'));
/** Query and answer of each row; in a table a bar is written with a backslash. */
const examples = [...section.matchAll(/^\| `(.+?)` \| ([^|]+) \| .+ \|$/gm)].map(
  ([, query, answer]) => [query!.replaceAll('\\|', '|'), answer!.trim()] as const,
);

let volume = '';
beforeAll(async () => {
  mkdirSync(videos);
  cpSync(new URL('../../demo/videos', import.meta.url), videos, { recursive: true });
  for (const [name, date] of [
    ['holiday.mp4', '2024-07-10T12:00:00'],
    ['city-and-country.mp4', '2023-05-02T12:00:00'],
    ['weather.mp4', '2023-11-20T12:00:00'],
    ['people.mp4', '2023-12-24T12:00:00'],
  ] as const)
    utimesSync(join(videos, name), new Date(date), new Date(date));
  const index = await run('index', videos, '--profile', 'demo');
  expect(index.code, index.stderr).toBe(0);
  await namePeople();
  const status = JSON.parse((await run('status', '--json')).stdout) as { volumes: { label: string }[] };
  volume = status.volumes[0]!.label;
});

describe('the language of queries in docs/cli.md', () => {
  it('has an example for each sign and each field', () => {
    expect(examples.length).toBeGreaterThan(30);
    const queries = examples.map(([query]) => query);
    for (const field of FIELDS)
      expect(
        queries.filter((query) => query.includes(`${field}:`)),
        field,
      ).not.toEqual([]);
    for (const sign of [
      '|',
      '&',
      '(',
      '+',
      '"',
      ' -',
      ' - ',
      'then<',
      ' then ',
      '2:',
      '-said:',
      '-person:',
      '-in:',
    ])
      expect(
        queries.filter((query) => query.includes(sign)),
        sign,
      ).not.toEqual([]);
  });

  it.each(examples)('%s finds %s', async (query, answer) => {
    const asked = query.replace('on:archive', `on:"${volume}"`);
    const { code, stdout, stderr } = await run('search', '--json', '--', asked);
    expect(code, stderr).toBe(0);
    const { moments } = JSON.parse(stdout) as SearchDocument;
    const [first] = moments;
    if (answer === 'nothing') return expect(moments).toEqual([]);
    expect(first, 'something is found').toBeDefined();
    const [, file, minutes, seconds] = /^(\S+) at (\d+):(\d+(?:\.\d+)?)$/.exec(answer)!;
    expect(first!.path).toBe(join(videos, file!));
    expect(Math.abs(first!.start - (60 * Number(minutes) + Number(seconds)))).toBeLessThan(0.1);
  });
});

/** Gives the people the names that they have in the demo, by where they are seen. */
async function namePeople(): Promise<void> {
  const demo = parseDemo(readFileSync(new URL('../../demo/demo.json', import.meta.url), 'utf8'));
  const list = JSON.parse((await run('people', 'list', '--all', '--json')).stdout) as {
    people: { id: number; places: { path: string; time: number }[] }[];
  };
  for (const { name, alone } of demo.people) {
    const person = list.people.find(({ places }) =>
      places.some(({ path, time }) => isWithin(alone, basename(path), time)),
    );
    const { code, stderr } = await run('people', 'name', String(person!.id), name);
    expect(code, stderr).toBe(0);
  }
}
