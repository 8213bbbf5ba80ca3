import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPassageEncoder } from '../../src/adapters/inference/open-passage-encoder.ts';
import type { TextConfig, TextModel } from '../../src/domain/manifest/schema.ts';
import { passageSpaceOf, sightSpaceOf } from '../../src/domain/space.ts';
import { unit } from '../../src/domain/vector.ts';
import { golden, TINY } from '../support/golden.ts';
import { writeTinyManifest } from '../support/index-rig.ts';
import { randomFrames, randomNumbers } from '../support/library.ts';
import { install } from '../support/made-models.ts';
import { runHeimdex } from '../support/run-heimdex.ts';
import { segment, spoken } from '../support/said.ts';
import type { ShownMoment, ShownReason } from '../support/shown-moment.ts';
import { type MadeVideo, writeSpeechLibrary } from '../support/speech-library.ts';
import { folderOfSuite } from '../support/suite-folder.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { workingText } from '../support/working-models.ts';

type Moment = ShownMoment<ShownReason & { text?: string }>;

const folder = folderOfSuite();
const [home, library] = [join(folder, 'home'), join(folder, 'library.db')];
const made = workingText({});
const text = made.model as unknown as TextModel;
const env = { HOME: folder, HEIMDEX_HOME: home };

const OTHERS = 300;
const random = randomNumbers(8);
const frames = (count: number) => randomFrames(count, random, TINY.config.dimension);

/** Four shots of ten seconds: Anna, Anna and Bert, Bert, and one whom nobody knows. */
const TALK: MadeVideo = {
  name: 'talk.mp4',
  frames: frames(40),
  cuts: [0, 10, 20, 30, 40],
  said: [2, 12, 22, 32].map((second) => spoken(second, `well hello ${second}`)),
  seen: [
    { second: 3, of: 'Anna', quality: 0.6 },
    { second: 6, of: 'Anna', quality: 0.7 },
    { second: 12, of: 'Anna', quality: 0.8 },
    { second: 14, of: 'Bert', quality: 0.4 },
    { second: 21, of: 'Bert', quality: 0.9 },
    { second: 35 },
  ],
};
/** Somebody without a name, then one whose name a terminal should not follow; a sentence at each side of the cut. */
const CLIP: MadeVideo = {
  name: 'clip.mp4',
  frames: frames(8),
  cuts: [0, 4, 8],
  said: [spoken(1.3, 'goodbye then'), segment(4.2, 'goodbye again')],
  seen: [
    { second: 1, of: 17 },
    { second: 5, of: 'Zo\u00eb \u001b[31mRed' },
  ],
};

/** One picture all along, and somebody who is not there for a second. */
const GAP: MadeVideo = {
  name: 'gap.mp4',
  frames: ((picture) => picture.map((frame, second) => ({ ...frame, time: second * 1_000_000 })))(
    Array(9).fill(frames(1)[0]!),
  ),
  cuts: [0, 4, 5, 9],
  seen: [
    { second: 1, of: 'Dora' },
    { second: 6, of: 'Dora' },
  ],
};

/** Where Carl says hello everybody else has said it better before. */
async function longVideo(): Promise<MadeVideo> {
  const files = install(home, made);
  const paths = { graph: join(files, text.config.graph), tokenizer: join(files, text.config.tokenizer) };
  const encoder = await openPassageEncoder(paths, 'made', text.config as TextConfig);
  const [hello] = await encoder.embedTexts(['hello'], new AbortController().signal);
  await encoder.close();
  const away = unit([...hello!].map((value, index) => (index % 2 === 0 ? -value : value)));
  const times = Array.from({ length: OTHERS }, (_, index) => index * 10);
  return {
    name: 'long.mp4',
    frames: frames(1),
    cuts: [...times, OTHERS * 10, OTHERS * 10 + 10],
    said: [
      ...times.map((time) => spoken(time, 'hello')),
      spoken(OTHERS * 10, 'hello and so on and on to many other things'),
    ],
    passages: [...times, OTHERS * 10].map((_, first) => ({
      first,
      last: first,
      vector: first === OTHERS ? away : hello!,
    })),
    seen: [{ second: OTHERS * 10 + 2, of: 'Carl Berg' }],
  };
}

