import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPassageEncoder } from '../../src/adapters/inference/open-passage-encoder.ts';
import { processHost } from '../../src/cli/host.ts';
import { main } from '../../src/cli/main.ts';
import type { TextConfig, TextModel } from '../../src/domain/manifest/schema.ts';
import { passageSpaceOf, sightSpaceOf } from '../../src/domain/space.ts';
import { TINY } from '../support/golden.ts';
import { writeTinyManifest } from '../support/index-rig.ts';
import { randomFrames, randomNumbers } from '../support/library.ts';
import { asNobody } from '../support/machine.ts';
import { install } from '../support/made-models.ts';
import { PROGRAM, runHeimdex } from '../support/run-heimdex.ts';
import { SENTENCES, segment, spoken } from '../support/said.ts';
import type { ShownMoment } from '../support/shown-moment.ts';
import { type MadeVideo, writeSpeechLibrary } from '../support/speech-library.ts';
import { folderOfSuite } from '../support/suite-folder.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { workingText } from '../support/working-models.ts';

interface Why {
  channel: string;
  rank: number;
  score: number;
  start?: number;
  end?: number;
  text?: string;
  confidence: number | null;
  matched?: string[];
  marks?: { start: number; end: number }[];
  language?: string | null;
  source?: string;
}
type Moment = ShownMoment<Why>;

const folder = folderOfSuite();
const [home, library, silent] = [join(folder, 'home'), join(folder, 'library.db'), join(folder, 'silent.db')];
const made = workingText({});
const text = made.model as unknown as TextModel;
const env = { HOME: folder, HEIMDEX_HOME: home };

const STORY = [
  spoken(0, 'The rocket lifts off.'),
  spoken(3.5, 'Another rocket follows.'),
  spoken(30, 'People cook pasta.'),
  spoken(60, 'A rocket is long gone, said the \u001b[31mred\u001b[0m man.'),
];

async function videos(): Promise<MadeVideo[]> {
  const files = install(home, made);
  const paths = { graph: join(files, text.config.graph), tokenizer: join(files, text.config.tokenizer) };
  const encoder = await openPassageEncoder(paths, 'made', text.config as TextConfig);
  const embed = async (segments: typeof STORY) =>
    (
      await encoder.embedTexts([segments.map((each) => each.text).join(' ')], new AbortController().signal)
    )[0]!;
  const random = randomNumbers(4);
  const frames = () => randomFrames(70, random, TINY.config.dimension);
  const passagesOf = async (segments: typeof STORY) =>
    Promise.all(
      segments.map(async (_, first) => ({ first, last: first, vector: await embed([segments[first]!]) })),
    );
  const result = [
    { name: 'four.mp4', said: SENTENCES, passages: await passagesOf([...SENTENCES]), frames: frames() },
    { name: 'story.mp4', said: STORY, passages: await passagesOf(STORY), frames: frames() },
    { name: 'seen.mp4', frames: frames() },
  ];
  await encoder.close();
  return result;
}

beforeAll(async () => {
  writeTinyManifest(home);
  const manifest = join(home, 'models.manifest.json');
  const parsed = JSON.parse(readFileSync(manifest, 'utf8'));
  const { key, ...entry } = made.model;
  parsed.models[key] = entry;
  writeFileSync(manifest, JSON.stringify(parsed));
  const all = await videos();
  const spaces = { passages: passageSpaceOf(text), sight: sightSpaceOf(TINY) };
  writeSpeechLibrary(library, join(folder, 'videos'), all, spaces);
  writeSpeechLibrary(
    silent,
    join(folder, 'videos'),
    all.map(({ name, frames }) => ({ name, frames: frames! })),
    { sight: spaces.sight },
  );
});

const run = (...args: string[]) =>
  runHeimdex(['search', '--min-confidence', '0', ...args], { cwd: folder, env });

async function search(query: string, ...args: string[]): Promise<Moment[]> {
  const { code, stdout, stderr } = await run('--db', library, '--json', ...args, '--', query);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout).moments as Moment[];
}

const markedIn = ({ text: said, marks }: Why) =>
  marks!.map(({ start, end }) => [...said!].slice(start, end).join(''));

