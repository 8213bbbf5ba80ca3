import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTextEncoder } from '../../src/adapters/inference/open-text-encoder.ts';
import type { EmbeddedFrame } from '../../src/domain/frame.ts';
import { sightSpaceOf } from '../../src/domain/space.ts';
import { dot, type UnitVector, unit } from '../../src/domain/vector.ts';
import { TINY, tinyFile } from '../support/golden.ts';
import { indexRig, writeTinyManifest } from '../support/index-rig.ts';
import { randomNumbers } from '../support/library.ts';
import { ffmpeg, H264 } from '../support/media.ts';
import { PROGRAM, runHeimdex } from '../support/run-heimdex.ts';
import { segment, spoken } from '../support/said.ts';
import type { ShownMoment } from '../support/shown-moment.ts';
import { type MadeVideo, writeSpeechLibrary } from '../support/speech-library.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

type Moment = ShownMoment;

// A library made by hand: of each description that is asked there are frames that fit it alone.
const folder = folderOfSuite();
const [library, silent, mute] = ['library.db', 'silent.db', 'mute.db'].map((name) => join(folder, name));
const env = { HOME: folder, HEIMDEX_HOME: join(folder, 'home') };
const random = randomNumbers(12);
/** Videos that show a sunset better than `lone.mp4` does. */
const OTHERS = 150;

/** Vectors that fit one of some texts and are at right angles to the others; the last fits none. */
async function visions<T extends string>(texts: readonly T[]): Promise<Record<T | 'nothing', UnitVector>> {
  const { graph, tokenizer } = { graph: 'onnx/text_model.onnx', tokenizer: 'tokenizer.json' };
  const files = { graph: tinyFile(graph), tokenizer: tinyFile(tokenizer) };
  const encoder = await openTextEncoder(files, 'tiny', TINY.config);
  const vectors = await encoder.embedTexts(texts, new AbortController().signal);
  await encoder.close();
  const minus = (vector: UnitVector, axis: UnitVector) => {
    const share = dot(vector, axis);
    return unit([...vector].map((value, at) => value - share * axis[at]!));
  };
  const without = (vector: UnitVector, others: readonly UnitVector[]) => {
    const axes: UnitVector[] = [];
    for (const other of others) axes.push(axes.reduce(minus, other));
    return axes.reduce(minus, vector);
  };
  const noise = unit(Array.from(vectors[0]!, () => random() - 0.5));
  const entries = texts.map(
    (text, at) => [text, without(vectors[at]!, vectors.toSpliced(at, 1))] as [string, UnitVector],
  );
  return Object.fromEntries([...entries, ['nothing', without(noise, vectors)]]) as Record<
    T | 'nothing',
    UnitVector
  >;
}

/** A frame for each second, each a little different; no two look the same to a person. */
function frames(list: readonly (readonly [vision: UnitVector, seconds: number])[], noise = 0.02) {
  const visionAt = list.flatMap(([vision, seconds]) => Array<UnitVector>(seconds).fill(vision));
  return visionAt.map(
    (vision, second): EmbeddedFrame => ({
      time: second * 1_000_000,
      vector: unit([...vision].map((value) => value + noise * (random() - 0.5))),
      thumbnail: new Uint8Array([second]),
      quality: {
        sharpness: 1,
        brightness: 0.5,
        contrast: 0.2,
        hash: BigInt.asIntN(64, 977n ** 9n * BigInt(Math.floor(random() * 1e15))),
      },
    }),
  );
}

