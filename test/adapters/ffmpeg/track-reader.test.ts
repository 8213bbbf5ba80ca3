import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { createProber } from '../../../src/adapters/ffmpeg/create-prober.ts';
import { createTrackReader } from '../../../src/adapters/ffmpeg/create-track-reader.ts';
import { isText } from '../../../src/adapters/ffmpeg/extract-tracks.ts';
import { listTextTracks } from '../../../src/adapters/ffmpeg/list-text-tracks.ts';
import { pathFromBytes } from '../../../src/domain/system-path.ts';
import { ffmpeg, makeVideo, needFfprobe, tools } from '../../support/media.ts';
import { ODD_NAMES } from '../../support/odd-names.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const never = new AbortController().signal;
const SRT = `1
00:00:00,500 --> 00:00:01,000
before the picture

2
00:00:02,000 --> 00:00:03,000
<i>Two dogs</i> &amp; a cat

3
00:00:03,500 --> 00:00:04,250
눈 속의 강아지
`;

/** A folder with a video of four seconds, v.mp4, and s.srt beside it. */
function folderWithVideo(): string {
  const folder = tempFolder();
  makeVideo(join(folder, 'v.mp4'), { seconds: 4 });
  writeFileSync(join(folder, 's.srt'), SRT);
  return folder;
}

/** Muxes the video and its text into a new file. */
function mux(folder: string, name: string, options: { before?: string[]; after: string[] }): string {
  const [video, text] = ['v.mp4', 's.srt'].map((file) => join(folder, file));
  const path = join(folder, name);
  ffmpeg(
    ...(options.before ?? []),
    '-i',
    video!,
    '-i',
    text!,
    '-c:v',
    'copy',
    ...options.after,
    `file:${path}`,
  );
  return path;
}

/** Names, languages, and start, end and text of each segment, times in seconds; what was told. */
async function read(path: string) {
  const video = (await createProber(tools).probe(path, never))!;
  const notices: string[] = [];
  const texts = await createTrackReader(tools).read(path, video, never, (notice) => notices.push(notice));
  return {
    notices,
    texts: texts.map(({ name, language, segments, source }) => {
      for (const segment of segments) expect(segment).toMatchObject({ language, source, words: [] });
      return {
        name,
        language,
        segments: segments.map(({ start, end, text }) => [start / 1e6, end / 1e6, text]),
      };
    }),
  };
}

const ALL = [
  [0.5, 1, 'before the picture'],
  [2, 3, 'Two dogs & a cat'],
  [3.5, 4.25, '눈 속의 강아지'],
];

test('the text tracks of an MP4 are read with their languages, in one run', async () => {
  const folder = folderWithVideo();
  const path = mux(folder, 'a.mp4', {
    after: ['-map', '0:v', '-map', '1:s', '-map', '1:s', '-c:s', 'mov_text', ...languages('eng', 'und')],
  });
  const log = join(folder, 'runs');
  const counting = join(folder, 'ffmpeg');
  writeFileSync(counting, `#!/bin/sh\necho run >> '${log}'\nexec '${tools.ffmpeg}' "$@"\n`);
  chmodSync(counting, 0o755);
  const video = { start: 0, duration: 0 };
  const texts = await createTrackReader({ ffmpeg: counting }).read(path, video, never);
  expect(texts.map(({ name, language, segments }) => [name, language, segments.length])).toEqual([
    ['track 1', 'en', 3],
    ['track 2', undefined, 3],
  ]);
  expect(readFileSync(log, 'utf8'), 'one to list, one to read').toBe('run\nrun\n');
});

test('every kind of text in Matroska is read, with titles; a track of pictures is named and left out', async () => {
  const folder = folderWithVideo();
  writeFileSync(join(folder, 'p.sup'), PICTURES);
  const texts = ['-map', '0:v', '-map', '1:s', '-map', '1:s', '-map', '1:s', '-map', '2:s'];
  const codecs = ['-c:s:0', 'ass', '-c:s:1', 'webvtt', '-c:s:2', 'srt', '-c:s:3', 'copy'];
  const path = join(folder, 'a.mkv');
  const inputs = ['v.mp4', 's.srt'].flatMap((file) => ['-i', join(folder, file)]);
  const title = 'Korean\n  Stream #0:9(jpn): Subtitle: subrip';
  const tags = ['-metadata:s:s:1', `title=${title}`, ...languages('kor')];
  ffmpeg(
    ...inputs,
    '-f',
    'sup',
    '-i',
    join(folder, 'p.sup'),
    ...texts,
    '-c:v',
    'copy',
    ...codecs,
    ...tags,
    path,
  );
  const found = await read(path);
  expect(found.texts).toEqual([
    { name: 'track 1', language: 'ko', segments: ALL },
    { name: 'track 2 (Korean Stream #0:9(jpn): Subtitle: subrip)', language: undefined, segments: ALL },
    { name: 'track 3', language: undefined, segments: ALL },
  ]);
  expect(found.notices).toEqual(['track 4: left out: no text can be read of hdmv_pgs_subtitle']);
});