beforeAll(async () => {
  writeTinyManifest(home);
  const manifest = join(home, 'models.manifest.json');
  const parsed = JSON.parse(readFileSync(manifest, 'utf8'));
  const { key, ...entry } = made.model;
  parsed.models[key] = entry;
  writeFileSync(manifest, JSON.stringify(parsed));
  const others = Array.from({ length: OTHERS }, (_, index) => ({
    name: `other-${index}.mp4`,
    frames: frames(10),
    cuts: [0, 10],
    said: [segment(1, 'hello')],
  }));
  const spaces = { passages: passageSpaceOf(text), sight: sightSpaceOf(TINY) };
  writeSpeechLibrary(
    library,
    join(folder, 'videos'),
    [...others, TALK, CLIP, await longVideo(), GAP],
    spaces,
  );
});

const run = (...args: string[]) =>
  runHeimdex(['search', '--db', library, '--min-confidence', '0', ...args], { cwd: folder, env });

async function search(query: string, ...args: string[]): Promise<Moment[]> {
  const { code, stdout, stderr } = await run('--json', ...args, '--', query);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout).moments as Moment[];
}

const nameOf = ({ path }: Moment) => path.slice(join(folder, 'videos').length + 1);
const placesOf = (moments: readonly Moment[]) =>
  moments.map((moment) => [nameOf(moment), moment.start, moment.end]);
/** For each second, whose frame lies at its beginning, in how many moments it is. */
const momentsAt = (moments: readonly Moment[], from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index).map(
    (time) => moments.filter(({ start, end }) => start <= time && time < end).length,
  );
const peopleOf = ({ why }: Moment) =>
  why.filter(({ channel }) => channel === 'people').map((reason) => reason.text);

describe('person: alone', () => {
  it('answers with the shots that somebody is seen in, the best face first, and opens no model', async () => {
    const { code, stdout, stderr } = await run('--home', tempFolder(), '--json', 'person:Anna');
    expect([code, stderr]).toEqual([0, '']);
    const shared = {
      path: join(folder, 'videos/talk.mp4'),
      volume: 'made',
      confidence: null,
      rerank: null,
      alike: [],
    };
    expect(JSON.parse(stdout).moments).toEqual([
      {
        ...shared,
        online: expect.any(Boolean),
        start: 10,
        end: 20,
        best: 13,
        score: 0.8,
        why: [{ channel: 'people', rank: 1, score: 0.8, confidence: null, text: 'Anna' }],
      },
      {
        ...shared,
        online: expect.any(Boolean),
        start: 0,
        end: 10,
        best: 7,
        score: 0.7,
        why: [{ channel: 'people', rank: 2, score: 0.7, confidence: null, text: 'Anna' }],
      },
    ]);
    expect(placesOf(await search('person:Anna', '--limit', '1'))).toEqual([['talk.mp4', 10, 20]]);
  });

  it('finds two together in the same shot alone', async () => {
    const moments = await search('person:Bert person:Anna');
    expect(placesOf(moments)).toEqual([['talk.mp4', 10, 20]]);
    expect(moments[0]).toMatchObject({ score: 0.4, best: 15 });
    expect(moments[0]!.why).toEqual([
      { channel: 'people', rank: 1, score: 0.4, confidence: null, text: 'Bert' },
      { channel: 'people', rank: 1, score: 0.8, confidence: null, text: 'Anna' },
    ]);
    expect(await search('person:Anna person:"Carl Berg"')).toEqual([]);
  });

  it.each([
    ['person:Anna -person:Bert', [['talk.mp4', 0, 10]]],
    ['person:Bert -person:Anna', [['talk.mp4', 20, 30]]],
    ['person:Anna -person:Anna', []],
    [
      'person:unknown',
      [
        ['talk.mp4', 30, 40],
        ['clip.mp4', 0, 4],
      ],
    ],
    ['person:3', [['clip.mp4', 0, 4]]],
    ['person:aNNA -person:unknown -person:BERT', [['talk.mp4', 0, 10]]],
    ['person:"carl berg"', [['long.mp4', 3000, 3010]]],
    ['person:Anna person:anna person:1 -person:Bert', [['talk.mp4', 0, 10]]],
    ['person:Anna -said:12', [['talk.mp4', 0, 10]]],
  ])('answers %s', async (query, places) => {
    expect(placesOf(await search(query))).toEqual(places);
  });

  it('calls somebody without a name by number', async () => {
    expect((await search('person:3')).map(peopleOf)).toEqual([['person 3']]);
    expect((await search('person:unknown')).map(peopleOf)).toEqual([['unknown'], ['unknown']]);
  });

  it('finds a name without its accents, and gives a terminal no orders', async () => {
    const { code, stdout } = await run('person:"zoe \u001b[31mred"');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toContain('       Zoë \\x1b[31mRed');
    expect(stdout).not.toContain('\u001b');
  });

  it('looks only at --in, and is refused where --channels leaves people out', async () => {
    expect(await search('person:Anna', '--in', 'clip.mp4')).toEqual([]);
    const expected = await search('person:Anna');
    expect(expected).toHaveLength(2);
    for (const channels of ['people', 'sight,people=3'])
      expect(await search('person:Anna', '--channels', channels)).toEqual(expected);
    for (const channels of ['sight', 'words,meaning'])
      expect(await run('--channels', channels, 'person:Anna')).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('try: add people to --channels, or leave that away\n'),
      });
  });
});

