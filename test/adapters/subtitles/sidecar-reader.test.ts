import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it, test } from 'vitest';
import { createSidecarReader } from '../../../src/adapters/subtitles/create-sidecar-reader.ts';
import { pathFromBytes } from '../../../src/domain/system-path.ts';
import { ODD_NAMES } from '../../support/odd-names.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const never = new AbortController().signal;
const VIDEO = { start: 1_500_000, duration: 10_000_000 };
const srt = (text: string) => `1\n00:00:01,000 --> 00:00:02,000\n${text}\n`;

async function read(folder: string, media = 'a.mp4', options: { mostBytes?: number } = {}) {
  const notices: string[] = [];
  const reader = createSidecarReader(options);
  const texts = await reader.read(join(folder, media), VIDEO, never, (notice) => notices.push(notice));
  return { texts, notices };
}

/** A folder with a video, by its name alone, and the given files. */
function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = tempFolder();
  writeFileSync(join(folder, 'a.mp4'), 'video');
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

test('files of every form beside a video are read, with their languages and the video’s times', async () => {
  const folder = folderWith({
    'a.srt': srt('plain'),
    'a.ko.srt': iconv.encode(srt('눈 속의 강아지'), 'cp949'),
    'a.en.forced.VTT': 'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>vtt',
    'a.vtt': 'WEBVTT\nLanguage: fr\n\n00:01.000 --> 00:02.000\nautre',
    'a.ass': '[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\\b1}ass',
    'a.mp4.srt': srt('whole name'),
    'b.srt': srt('of another'),
    'a.txt': srt('no subtitle by its name'),
  });
  const { texts, notices } = await read(folder);
  expect(texts.map(({ name, language, segments: [first] }) => [name, language, first!.text])).toEqual([
    ['a.ass', undefined, 'ass'],
    ['a.en.forced.VTT', 'en', 'vtt'],
    ['a.ko.srt', 'ko', '눈 속의 강아지'],
    ['a.mp4.srt', undefined, 'whole name'],
    ['a.srt', undefined, 'plain'],
    ['a.vtt', 'fr', 'autre'],
  ]);
  expect(texts[2]!.segments).toEqual([
    {
      start: 2_500_000,
      end: 3_500_000,
      text: '눈 속의 강아지',
      language: 'ko',
      confidence: undefined,
      words: [],
      source: 'sidecar',
    },
  ]);
  expect(notices).toEqual([]);
});

describe('what is left out is told', () => {
  it('where there is nothing to read in it, or wrong times', async () => {
    const folder = folderWith({
      'a.srt': 'Not found',
      'a.en.srt': '',
      'a.fr.srt': `${srt('ici')}\n2\n00:09:00,000 --> 00:09:02,000\nlà`,
      'a.de.srt': '1\n00:09:00,000 --> 00:09:02,000\nda',
      'a.vtt': new Uint8Array(5000),
    });
    const { texts, notices } = await read(folder);
    expect(texts.map(({ name }) => name)).toEqual(['a.fr.srt']);
    expect(notices).toEqual([
      'a.de.srt: 1 cue outside the video: left out',
      'a.en.srt: left out: no subtitles in it',
      'a.fr.srt: 1 cue outside the video: left out',
      'a.srt: left out: no subtitles in it',
      'a.vtt: left out: no subtitles in it',
    ]);
  });

  it('F13 where it is a link, a folder, a pipe or too large', async () => {
    const folder = folderWith({ 'a.de.srt': srt('x'.repeat(2 * 1024 * 1024)), 'other.txt': srt('secret') });
    symlinkSync(join(folder, 'other.txt'), join(folder, 'a.en.srt'));
    symlinkSync('/nowhere', join(folder, 'a.es.srt'));
    mkdirSync(join(folder, 'a.fr.srt'));
    execFileSync('mkfifo', [join(folder, 'a.ko.srt')]);
    const { texts, notices } = await read(folder, 'a.mp4', { mostBytes: 1024 * 1024 });
    expect(texts).toEqual([]);
    expect(notices).toEqual([
      'a.de.srt: left out: larger than 1 MB',
      'a.en.srt: left out: a link',
      'a.es.srt: left out: a link',
      'a.fr.srt: left out: not a regular file',
      'a.ko.srt: left out: not a regular file',
    ]);
  });
});

test.each([...ODD_NAMES.filter((name) => name.length < 240), 'caf\xe9.mp4'])(
  'F2 F3 the file beside a video named %j is read',
  async (name) => {
    const folder = folderWith({ 'sub.srt': srt('here') });
    const bytes = name === 'caf\xe9.mp4' ? Buffer.from(name, 'latin1') : Buffer.from(name);
    const beside = Buffer.concat([bytes.subarray(0, -4), Buffer.from('.ko.srt')]);
    const inFolder = (own: Buffer) => Buffer.concat([Buffer.from(`${folder}/`), own]);
    renameSync(join(folder, 'a.mp4'), inFolder(bytes));
    renameSync(join(folder, 'sub.srt'), inFolder(beside));
    const { texts } = await read(folder, pathFromBytes(bytes));
    expect(texts).toMatchObject([{ name: pathFromBytes(beside), language: 'ko' }]);
  },
);

test('a file that comes later is seen by the same reader, and one that goes is gone', async () => {
  const folder = folderWith({ 'b.mp4': '' });
  const reader = createSidecarReader();
  const namesOf = async (media: string) =>
    (await reader.read(join(folder, media), VIDEO, never)).map(({ name }) => name);
  expect(await namesOf('a.mp4')).toEqual([]);
  writeFileSync(join(folder, 'a.srt'), srt('new'));
  expect(await namesOf('a.mp4')).toEqual(['a.srt']);
  // A folder at rest is listed once, until it changes.
  utimesSync(folder, 1000, 1000);
  expect(await namesOf('b.mp4')).toEqual([]);
  writeFileSync(join(folder, 'b.srt'), srt('newer'));
  expect(await namesOf('b.mp4')).toEqual(['b.srt']);
  renameSync(join(folder, 'a.srt'), join(folder, 'c.srt'));
  expect(await namesOf('a.mp4')).toEqual([]);
});

test('a folder that cannot be listed has no files, and reading stops when asked to', async () => {
  const folder = folderWith({ 'a.srt': srt('x') });
  expect((await read(join(folder, 'missing'))).texts).toEqual([]);
  const reading = createSidecarReader().read(join(folder, 'a.mp4'), VIDEO, AbortSignal.abort(130));
  await expect(reading).rejects.toMatchObject({ code: 'interrupted' });
});