describe('said:', () => {
  it('answers with the sentence, its words and its time, and opens no model', async () => {
    const nothing = tempFolder();
    const { code, stdout, stderr } = await runHeimdex(
      ['search', '--db', library, '--home', nothing, '--json', 'said:"moon landing"'],
      { cwd: folder, env: { HOME: nothing } },
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'heimdex.search/1',
      query: 'said:"moon landing"',
      library,
    });
    expect(JSON.parse(stdout).moments).toEqual([
      {
        path: join(folder, 'videos/four.mp4'),
        volume: 'made',
        online: expect.any(Boolean),
        start: 20,
        end: 23,
        best: 20.5,
        score: expect.any(Number),
        confidence: 1,
        rerank: null,
        alike: [],
        why: [
          {
            channel: 'words',
            rank: 1,
            score: expect.any(Number),
            confidence: 1,
            start: 20,
            end: 23,
            text: 'The moon landing was seen by millions of people.',
            matched: ['moon landing'],
            marks: [{ start: 4, end: 16 }],
            language: 'en',
            source: 'speech',
          },
        ],
      },
    ]);
  });

  it('has the score of the words where nothing else is asked', async () => {
    const moments = await search('said:the');
    expect(moments.length).toBeGreaterThan(3);
    for (const [index, { score, why }] of moments.entries())
      expect(why).toMatchObject([{ channel: 'words', rank: index + 1, score }]);
  });

  it('tells where the words are in characters, whatever they take in memory', async () => {
    const path = join(tempFolder(), 'odd.db');
    const said = [segment(0, '🚀🚀 countdown 👩‍🚀 ends')];
    writeSpeechLibrary(path, join(folder, 'videos'), [{ name: 'odd.mp4', said }]);
    const { stdout } = await run('--db', path, '--json', 'said:countdown', 'said:ends');
    const [why] = JSON.parse(stdout).moments[0].why as [Why];
    expect(why.marks![0]).toEqual({ start: 3, end: 12 });
    expect(markedIn(why)).toEqual(['countdown', 'ends']);
  });

  it.each([
    ['said:바다', 40, ['바다'], 'ko', 'speech'],
    ['said:학교에', 40, ['학교에'], 'ko', 'speech'],
    ['said:タワー', 60, ['タワー'], 'ja', 'track'],
    ['said:東京', 60, ['東京'], 'ja', 'track'],
    ['said:北京', 80, ['北京'], 'zh', 'sidecar'],
    ['said:STRASSE', 90, ['Straße'], 'de', 'speech'],
    ['said:"οδος heisst"', 90, ['ΟΔΟΣ heißt'], 'de', 'speech'],
    ['said:CAFE said:"NAIVE"', 30, ['café', 'naïve'], 'en', 'speech'],
    ['said:"don\'t go"', 30, ['don’t go'], 'en', 'speech'],
  ])('finds %s at %i s, marked as it is written', async (query, start, marked, language, source) => {
    const [first] = await search(query);
    expect(first!.start).toBeLessThanOrEqual(start);
    const why = first!.why[0]!;
    expect(why).toMatchObject({ channel: 'words', start, language, source });
    expect(markedIn(why)).toEqual(marked);
  });

  it('joins sentences that follow each other, and names the time of the word', async () => {
    const moments = await search('said:rocket', '--in', 'story.mp4');
    expect(moments.map(({ start, end }) => [start, end])).toEqual(
      expect.arrayContaining([
        [0, 6.5],
        [60, 63],
      ]),
    );
    expect(moments.find(({ start }) => start === 60)!.best).toBe(60.5);
  });

  it('takes a word in quotes as a whole, and a bare one as a beginning', async () => {
    expect(await search('said:million')).toHaveLength(1);
    expect(await search('said:"million"')).toHaveLength(0);
    expect(await search('said:illions')).toHaveLength(0);
  });

  it('leaves out what may not be said', async () => {
    const all = await search('said:rocket');
    expect(all).toHaveLength(3);
    const without = await search('said:rocket -said:gone -said:launch');
    expect(without.map(({ path, start }) => [path, start])).toEqual([[join(folder, 'videos/story.mp4'), 0]]);
  });

  it('is refused where --channels leaves out words, and pictures where it leaves out sight', async () => {
    const [saying, seeing] = [
      'said: looks in the words that are said',
      'a picture is looked for in what is seen',
    ];
    for (const [what, missing, ...args] of [
      [saying, 'words', 'said:x', '--channels', 'sight'],
      [saying, 'words', 'said:x', '--channels', 'meaning,people'],
      [seeing, 'sight', '--image', 'x.png', '--channels', 'words,meaning'],
      [seeing, 'sight', 'a wall', '--like', 'four.mp4@1', '--channels', 'words'],
    ] as const) {
      const { code, stdout, stderr } = await run('--db', library, ...args);
      expect([code, stdout], stderr).toEqual([2, '']);
      expect(stderr).toContain(`heimdex: ${what}, and --channels leaves ${missing} out\n`);
      expect(stderr).toContain(`try: add ${missing} to --channels, or leave that away\n`);
    }
  });

  it('is refused in a library in which nobody listened, naming the stage that does', async () => {
    const { code, stdout, stderr } = await run('--db', silent, 'said:rocket');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'heimdex: the library holds nothing that is said\ntry: heimdex index FOLDER --only speech\n',
    );
  });

  it('finds nothing in a library in which somebody listened and nothing is said', async () => {
    const path = join(tempFolder(), 'heard.db');
    writeSpeechLibrary(path, join(folder, 'videos'), [{ name: 'quiet.mp4', said: [] }]);
    const { code, stdout, stderr } = await run('--db', path, 'said:rocket');
    expect([code, stdout, stderr]).toEqual([0, '', 'nothing found\n']);
  });

  it('works as another user, with library and folder read-only', async (context) => {
    const nobody = asNobody(context);
    const place = tempFolder();
    mkdirSync(join(place, 'home'));
    copyFileSync(library, join(place, 'home', 'library.db'));
    for (const [path, mode] of [
      ['home/library.db', 0o444],
      ['home', 0o555],
      ['', 0o755],
    ] as const)
      chmodSync(join(place, path), mode);
    const command = [...nobody, process.execPath, PROGRAM, 'search', 'said:바다', 'said:학교', '--json'];
    const { status, stdout, stderr } = spawnSync(command[0]!, command.slice(1), {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: '/nonexistent',
        HEIMDEX_HOME: join(place, 'home'),
        TMPDIR: '/tmp',
      },
    });
    chmodSync(join(place, 'home'), 0o755);
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout).moments).toHaveLength(1);
  });
});

