import { cpSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PersonDocument } from '../support/faces-rig.ts';
import type { SearchDocument } from '../support/index-rig.ts';
import { ffmpeg } from '../support/media.ts';
import { runHeimdex } from '../support/run-heimdex.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

interface Stretch {
  readonly video: string;
  readonly start: number;
  readonly end: number;
}

const DEMO = fileURLToPath(new URL('../../demo/', import.meta.url));
const { people, videos } = JSON.parse(readFileSync(join(DEMO, 'demo.json'), 'utf8')) as {
  people: { name: string; seen: Stretch[]; alone: Stretch }[];
  videos: { file: string }[];
};
const folder = folderOfSuite();
const library = join(folder, 'demo.db');

async function heimdex(...args: string[]) {
  const env = { HOME: folder, HEIMDEX_HOME: join(folder, 'home') };
  const { code, stdout, stderr } = await runHeimdex([...args, '--db', library, '--json'], {
    cwd: folder,
    env,
  });
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

/** The places where a query finds something, in the order of time, as `file start–end`. */
async function found(query: string): Promise<string[]> {
  const { moments }: SearchDocument = await heimdex('search', query, '--limit', '100');
  return moments.map(({ path, start, end }) => label(basename(path), start, end)).sort();
}

const label = (file: string, start: number, end: number) =>
  `${file} ${start.toFixed(1).padStart(4, '0')}–${end.toFixed(1).padStart(4, '0')}`;
const seen = (name: string) =>
  people
    .find((person) => person.name === name)!
    .seen.map(({ video, start, end }) => label(video, start, end));
const isIn = ({ video, start, end }: Stretch, path: string, time: number) =>
  basename(path) === video && time >= start && time < end;

describe('the people of the demo', () => {
  beforeAll(async () => {
    cpSync(join(DEMO, 'videos'), join(folder, 'videos'), { recursive: true });
    expect(await heimdex('index', 'videos', '--profile', 'demo')).toMatchObject({
      videos: { indexed: videos.length, failed: 0 },
      faces: people.flatMap((person) => person.seen).length,
      problems: [],
    });
    const everybody: PersonDocument[] = (await heimdex('people', 'list', '--all')).people;
    expect(everybody).toHaveLength(people.length);
    for (const { name, alone } of people) {
      const [person, ...others] = everybody.filter(({ places }) =>
        places.some(({ path, time }) => isIn(alone, path, time)),
      );
      expect(others).toEqual([]);
      await heimdex('people', 'name', String(person!.id), name);
    }
  }, 120_000);

  it('are those of its labels, each seen once in every shot that shows them, and nowhere else', async () => {
    for (const { name, seen } of people) {
      const [person]: PersonDocument[] = (await heimdex('people', 'list', name)).people;
      const places = person!.places.map(({ path, time }) => [path, time] as const);
      expect(places, name).toHaveLength(seen.length);
      for (const stretch of seen)
        expect(
          places.filter(([path, time]) => isIn(stretch, path, time)),
          name,
        ).toHaveLength(1);
    }
    expect((await heimdex('people', 'list', '--doubtful')).pairs).toEqual([]);
  });

  it('are found alone, together, and without each other', async () => {
    for (const { name } of people) expect(await found(`person:${name}`)).toEqual(seen(name));
    const both = seen('Mina').filter((place) => seen('Theo').includes(place));
    expect(both).toHaveLength(1);
    expect(await found('person:Mina person:Theo')).toEqual(both);
    const onlyMina = seen('Mina').filter((place) => !both.includes(place));
    expect(onlyMina).toHaveLength(2);
    expect(await found('person:Mina -person:Theo')).toEqual(onlyMina);
    expect(await found('person:Mina person:Odette')).toEqual([]);
  });

  it('are found by what is said where they are seen', async () => {
    const { moments }: SearchDocument = await heimdex('search', 'said:cinnamon person:Theo');
    expect(moments).toHaveLength(1);
    expect(isIn(people[1]!.seen[1]!, moments[0]!.path, moments[0]!.best)).toBe(true);
    expect(await found('said:cinnamon person:Odette')).toEqual([]);
  });

  it('are known by a photo only where the demo’s profile is named: its models are never taken unasked', async () => {
    const photo = join(folder, 'odette.png');
    const { video, start, end } = people[2]!.alone;
    ffmpeg('-ss', String((start + end) / 2), '-i', join(DEMO, 'videos', video), '-frames:v', '1', photo);
    const args = ['people', 'enroll', 'Odette', photo];
    const env = { HOME: folder, HEIMDEX_HOME: join(folder, 'home') };
    const unasked = await runHeimdex([...args, '--db', library], { env });
    expect(unasked.stderr).toContain('no model that finds faces and tells them apart is installed');
    expect(unasked.code).toBe(4);
    expect(await heimdex(...args, '--profile', 'demo')).toMatchObject({ name: 'Odette', faces: 1 });
  });
});
