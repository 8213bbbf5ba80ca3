import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { createVideoStore } from '../../src/adapters/sqlite/create-video-store.ts';
import { closeLibrary, openLibraryToWrite } from '../../src/adapters/sqlite/open-library.ts';
import { processHost } from '../../src/cli/host.ts';
import { main } from '../../src/cli/main.ts';
import { indexRig } from '../support/index-rig.ts';
import { fingerprintOf } from '../support/library.ts';
import { makeVideo } from '../support/media.ts';
import { runHeimdex } from '../support/run-heimdex.ts';
import { SENTENCES, SPEECH, segment, spoken } from '../support/said.ts';
import { writeSpeechLibrary } from '../support/speech-library.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

const folder = folderOfSuite();
const library = join(folder, 'library.db');
const run = (...args: string[]) =>
  runHeimdex(['transcript', ...args, '--db', library], { cwd: folder, env: { HOME: folder } });

const ODD = [
  segment(-5, 'before the beginning', { end: -2_000_000 }),
  segment(-1, 'at the beginning', { end: 500_000 }),
  segment(1, 'line one\r\n\r\n  line two\u2028three', { end: 1_000_000 }),
  segment(2, 'a --> b <i>&amp;</i>', { end: 3_234_567 }),
  segment(3, 'red \u001b[31m bell \u0007 zero\u200dwidth', { end: 4_000_000 }),
  segment(3661, '끝', { end: 3_662_999_600, language: 'ko' }),
];

beforeAll(() => {
  const track = (language: string, texts: string[]) =>
    texts.map((text, index) => segment(index * 5, text, { source: 'track', language }));
  writeSpeechLibrary(library, join(folder, 'videos'), [
    { name: 'all.mp4', said: SENTENCES.slice(0, 6) },
    { name: 'odd.mp4', said: ODD },
    {
      name: 'several.mp4',
      said: [
        spoken(0, 'heard by a model'),
        ...track('en', ['in English', 'and more']),
        ...track('ko', ['한국어로', '더']),
        segment(1, 'beside it', { source: 'sidecar', language: undefined }),
      ],
    },
    { name: 'silent.mp4', said: [] },
    { name: 'sub/all.mp4' },
    { name: 'failed.mp4' },
  ]);
  const database = openLibraryToWrite(library, '0.0.0-test');
  const { video } = createVideoStore(database).findByFingerprint(fingerprintOf('failed.mp4'))!;
  const failure = { code: 'media-unreadable', message: 'no sound' };
  createVideoStore(database).putFailure(video, SPEECH, failure);
  closeLibrary(database);
});