describe('plain words', () => {
  it('are looked for in what is seen, in what is said and in what it means', async () => {
    const moments = await search('the moon landing was seen by millions of people');
    const [first] = moments;
    expect(first!.path).toBe(join(folder, 'videos/four.mp4'));
    const why = new Map(first!.why.map((each) => [each.channel, each]));
    expect(why.get('words')).toMatchObject({ rank: 1, start: 20 });
    // The very sentence is the passage nearest to itself.
    expect(why.get('meaning')).toMatchObject({ rank: 1, start: 20, end: 23 });
    const scores = moments.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores[0]).toBeLessThanOrEqual(1);
    expect(moments.some(({ why: reasons }) => reasons.some(({ channel }) => channel === 'sight'))).toBe(true);
    for (const moment of moments)
      expect(moment.confidence === null).toBe(!moment.why.some(({ channel }) => channel === 'sight'));
  });

  it('with --channels sight give what a library without speech gives, to the last digit', async () => {
    // The words of the second are said as well.
    for (const query of ['a red wall', 'the rocket lifts off']) {
      const { stdout } = await run('--db', silent, '--json', query);
      const without = JSON.parse(stdout).moments;
      expect(without.length).toBeGreaterThan(3);
      for (const moment of without)
        expect(Object.keys(moment.why[0])).toEqual(['channel', 'rank', 'score', 'confidence']);
      expect(await search(query, '--channels', 'sight')).toEqual(without);
    }
  });

  it('that nobody says give that too, where no model knows what is meant', async () => {
    const path = join(tempFolder(), 'words.db');
    copyFileSync(library, path);
    const database = new Database(path);
    database.exec("UPDATE space SET vectors = 0 WHERE holds = 'passages'");
    database.close();
    const moments = async (place: string) =>
      JSON.parse((await run('--db', place, '--json', 'a green wall')).stdout).moments;
    expect(await moments(path)).toEqual(await moments(silent));
  });

  it('with --channels words,meaning ask no model for pictures', async () => {
    const path = join(tempFolder(), 'other.db');
    copyFileSync(library, path);
    const database = new Database(path);
    database.exec("UPDATE space SET weights = 'unknown' WHERE holds = 'frames'");
    database.close();
    expect((await run('--db', path, 'rocket')).code).toBe(7);
    const { code, stdout, stderr } = await run(
      '--db',
      path,
      '--channels',
      'words,meaning',
      '--json',
      'rocket',
    );
    expect(code, stderr).toBe(0);
    const channels = JSON.parse(stdout).moments.flatMap(({ why }: Moment) =>
      why.map(({ channel }) => channel),
    );
    expect(new Set(channels)).toEqual(new Set(['words', 'meaning']));
  });

  it('leave out moments in which something is said that may not be', async () => {
    const rocket = ({ path, start, end }: Moment) =>
      path.endsWith('story.mp4') && [0, 3.5, 60].some((time) => start < time + 3 && time < end);
    expect((await search('a red wall', '--limit', '1000')).some(rocket)).toBe(true);
    const without = await search('a red wall -said:rocket', '--limit', '1000');
    expect(without.length).toBeGreaterThan(10);
    expect(without.filter(rocket)).toEqual([]);
    // What ends as the sentence begins is another moment.
    expect(without.some(({ path, end }) => path.endsWith('story.mp4') && end === 60)).toBe(true);
  });

  it('beside said: are only looked for where that is said', async () => {
    const moments = await search('a red wall said:pasta');
    expect(moments.length).toBeGreaterThan(0);
    for (const { why } of moments) {
      const words = why.find(({ channel }) => channel === 'words');
      expect(markedIn(words!).join()).toMatch(/pasta/i);
    }
    expect(await search('a red wall said:nobodysaysthis')).toEqual([]);
  });

  it('are found by word alone where the model for meaning is not installed, and that is said', async () => {
    const bare = join(tempFolder(), 'home');
    mkdirSync(bare);
    copyFileSync(join(home, 'models.manifest.json'), join(bare, 'models.manifest.json'));
    const ask = (...args: string[]) => run('--db', library, '--home', bare, '--json', ...args, 'rocket');
    const note = `what is said is searched by word alone: ${text.key} is not installed (heimdex models pull ${text.key})\n`;
    const { code, stdout, stderr } = await ask();
    expect([code, stderr]).toEqual([0, note]);
    const channels = (JSON.parse(stdout).moments as Moment[]).flatMap(({ why }) =>
      why.map(({ channel }) => channel),
    );
    expect(new Set(channels)).toEqual(new Set(['words', 'sight']));
    expect((await ask('--channels', 'words')).stderr).toBe('');
    // Where it was asked for by name it is missing.
    const named = await ask('--channels', 'words,meaning');
    expect([named.code, named.stdout]).toEqual([4, '']);
    expect(JSON.parse(named.stderr.trimEnd().split('\n').at(-1)!)).toMatchObject({
      code: 'model-missing',
      try: 'heimdex models list, or leave meaning out of --channels',
    });
  });

  it('of a language that the model does not know are found by word alone, and that is said', async () => {
    const { stdout, stderr } = await run('--db', library, '--json', '--limit', '100', '바다 이야기');
    expect(stderr).toBe(`what is said is searched by word alone: ${text.key} knows en alone\n`);
    const spokenOf = (JSON.parse(stdout).moments as Moment[]).flatMap(({ why }) =>
      why.filter(({ channel }) => channel !== 'sight'),
    );
    // The pictures around the sentence are moments of their own, and it speaks for each.
    expect(spokenOf.length).toBeGreaterThan(0);
    for (const why of spokenOf) expect(why).toMatchObject({ channel: 'words', rank: 1, start: 40 });
    expect((await run('--db', library, '--channels', 'meaning', '바다 이야기')).code).toBe(4);
  });
});