beforeAll(async () => {
  writeTinyManifest(env.HEIMDEX_HOME);
  const { sunset, harbour, market, nothing } = await visions(['sunset', 'harbour', 'market']);
  const day: MadeVideo = {
    name: 'coast/day.mp4',
    frames: frames([
      [sunset, 10],
      [harbour, 10],
      [nothing, 10],
    ]),
    cuts: [0, 10, 20, 30],
    said: [spoken(2, 'what a fine summer evening'), spoken(24, 'the boats come home')],
    seen: [{ second: 12, of: 'Anna', quality: 0.7 }],
  };
  const city: MadeVideo = {
    name: 'city.mp4',
    frames: frames([
      [market, 20],
      [sunset, 10],
      [nothing, 10],
    ]),
    cuts: [0, 20, 30, 40],
    said: [segment(22, '오늘은 바다 이야기를 했습니다', { language: 'ko' })],
    seen: [{ second: 23, of: 'Bert' }],
  };
  const night = {
    name: 'night.mp4',
    frames: frames([
      [harbour, 10],
      [sunset, 10],
    ]),
    cuts: [0, 10, 20],
  };
  const radio = { name: 'radio.mp4', said: [spoken(3, 'harbour harbour')] };
  const spaces = { sight: sightSpaceOf(TINY) };
  const videos = join(folder, 'videos');
  writeSpeechLibrary(library!, videos, [day, city, night, radio], spaces);
  const lone = {
    name: 'lone.mp4',
    frames: frames(
      [
        [sunset, 5],
        [nothing, 5],
        [sunset, 5],
      ],
      0.4,
    ),
    cuts: [0, 5, 10, 15],
  };
  const others = Array.from({ length: OTHERS }, (_, number) => ({
    name: `other-${number}.mp4`,
    frames: frames(Array.from({ length: 12 }, (_, at) => [at % 2 === 0 ? sunset : nothing, 1])),
  }));
  writeSpeechLibrary(silent!, videos, [...others, lone], spaces);
  writeSpeechLibrary(mute!, videos, [radio]);
  const database = new Database(library!);
  const set = (name: string, recorded: string, seconds: number) =>
    database
      .prepare(
        'UPDATE video SET recorded_us = ?, duration_us = ? WHERE id = (SELECT video_id FROM place WHERE path LIKE ?)',
      )
      .run(Date.parse(recorded) * 1000, seconds * 1e6, `%/${name}`);
  set('day.mp4', '2023-07-10T12:00:00Z', 30);
  set('city.mp4', '2024-05-02T12:00:00Z', 40);
  set('night.mp4', '2024-11-20T12:00:00Z', 20);
  set('radio.mp4', '2024-03-01T12:00:00Z', 30);
  database.exec(`INSERT INTO volume (identity, label, mount_path) VALUES ('shelf', 'archive', '/shelf');
    UPDATE place SET volume_id = (SELECT id FROM volume WHERE label = 'archive') WHERE path LIKE '%/night.mp4'`);
  database.close();
});

const run = (...args: string[]) => runHeimdex(['search', '--db', library!, ...args], { cwd: folder, env });

async function search(query: string, ...args: string[]): Promise<Moment[]> {
  // Of a library that was made by hand nobody knows what ordinary queries score in it.
  const { code, stdout, stderr } = await run('--json', '--min-confidence', '0.5', ...args, '--', query);
  expect([code, stderr], query).toEqual([0, '']);
  return JSON.parse(stdout).moments as Moment[];
}

const nameOf = ({ path }: Pick<Moment, 'path'>) => path.split('/').at(-1)!;
const placeOf = (moment: Moment | undefined) =>
  moment && [nameOf(moment), Math.round(moment.start), Math.round(moment.end)];