describe('the times of a track are those of the pictures', () => {
  it('in an MP4 whose pictures start at 1.5 s', async () => {
    const folder = folderWithVideo();
    const path = mux(folder, 'late.mp4', {
      before: ['-itsoffset', '1.5'],
      after: ['-map', '0:v', '-map', '1:s', '-c:s', 'mov_text'],
    });
    const video = (await createProber(tools).probe(path, never))!;
    expect(video.start).toBe(1_500_000);
    const { texts, notices } = await read(path);
    expect(texts[0]!.segments).toEqual(ALL.slice(1));
    expect(notices).toEqual(['track 1: 1 cue outside the video: left out']);
  });

  it('in a Matroska file that starts at 1.5 s', async () => {
    const folder = folderWithVideo();
    const path = mux(folder, 'late.mkv', {
      after: ['-map', '0:v', '-map', '1:s', '-c:s', 'srt', '-output_ts_offset', '1.5'],
    });
    const { texts } = await read(path);
    expect(texts[0]!.segments.map(([start]) => start)).toEqual([2, 3.5, 5]);
  });

  it.for(['cut.mp4', 'cut.mkv'])('in %s, from whose front something was cut', async (name, context) => {
    const ffprobe = needFfprobe(context);
    const folder = folderWithVideo();
    const whole = mux(folder, 'whole.mkv', { after: ['-map', '0:v', '-map', '1:s', '-c:s', 'srt'] });
    const path = join(folder, name);
    ffmpeg(
      '-ss',
      '1.3',
      '-i',
      whole,
      '-map',
      '0',
      '-c:v',
      'copy',
      '-c:s',
      name.endsWith('4') ? 'mov_text' : 'srt',
      path,
    );
    const told = packetTimes(ffprobe, path);
    const { texts } = await read(path);
    expect(texts[0]!.segments.map(([start]) => start)).toEqual(told.filter((time) => time > 0));
    expect(told.length).toBeGreaterThanOrEqual(2);
  });
});

test.each([...ODD_NAMES, 'caf\xe9'])('F2 F3 the tracks of a file named %j are read', async (name) => {
  const folder = folderWithVideo();
  const plain = mux(folder, 'plain.mkv', { after: ['-map', '0:v', '-map', '1:s', '-c:s', 'srt'] });
  const bytes = name === 'caf\xe9' ? Buffer.from('caf\xe9.mkv', 'latin1') : Buffer.from(name);
  renameSync(plain, Buffer.concat([Buffer.from(`${folder}/`), bytes]));
  const texts = await createTrackReader(tools).read(
    `${folder}/${pathFromBytes(bytes)}`,
    { start: 0, duration: 0 },
    never,
  );
  expect(texts).toMatchObject([{ name: 'track 1', segments: [{}, {}, {}] }]);
});

test('a file without text tracks, a damaged one and one that is none have no texts', async () => {
  const folder = folderWithVideo();
  const junk = join(folder, 'junk.mp4');
  writeFileSync(junk, 'no video');
  const path = mux(folder, 'a.mp4', { after: ['-map', '0:v', '-map', '1:s', '-c:s', 'mov_text'] });
  const cut = join(folder, 'cut.mp4');
  writeFileSync(cut, readFileSync(path).subarray(0, 2000));
  for (const file of [join(folder, 'v.mp4'), junk, cut, join(folder, 'missing.mp4')])
    expect(await createTrackReader(tools).read(file, { start: 0, duration: 0 }, never)).toEqual([]);
});

test('F1 a playlist that calls itself a video is not followed', async () => {
  const folder = folderWithVideo();
  copyFileSync(join(folder, 's.srt'), join(folder, 'other.srt'));
  const path = join(folder, 'list.mp4');
  writeFileSync(path, 'ffconcat version 1.0\nfile other.srt\n');
  expect(await createTrackReader(tools).read(path, { start: 0, duration: 0 }, never)).toEqual([]);
  // A subtitle file is no container either.
  writeFileSync(path, SRT);
  expect(await createTrackReader(tools).read(path, { start: 0, duration: 0 }, never)).toEqual([]);
});