describe('for people', () => {
  it('the sentence stands below its moment, with its time and without any sign', async () => {
    const { stdout } = await run('--db', library, 'said:rocket', '--in', 'story.mp4');
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines).toContain('       0:00:00.0  The rocket lifts off.');
    expect(lines).toContain('       0:01:00.0  A rocket is long gone, said the \\x1b[31mred\\x1b[0m man.');
    expect(stdout).not.toContain('\u001b');
  });

  it('the words are bold on a terminal, and what is said gives it no orders', async () => {
    const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    let shown = '';
    stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
    });
    const host = { ...processHost(), cwd: folder, stdout, env };
    expect(await main(['search', '--db', library, 'said:rocket', 'said:man'], host)).toBe(0);
    expect(shown).toContain(
      'A \u001b[1mrocket\u001b[22m is long gone, said the \\x1b[31mred\\x1b[0m \u001b[1mman\u001b[22m.',
    );
  });

  it('a text of a megabyte is shown around the words', async () => {
    const path = join(tempFolder(), 'long.db');
    const long = `${'word '.repeat(100_000)}the needle is here ${'word '.repeat(100_000)}`;
    writeSpeechLibrary(path, join(folder, 'videos'), [{ name: 'long.mp4', said: [segment(0, long)] }]);
    const { stdout } = await run('--db', path, 'said:needle');
    const line = stdout.trimEnd().split('\n')[2]!;
    expect(line).toContain('the needle is here');
    expect(line).toMatch(/ {2}….*…$/);
    expect(line.length).toBeLessThan(200);
  });
});