describe('--like', () => {
  const path = join(folder, 'videos/coast/day.mp4');
  // A frame of the next shot is nearer to 9.9 than any of its own.
  it.each(['day.mp4@5', 'coast/day.mp4@0:05', `${path}@5`, 'day.mp4@9.9', 'day.mp4@0', 'day.mp4@-3'])(
    'finds others like %s, and leaves itself out',
    async (named) => {
      const moments = await search('', '--like', named, '--limit', '100');
      expect(moments.slice(0, 2).map(placeOf).sort()).toEqual([
        ['city.mp4', 20, 30],
        ['night.mp4', 10, 20],
      ]);
      expect(moments[0]!.score).toBeGreaterThan(0.9);
      expect(moments[2]!.score).toBeLessThan(0.5);
      expect(
        moments.filter((moment) => nameOf(moment) === 'day.mp4' && moment.start <= 5 && moment.end > 5),
      ).toEqual([]);
      expect(moments.some((moment) => nameOf(moment) === 'day.mp4')).toBe(true);
      for (const { why } of moments) expect(why).toMatchObject([{ channel: 'sight', confidence: null }]);
    },
  );

  it('tells a best time that lies in the moment, where a part reaches beyond it', async () => {
    const query = '"market" then "sunset" in:city.mp4';
    const moments = await search(query, '--like', 'day.mp4@5', '--limit', '100');
    expect(moments.map(placeOf)).toContainEqual(['city.mp4', 20, 30]);
    for (const { start, end, best } of moments) {
      expect(best).toBeGreaterThanOrEqual(start);
      expect(best).toBeLessThanOrEqual(end);
    }
  });

  it('takes several, and words beside them', async () => {
    // Of both as much: a moment that shows one after the other.
    const both = await search('', '--like', 'day.mp4@5', '--like', 'day.mp4@15', '--limit', '100');
    expect(both.slice(0, 2).map(placeOf).sort()).toEqual([
      ['city.mp4', 20, 30],
      ['night.mp4', 0, 20],
    ]);
    const [first] = await search('market', '--like', 'day.mp4@25', '--channels', 'sight');
    expect(placeOf(first)![0]).toBe('city.mp4');
    expect(await search('-sunset', '--like', 'night.mp4@5')).not.toEqual(
      await search('', '--like', 'night.mp4@5'),
    );
  });

  it.each([
    ['nowhere.mp4@5', 'the library has no video nowhere.mp4'],
    ['day.mp4', 'day.mp4 does not name a time in a video: VIDEO@TIME is expected'],
    ['day.mp4@noon', 'day.mp4@noon does not name a time in a video: VIDEO@TIME is expected'],
    ['y.mp4@5', 'y.mp4 fits several videos: '],
    ['radio.mp4@5', `${join(folder, 'videos/radio.mp4')} has no picture in the library`],
  ])('refuses %s', async (named, message) => {
    const { code, stdout, stderr } = await run('--like', named);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^heimdex: [^\n]+\ntry: [^\n]+\n$/);
    expect(stderr.startsWith(`heimdex: ${message}`), stderr).toBe(true);
  });
});

describe('--channels', () => {
  it('says what each channel counts', async () => {
    const first = async (channels: string) => placeOf((await search('harbour', '--channels', channels))[0]);
    expect(await first('sight,words=9')).toEqual(['radio.mp4', 3, 6]);
    expect((await first('sight=9,words'))![0]).not.toBe('radio.mp4');
    expect(await first('words')).toEqual(['radio.mp4', 3, 6]);
    for (const { why } of await search('harbour', '--channels', 'sight'))
      expect(why.map(({ channel }) => channel)).toEqual(['sight']);
  });

  it.each([
    ['sound', 'there is no channel "sound": sight, words, meaning, people', '--channels'],
    ['sigt', 'there is no channel "sigt": sight, words, meaning, people', '--channels sight'],
    ['', 'there is no channel "": sight, words, meaning, people', '--channels sight,words'],
    ['words=0', 'a channel counts above 0 and at most 100: words=0', '--channels sight,words=2'],
    ['meaning', 'the library holds no vectors of what is said', 'heimdex index FOLDER --only speech'],
    [
      'people',
      'a description is looked for in what is seen and said, and --channels leaves sight out',
      'add sight',
    ],
  ])('%s is refused', async (channels, message, hint) => {
    const { code, stdout, stderr } = await run('--channels', channels, 'sunset');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.split('\n')[0]).toBe(`heimdex: ${message}`);
    expect(stderr.split('\n')[1]!.startsWith(`try: ${hint}`), stderr).toBe(true);
  });

  it.each([
    ['words', () => silent!, 'the library holds nothing that is said', 'speech'],
    ['sight', () => mute!, 'the library holds no pictures', 'sight'],
  ])('%s is refused in a library that lacks it, naming the stage', async (channels, db, message, stage) => {
    const { code, stdout, stderr } = await run('--db', db(), '--channels', channels, 'sunset');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`heimdex: ${message}\ntry: heimdex index FOLDER --only ${stage}\n`);
  });
});