describe('reading tracks', () => {
  it('stops when asked to', async () => {
    const folder = folderWithVideo();
    const path = mux(folder, 'a.mkv', { after: ['-map', '0:v', '-map', '1:s', '-c:s', 'srt'] });
    const reading = createTrackReader(tools).read(path, { start: 0, duration: 0 }, AbortSignal.abort(130));
    await expect(reading).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('F11 ends an ffmpeg that hangs, and keeps what it gave', async () => {
    const folder = folderWithVideo();
    const path = mux(folder, 'a.mkv', { after: ['-map', '0:v', '-map', '1:s', '-c:s', 'srt'] });
    const hanging = join(folder, 'ffmpeg');
    writeFileSync(
      hanging,
      `#!/bin/sh\n'${tools.ffmpeg}' "$@"\ncase "$*" in *pipe:*) exec >&- 2>&-; sleep 600;; *) exit 1;; esac\n`,
    );
    chmodSync(hanging, 0o755);
    const notices: string[] = [];
    const reader = createTrackReader({ ffmpeg: hanging }, { stallMs: 5000 });
    const texts = await reader.read(path, { start: 0, duration: 0 }, never, (notice) => notices.push(notice));
    expect(texts[0]?.segments).toHaveLength(3);
    expect(notices).toEqual(['text tracks: may not be whole: ffmpeg gave nothing for 5 s']);
  });

  it('says that ffmpeg is missing', async () => {
    const reading = createTrackReader({ ffmpeg: '/nowhere/ffmpeg' }).read(
      '/x.mp4',
      { start: 0, duration: 0 },
      never,
    );
    await expect(reading).rejects.toMatchObject({ code: 'ffmpeg-missing' });
  });
});

test('of the kinds of tracks, those of pictures and unknown ones are no text', () => {
  const kinds = [
    'mov_text',
    'subrip',
    'ass',
    'webvtt',
    'dvd_subtitle',
    'dvb_subtitle',
    'hdmv_pgs_subtitle',
    'xsub',
    'none',
    'constructor',
  ];
  const said = kinds.map((kind, at) => `  Stream #0:${at}[0x1](eng): Subtitle: ${kind}, 0 kb/s\n`).join('');
  const tracks = listTextTracks(`Input #0\n${said}`);
  expect(tracks.map(({ index }) => index)).toEqual(kinds.map((_, at) => at));
  expect(tracks.filter(isText).map(({ codec }) => codec)).toEqual(kinds.slice(0, 4));
});

test('a track is counted whatever its language says', () => {
  const said = ['(kor)', '[0x2](e)n)', '', '[0x4]'].map(
    (tag, at) => `  Stream #0:${at + 1}${tag}: Subtitle: subrip (default)\n    Metadata:\n`,
  );
  const tracks = listTextTracks(`Input #0\n  Stream #0:0: Video: h264\n${said.join('')}`);
  expect(tracks.map(({ index, language }) => [index, language])).toEqual([
    [0, 'ko'],
    [1, undefined],
    [2, undefined],
    [3, undefined],
  ]);
});

function languages(...codes: string[]): string[] {
  return codes.flatMap((code, at) => [`-metadata:s:s:${at}`, `language=${code}`]);
}

/** Presentation times of the packets of the first text track that are not empty, in seconds. */
function packetTimes(ffprobe: string, path: string): number[] {
  const entries = ['-select_streams', 's:0', '-show_entries', 'packet=pts_time,size', '-of', 'csv=p=0'];
  const lines = execFileSync(ffprobe, ['-v', 'error', ...entries, path], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return lines
    .map((line) => line.split(',').map(Number))
    .filter(([, size]) => size! > 2)
    .map(([time]) => time!);
}

/** Blu-ray subtitles, which are pictures: two empty compositions (Presentation Graphic Stream). */
const PICTURES = Buffer.concat(
  [90_000, 180_000].flatMap((time) => {
    const segment = (type: number, payload: number[]) => {
      const head = Buffer.alloc(13);
      head.write('PG');
      head.writeUInt32BE(time, 2);
      head.writeUInt32BE(time, 6);
      head.writeUInt8(type, 10);
      head.writeUInt16BE(payload.length, 11);
      return Buffer.concat([head, Buffer.from(payload)]);
    };
    return [segment(0x16, [0, 160, 0, 120, 16, 0, 0, 128, 0, 0, 0]), segment(0x80, [])];
  }),
);