describe('heimdex transcript', () => {
  it('prints lines with their times', async () => {
    const { code, stdout, stderr } = await run('videos/all.mp4');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      '0:00:00.0  The rocket lifts off and leaves the launch pad.',
      '0:00:10.0  Now we talk about cooking pasta with tomatoes.',
    ]);
    expect(stdout).toContain('0:00:40.0  오늘은 학교에서 바다 이야기를 했습니다.\n');
  });

  it('gives valid SubRip, whatever the text', async () => {
    const { stdout } = await run('odd.mp4', '--format', 'srt');
    expect(stdout).toBe(
      [
        '1\n00:00:00,000 --> 00:00:00,500\nat the beginning\n',
        '2\n00:00:01,000 --> 00:00:01,001\nline one\nline two\nthree\n',
        '3\n00:00:02,000 --> 00:00:03,235\na -- > b <i>&amp;</i>\n',
        '4\n00:00:03,000 --> 00:00:04,000\nred  [31m bell   zero\u200dwidth\n',
        '5\n01:01:01,000 --> 01:01:03,000\n끝\n',
      ].join('\n'),
    );
  });

  it('gives valid WebVTT, whatever the text', async () => {
    const { stdout } = await run('odd.mp4', '--format', 'vtt');
    expect(stdout.startsWith('WEBVTT\n\n00:00:00.000 --> 00:00:00.500\nat the beginning\n\n')).toBe(true);
    expect(stdout).toContain('00:00:02.000 --> 00:00:03.235\na --&gt; b &lt;i&gt;&amp;amp;&lt;/i&gt;\n');
    expect(stdout.endsWith('\n01:01:01.000 --> 01:01:03.000\n끝\n')).toBe(true);
    // Blank lines are between cues alone.
    expect(stdout.split('\n\n')).toHaveLength(6);
  });

  it('is read by ffmpeg as the very texts, in both forms', async () => {
    const { ffmpeg } = await import('../support/media.ts');
    for (const form of ['srt', 'vtt']) {
      const [from, to] = [join(folder, `read.${form}`), join(folder, `read-${form}.ass`)];
      expect((await run('videos/all.mp4', '-o', from)).code).toBe(0);
      ffmpeg('-i', from, to);
      const lines = readFileSync(to, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('Dialogue:'));
      expect(lines.map((line) => line.split(',').slice(9).join(',').trim())).toEqual(
        SENTENCES.slice(0, 6).map(({ text }) => text),
      );
    }
  });

  it('gives the documented JSON, asked for in either way', async () => {
    const { stdout } = await run('several.mp4', '--json', '--source', 'speech');
    const place = { path: join(folder, 'videos/several.mp4'), volume: 'made', online: expect.any(Boolean) };
    expect(JSON.parse(stdout)).toEqual({
      schema: 'heimdex.transcript/1',
      library,
      places: [place],
      source: 'speech',
      language: 'en',
      others: [
        { source: 'sidecar', language: null },
        { source: 'track', language: 'en' },
        { source: 'track', language: 'ko' },
      ],
      segments: [
        {
          start: 0,
          end: 3,
          text: 'heard by a model',
          language: 'en',
          confidence: 0.9,
          words: ['heard', 'by', 'a', 'model'].map((text, index) => ({
            text,
            start: index / 2,
            end: (index + 1) / 2,
            confidence: 0.8,
          })),
        },
      ],
    });
    expect((await run('several.mp4', '--format', 'json', '--source', 'speech')).stdout).toBe(stdout);
  });

  it.each([
    [[], 'beside it'],
    [['--source', 'track'], 'in English'],
    [['--source', 'track', '--language', 'ko'], '한국어로'],
    [['--language', 'ko'], '한국어로'],
    [['--source', 'speech'], 'heard by a model'],
  ])('takes one of several texts: %j', async (options, first) => {
    const { code, stdout, stderr } = await run('several.mp4', ...options);
    expect(code, stderr).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(new RegExp(`  ${first}$`));
    expect(stdout.split('\n').length).toBeLessThanOrEqual(3);
    if (options.length === 0) expect(stderr).toContain('also track (en), track (ko), speech (en)');
  });

  it('writes a file in the form of its ending, and replaces it', async () => {
    const path = join(folder, 'out.vtt');
    for (const name of ['videos/all.mp4', 'odd.mp4']) {
      const { code, stdout, stderr } = await run(name, '-o', 'out.vtt');
      expect([code, stdout], stderr).toEqual([0, '']);
      expect(readFileSync(path, 'utf8')).toBe((await run(name, '--format', 'vtt')).stdout);
    }
    expect((await run('odd.mp4', '-o', 'plain', '--format', 'txt')).code).toBe(0);
    expect(readFileSync(join(folder, 'plain'), 'utf8')).not.toContain('\u001b');
  });

  it('gives a terminal nothing that it would take for orders', async () => {
    const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    let text = '';
    stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    const host = { ...processHost(), cwd: folder, stdout, env: { HOME: folder } };
    expect(await main(['transcript', 'odd.mp4', '--db', library], host)).toBe(0);
    expect(text).toContain('0:00:03.0  red  [31m bell   zero\\u{200d}width\n');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u200b-\u200f]/);
  });

  it.each([
    ['it was never listened to', ['sub/all.mp4'], 'sub/all.mp4 has not been indexed'],
    ['listening to it failed', ['failed.mp4'], 'failed.mp4 has not been indexed'],
    [
      'there is no such text of none',
      ['silent.mp4', '--source', 'track'],
      'no text of track: nothing is said',
    ],
    ['a language is asked for of none', ['silent.mp4', '--language', 'ko'], 'no text of ko: nothing is said'],
    ['there is no such video', ['none.mp4'], 'the library has no video none.mp4'],
    ['several fit', ['all.mp4'], 'fits several videos'],
    ['there is no such text', ['videos/all.mp4', '--source', 'track'], 'has no text of track: speech (en)'],
    ['the form is unknown', ['odd.mp4', '--format', 'pdf'], "'pdf' is invalid"],
  ])('ends with 2 where %s', async (_, args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\ntry: \S.*\n$/);
  });

  it('is empty where nothing is said, in each form, and says so', async () => {
    const shown = join(folder, 'videos/silent.mp4');
    for (const [format, text] of [
      ['txt', ''],
      ['srt', ''],
      ['vtt', 'WEBVTT\n'],
    ] as const) {
      const { code, stdout, stderr } = await run('silent.mp4', '--format', format);
      expect([code, stdout]).toEqual([0, text]);
      expect(stderr).toBe(`${shown}: nothing was heard in it, and no subtitles were read\n`);
      expect((await run('silent.mp4', '-o', `none.${format}`)).code).toBe(0);
      expect(readFileSync(join(folder, `none.${format}`), 'utf8')).toBe(text);
    }
    const { code, stdout } = await run('silent.mp4', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ source: null, language: null, others: [], segments: [] });
  });

  it('names the command that brings what was not indexed, which then brings it', async () => {
    const rig = indexRig();
    const video = join(rig.videos, 'a b.mp4');
    makeVideo(video, { seconds: 1 });
    await rig.index({ args: ['--only', 'sight'] });
    const before = await rig.run(['transcript', video, '-o', 'none.srt']);
    expect([before.code, before.stdout]).toEqual([2, '']);
    expect(before.stderr).toContain(`try: heimdex index "${video}"\n`);
    expect(existsSync(join(rig.folder, 'none.srt'))).toBe(false);
    await rig.index();
    const { code, stderr } = await rig.run(['transcript', video]);
    expect(code).toBe(0);
    expect(stderr).toContain('was not listened to, as no model for speech was installed');
  });
});