describe('an option', () => {
  it.each([
    ['--in', 'coast/**', 'in:coast/**', ['day.mp4']],
    ['--on', 'archive', 'on:archive', ['night.mp4']],
    ['--before', '2024', 'before:2024', ['day.mp4']],
    ['--after', '2024-11', 'after:2024-11', ['night.mp4']],
    ['--longer', '35s', 'longer:35s', ['city.mp4']],
    ['--shorter', '25s', 'shorter:25s', ['night.mp4']],
    ['--lang', 'ko', 'lang:ko', ['city.mp4']],
    ['--person', 'Bert', 'person:Bert', ['city.mp4']],
    ['--said', 'summ', 'said:summ', ['day.mp4']],
    ['--said', 'fine summer', 'said:"fine summer"', ['day.mp4']],
  ])('%s %s is the same as %s', async (option, value, field, names) => {
    const beside = await search('sunset', option, value);
    expect([...new Set(beside.map(nameOf))]).toEqual(names);
    expect(beside).toEqual(await search(`sunset ${field}`));
    // Of all parts of a query.
    const [either, fields] = ['"sunset" | "harbour"', `("sunset" ${field}) | ("harbour" ${field})`];
    const parts = await search(either, option, value);
    expect(new Set(parts.map(nameOf))).toEqual(new Set(names));
    if (!['--said', '--person'].includes(option)) expect(parts).toEqual(await search(fields));
  });

  it('may stand alone where it says what to find, and is refused where it does not', async () => {
    expect((await search('', '--said', 'boats')).map(placeOf)).toEqual([['day.mp4', 24, 27]]);
    expect((await search('', '--person', 'Anna')).map(placeOf)).toEqual([['day.mp4', 10, 20]]);
    for (const args of [
      ['--in', '*'],
      ['--before', '2024'],
      ['--lang', 'ko'],
    ]) {
      const { code, stderr } = await run(...args);
      expect([code, stderr.split('\n')[0]]).toEqual([
        2,
        expect.stringMatching(/only where to look|nothing to look for/),
      ]);
    }
  });
});

describe('what is seen and what is said', () => {
  it('come together with &, and the moment is what both have in common', async () => {
    const [first] = await search('sunset & said:summer');
    expect(placeOf(first)).toEqual(['day.mp4', 2, 5]);
    expect(first!.why.map(({ channel }) => channel).sort()).toEqual(['sight', 'words']);
    for (const moment of await search('sunset & said:summer')) expect(nameOf(moment)).toBe('day.mp4');
  });

  it.each([
    ['"sunset" then<1s "harbour"', ['day.mp4', 0, 20]],
    ['"harbour" then<1s "sunset"', ['night.mp4', 0, 20]],
    ['said:summer then "harbour"', ['day.mp4', 2, 20]],
    ['"harbour" then said:boats', ['day.mp4', 10, 27]],
    ['said:summer then<19s said:boats', ['day.mp4', 2, 27]],
    ['said:summer then<18s said:boats', undefined],
    ['said:boats then said:summer', undefined],
  ])('%s: one comes after the other', async (query, place) => {
    const [first] = await search(query);
    expect(placeOf(first)).toEqual(place);
  });
});

it('a filter that leaves one video in many returns its best moments, all that it has', async () => {
  const args = ['--db', silent!, '--min-confidence', '0'];
  const shown = ({ start, end, best, score, confidence }: Moment) => ({
    start,
    end,
    best,
    score,
    confidence,
  });
  const ofLone = (moments: readonly Moment[]) =>
    moments.filter((moment) => nameOf(moment) === 'lone.mp4').map(shown);
  const all = await search('sunset', ...args, '--limit', '10000');
  const expected = ofLone(all);
  expect(expected.length).toBeGreaterThan(1);
  // Hundreds come before the first of them.
  expect(all.findIndex((moment) => nameOf(moment) === 'lone.mp4')).toBeGreaterThan(500);
  expect((await search('sunset in:lone.mp4', ...args, '--limit', '100')).map(shown)).toEqual(expected);
  expect((await search('sunset', ...args, '--in', 'lone.*', '--limit', '1')).map(shown)).toEqual(
    expected.slice(0, 1),
  );
});