describe('person: beside what is seen', () => {
  it('gives of one video in many its own best moments, never fewer than there are', async () => {
    const moments = await search('person:Bert a red wall', '--channels', 'sight', '--limit', '40');
    const alone = await search(
      'person:Bert a red wall',
      '--channels',
      'sight',
      '--limit',
      '40',
      '--in',
      'talk.mp4',
    );
    expect(moments.length).toBeGreaterThan(1);
    expect(moments).toEqual(alone);
    // So few frames are asked for then that none is of that video.
    const first = await search('person:Bert a red wall', '--channels', 'sight', '--limit', '1');
    expect(first).toEqual(moments.slice(0, 1));
    for (const moment of moments) {
      expect(moment.start).toBeGreaterThanOrEqual(10);
      expect(moment.end).toBeLessThanOrEqual(30);
      const { score, confidence } = moment;
      expect(moment.why[0]).toEqual({ channel: 'sight', rank: expect.any(Number), score, confidence });
      expect(peopleOf(moment)).toEqual(['Bert']);
    }
    // Every frame of the two shots is in one of the moments.
    expect(momentsAt(moments, 10, 30)).toEqual(Array(20).fill(1));
    // Whoever looks at that video alone sees the same frame first.
    const all = await search('a red wall', '--channels', 'sight', '--in', 'talk.mp4', '--limit', '1000');
    const inBoth = all.filter(({ best }) => best >= 10 && best < 30);
    expect(moments[0]).toMatchObject({ best: inBoth[0]!.best, score: inBoth[0]!.score });
    expect(moments[0]!.confidence).not.toBeNull();
  });

  it('tells the face, not the shot that the frame is in, from other shots of the moment', async () => {
    const [first] = await search('person:Anna person:Bert a red wall', '--channels', 'sight');
    expect(first!.why.slice(1)).toEqual([
      { channel: 'people', rank: 1, score: 0.8, confidence: null, text: 'Anna' },
      { channel: 'people', rank: 1, score: 0.4, confidence: null, text: 'Bert' },
    ]);
  });

  it('finds a picture where somebody is seen', async () => {
    const picture = golden('pictures/noise-128x96.png');
    const moments = await search('person:"Carl Berg"', '--image', picture);
    expect(moments).toEqual([]);
    for (const moment of await search('person:Anna', '--image', picture)) {
      expect(nameOf(moment)).toBe('talk.mp4');
      expect(moment.end).toBeLessThanOrEqual(20);
      expect(moment.why.map(({ channel }) => channel)).toEqual(['sight', 'people']);
    }
    expect((await search('person:Anna', '--image', picture)).length).toBeGreaterThan(0);
  });

  it('never goes on over a shot without the person, however short', async () => {
    const moments = await search('person:Dora a red wall', '--channels', 'sight');
    expect(placesOf(moments).sort()).toEqual([
      ['gap.mp4', 0, 4],
      ['gap.mp4', 5, 9],
    ]);
  });

  it('opens no model where the people are never together', async () => {
    expect(await search('person:Anna person:Dora a red wall', '--home', tempFolder())).toEqual([]);
  });

  it('leaves out the shots of somebody who may not be seen, and nothing else', async () => {
    const moments = await search(
      'a red wall -person:Anna',
      '--channels',
      'sight',
      '--in',
      'talk.mp4',
      '--limit',
      '99',
    );
    expect(Math.min(...moments.map(({ start }) => start))).toBe(20);
    expect(momentsAt(moments, 20, 40)).toEqual(Array(20).fill(1));
    expect(moments.flatMap(peopleOf)).toEqual([]);
  });
});