it('--explain has a line for each channel, with rank, score and what was said', async () => {
  const lines = async (...args: string[]) => (await run('--explain', ...args)).stdout.trimEnd().split('\n');
  const words = await lines('said:boats', 'said:home');
  expect(words[3]).toMatch(/^ {7}words {4}rank 1 {4}BM25 \d+\.\d\d +100 % sure said: boats, home$/);
  expect(words).toHaveLength(4);
  const both = await lines('sunset person:Bert');
  expect(both.filter((line) => /^ {7}sight {4}rank \d+ +cosine 0\.\d{4}/.test(line))).toHaveLength(1);
  expect(both).toContainEqual(expect.stringMatching(/^ {7}people {3}rank 1 {4}quality 0\.50 +Bert$/));
  expect((await run('said:boats')).stdout).not.toContain('BM25');
});

describe('input that is none', () => {
  const control = '\u001b[31m\u0007';
  it.each([
    ['nothing', [''], 'there is nothing to look for'],
    ['blanks', [' \t'], 'there is nothing to look for'],
    ['100 kB', ['x'.repeat(100_000)], 'the query has 100000 characters, at most 4096 are read'],
    ['1 MB', Array(10_000).fill('x'.repeat(99)), 'the query has 999999 characters, at most 4096 are read'],
    ['a bracket that stays open', ['sunset (harbour'], 'column 8: a bracket is opened and never closed'],
    ['two that stay open', ['((sunset)'], 'column 1: a bracket is opened and never closed'],
    [
      'a bracket that closes nothing',
      ['sunset | harbour)'],
      'column 17: a bracket closes that nothing opened',
    ],
    ['empty brackets', ['sunset & ()'], 'column 11: there is nothing in the brackets'],
    ['a quote that stays open', ['sunset "harbour'], 'column 8: a quote is opened and never closed'],
    ['nothing behind a sign', ['sunset |'], 'column 9: nothing follows |'],
    [
      'a language that nobody speaks',
      ['sunset lang:fr'],
      'column 8: nothing in the library is said in fr: en, ko',
    ],
    ['the same as an option', ['sunset', '--lang', 'fr'], 'nothing in the library is said in fr: en, ko'],
    [
      'a language that is none',
      [`sunset lang:${control}`],
      'column 8: lang: wants a code of ISO 639, and \\x1b[31m\\x07 is none',
    ],
    [
      'a volume that is none',
      [`sunset on:${control}`],
      'column 8: no video of the library is on a volume called \\x1b[31m\\x07: archive, made',
    ],
    ['a moment that is none', ['--like', `${control}@1`], 'the library has no video \\x1b[31m\\x07'],
    ['a person who is nobody', [`person:${control}x`], 'nobody in the library is called \\x1b[31m\\x07x'],
    [
      'a channel that is none',
      ['sunset', '--channels', control],
      'there is no channel "\\u001b[31m\\u0007": sight, words, meaning, people',
    ],
    ['an empty option', ['sunset', '--said', ' '], '--said was given an empty value'],
    [
      'a picture that is none',
      ['--image', 'text.png'],
      `${join(folder, 'text.png')} can't be read as a picture`,
    ],
  ])('T6 %s is refused', async (_, args, message) => {
    writeFileSync(join(folder, 'text.png'), 'no picture');
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout], stderr).toEqual([2, '']);
    expect(stderr).toMatch(/^heimdex: [^\n]+\ntry: [^\n]+\n$/);
    expect(stderr.startsWith(`heimdex: ${message}`), stderr.slice(0, 300)).toBe(true);
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });

  it('words with control characters are looked for, and not shown raw', async () => {
    for (const args of [[`said:${control}`], [`sunset${control}`, '--explain', '--verbose']]) {
      const { code, stdout, stderr } = await run(...args);
      expect(code, stderr).toBe(0);
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    }
  });

  it('T6 bytes that are no UTF-8 are words that nobody says, and files that are not there', () => {
    const bash = (args: string) =>
      spawnSync(
        'bash',
        ['-c', `exec "$0" "$1" search --db "$2" ${args}`, process.execPath, PROGRAM, library!],
        {
          encoding: 'utf8',
          cwd: folder,
          env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env },
        },
      );
    expect(bash(`$'said:\\xff\\xfe'`)).toMatchObject({ status: 0, stdout: '', stderr: 'nothing found\n' });
    expect(bash(`sunset --in $'\\xff*'`)).toMatchObject({ status: 0, stdout: '', stderr: 'nothing found\n' });
    expect(bash(`$'sunset \\xff' --channels sight`)).toMatchObject({ status: 0 });
    for (const args of [`--image $'\\xff.png'`, `sunset --channels $'\\xff'`, `sunset --on $'\\xff'`]) {
      const { status, stdout, stderr } = bash(args);
      expect([status, stdout], args).toEqual([2, '']);
      expect(stderr).toMatch(/^heimdex: [^\n]+\ntry: [^\n]+\n$/);
    }
  });

  it('T6 a query that begins with a minus stands behind --', async () => {
    expect(await search('-harbour sunset')).toEqual(await search('sunset -harbour'));
    for (const other of ['sunset', 'sunset + harbour', 'harbour sunset'])
      expect(await search('-harbour sunset'), other).not.toEqual(await search(other));
    expect(await run('-harbour', 'sunset')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('pictures', () => {
  const rig = indexRig(folderOfSuite());
  const pictureOf = (name: string) => join(rig.folder, `${name}.png`);

  beforeAll(async () => {
    const videos = [
      ['bars', 'smptebars=size=160x120:rate=5'],
      ['fractal', 'mandelbrot=size=160x120:rate=5:end_scale=3'],
      ['red', 'color=red:size=160x120:rate=5,drawbox=x=40:y=30:w=60:h=90:c=black:t=fill'],
    ] as const;
    for (const [name, source] of videos) {
      const video = join(rig.videos, `${name}.mp4`);
      ffmpeg('-f', 'lavfi', '-i', source, '-t', '2', ...H264, video);
      ffmpeg('-ss', '1', '-i', video, '-frames:v', '1', pictureOf(name));
    }
    ffmpeg(
      '-i',
      join(rig.videos, 'bars.mp4'),
      '-vf',
      'scale=128:96',
      '-b:v',
      '60k',
      join(rig.videos, 'copy.mkv'),
    );
    await rig.index();
  });

  it('that nobody could tell apart are shown as one moment, and with --all each by itself', async () => {
    const all = (await rig.search('wall', '--all')).moments as unknown as Moment[];
    expect(all.map(nameOf).sort()).toEqual(['bars.mp4', 'copy.mkv', 'fractal.mp4', 'red.mp4']);
    for (const { alike } of all) expect(alike).toEqual([]);
    const folded = (await rig.search('wall')).moments as unknown as Moment[];
    const [first, second] = all.filter((moment) => /bars|copy/.test(nameOf(moment)));
    const { path, volume, online, start, end, best } = second as Moment & { volume: string; online: boolean };
    expect(folded).toEqual(
      all
        .filter((moment) => moment !== second)
        .map((moment) =>
          moment === first ? { ...moment, alike: [{ path, volume, online, start, end, best }] } : moment,
        ),
    );
    const { stdout } = await rig.run(['search', 'wall', '--min-confidence', '0']);
    expect(stdout.split('\n').filter((line) => line.endsWith(' (+1 alike)'))).toHaveLength(1);
  });

  it('are several beside each other, and beside words', async () => {
    const find = async (...args: string[]) =>
      (await rig.search(...args, '--limit', '100')).moments as unknown as Moment[];
    const image = (name: string) => ['--image', pictureOf(name)];
    const [bars, fractal] = [await find(...image('bars')), await find(...image('fractal'))];
    expect([nameOf(bars[0]!), nameOf(fractal[0]!)]).toEqual([
      expect.stringMatching(/bars|copy/),
      'fractal.mp4',
    ]);
    const both = await find(...image('bars'), ...image('fractal'));
    expect(both.slice(0, 2).map(nameOf)).toContain('fractal.mp4');
    expect(nameOf(both.at(-1)!)).toBe('red.mp4');
    const beside = await find('a wall', ...image('bars'));
    const scores = (moments: readonly Moment[]) => moments.map((moment) => [nameOf(moment), moment.score]);
    expect(scores(beside)).not.toEqual(scores(bars));
    expect(scores(beside)).not.toEqual(scores(await find('a wall')));
    for (const { confidence } of [...both, ...beside]) expect(confidence).toBeNull();
  });
});