describe('person: beside what is said', () => {
  it('finds what is said while somebody is seen', async () => {
    const moments = await search('person:Bert said:hello');
    expect(placesOf(moments).sort()).toEqual([
      ['talk.mp4', 12, 15],
      ['talk.mp4', 22, 25],
    ]);
    for (const { why } of moments) expect(why.map(({ channel }) => channel)).toEqual(['words', 'people']);
    const apart = await search('said:hello -person:Anna', '--in', 'talk.mp4');
    expect(placesOf(apart).sort()).toEqual([
      ['talk.mp4', 22, 25],
      ['talk.mp4', 32, 35],
    ]);
    expect(await search('person:Anna said:nobodysaysthis')).toEqual([]);
  });

  it('finds it however many others say it better, by word and by meaning', async () => {
    const literal = await search('person:"Carl Berg" said:hello', '--limit', '1');
    expect(placesOf(literal)).toEqual([['long.mp4', 3000, 3003]]);
    const [described] = await search(
      'person:"Carl Berg" hello',
      '--limit',
      '1',
      '--channels',
      'words,meaning',
    );
    expect(described!.why.map(({ channel, rank }) => [channel, rank])).toEqual([
      ['words', 1],
      ['meaning', 1],
      ['people', 1],
    ]);
    const without = await search('hello -person:unknown -person:Anna', '--limit', '2');
    expect(without).toHaveLength(2);
  });

  it('cuts off what reaches into a shot of somebody who may not be seen', async () => {
    // The first sentence reaches 0.3 seconds into the second shot, the second one lies within.
    expect(placesOf(await search('said:goodbye'))).toEqual([['clip.mp4', 1.3, 7.2]]);
    expect(placesOf(await search('said:goodbye -person:4'))).toEqual([['clip.mp4', 1.3, 4]]);
    expect(placesOf(await search('said:goodbye -person:3'))).toEqual([['clip.mp4', 4.2, 7.2]]);
    expect(placesOf(await search('said:goodbye -person:4 -person:3'))).toEqual([]);
  });

  it('is a condition for every channel at once', async () => {
    const moments = await search('person:Bert hello', '--limit', '50');
    expect(new Set(moments.map(nameOf))).toEqual(new Set(['talk.mp4']));
    const channels = new Set(moments.flatMap(({ why }) => why.map(({ channel }) => channel)));
    expect(channels).toEqual(new Set(['sight', 'words', 'people']));
    for (const moment of moments) {
      expect(peopleOf(moment)).toEqual(['Bert']);
      expect(moment.start).toBeGreaterThanOrEqual(10);
      expect(moment.end).toBeLessThanOrEqual(30);
    }
  });
});

describe('person: refuses', () => {
  it.each([
    ['person:Ana', 'nobody in the library is called Ana; there is Anna', `heimdex search 'person:"Anna"'`],
    [
      '-person:carl x',
      'nobody in the library is called carl; there is Carl Berg',
      `heimdex search 'person:"Carl Berg"'`,
    ],
    ['person:Zacharias', 'nobody in the library is called Zacharias', 'heimdex people list'],
    ['person:"unknown"', 'nobody in the library is called unknown', 'heimdex people list'],
    ['person:99', 'there is no person 99 in the library', 'heimdex people list'],
    ['person:', 'column 1: nothing follows person:', 'such as'],
    ['-person:Anna', 'column 1: the query says only what is unwanted', 'say what'],
  ])('%s', async (query, message, hint) => {
    const { code, stdout, stderr } = await run('--', query);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.split('\n')[0]).toBe(`heimdex: ${message}`);
    expect(stderr.split('\n')[1]!.startsWith(`try: ${hint}`), stderr).toBe(true);
  });

  it('a name that two people have but for its case, naming both', async () => {
    const path = join(tempFolder(), 'twins.db');
    const seen = ['Anna', 'ANNA'].map((of, index) => ({ second: index * 5, of }));
    writeSpeechLibrary(path, folder, [{ name: 'a.mp4', seen }]);
    const ask = (query: string) =>
      runHeimdex(['search', '--db', path, '--min-confidence', '0', query], { env });
    expect(await ask('person:anna')).toMatchObject({
      code: 2,
      stderr: 'heimdex: anna may be Anna (person 1) or ANNA (person 2)\ntry: person:1\n',
    });
    expect((await ask('person:ANNA')).code).toBe(0);
  });

  it('a library in which nobody looked for faces, naming what does', async () => {
    const path = join(tempFolder(), 'blind.db');
    writeSpeechLibrary(path, folder, [{ name: 'a.mp4', said: [segment(0, 'hello')] }]);
    for (const query of ['person:Anna', 'person:unknown', 'hello -person:Anna']) {
      expect(
        await runHeimdex(['search', '--db', path, '--min-confidence', '0', '--', query], { env }),
      ).toMatchObject({
        code: 2,
        stdout: '',
        stderr:
          'heimdex: no faces were looked for in the videos of this library\ntry: heimdex index FOLDER --only faces\n',
      });
    }
  });
});
