import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProber } from '../../../src/adapters/ffmpeg/create-prober.ts';
import { parseFfmpegText } from '../../../src/adapters/ffmpeg/parse-ffmpeg-text.ts';
import { ffmpeg, tools } from '../../support/media.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const never = new AbortController().signal;
const now = () => Date.parse('2025-01-01T00:00:00Z');
const moment = (text: string) => Date.parse(text) * 1000;

const PICTURE = ['-f', 'lavfi', '-i', 'testsrc2=duration=0.2:size=32x32:rate=10', '-c:v', 'mpeg4'];
const SOUND = ['-f', 'lavfi', '-i', 'sine=duration=0.2'];
const said = (tag: string) => ['-metadata', tag];

/** A file's name, what ffmpeg makes it of, and when it was recorded; without a zone, by the clocks of this machine. */
const FILES: [string, string, string[], string | undefined][] = [
  [
    'by its container',
    'a.mp4',
    [...PICTURE, ...said('creation_time=2024-05-17T10:30:00Z')],
    '2024-05-17T10:30:00Z',
  ],
  [
    'by Matroska’s container, to the millisecond',
    'a.mkv',
    [...PICTURE, ...said('creation_time=2024-05-17T10:30:00.123Z')],
    '2024-05-17T10:30:00.123Z',
  ],
  [
    'by its pictures where the container is silent',
    'a.mkv',
    [...PICTURE, '-metadata:s:v', 'DATE=2019-05-17T10:30:00Z'],
    '2019-05-17T10:30:00Z',
  ],
  [
    'by its sound where there are no pictures',
    'a.mka',
    [...SOUND, '-metadata:s:a', 'DATE=2019-05-17T10:30:00Z'],
    '2019-05-17T10:30:00Z',
  ],
  [
    'by Apple’s tag, which knows the zone, before all others',
    'a.mov',
    [
      ...PICTURE,
      '-movflags',
      'use_metadata_tags',
      ...said('com.apple.quicktime.creationdate=2024-05-17T12:30:00+0900'),
      ...said('creation_time=2024-06-01T00:00:00Z'),
    ],
    '2024-05-17T03:30:00Z',
  ],
  [
    'by the next tag where Apple’s makes no sense',
    'a.mov',
    [
      ...PICTURE,
      '-movflags',
      'use_metadata_tags',
      ...said('com.apple.quicktime.creationdate=yesterday'),
      ...said('creation_time=2024-06-01T00:00:00Z'),
    ],
    '2024-06-01T00:00:00Z',
  ],
  ['by a date', 'a.mp4', [...PICTURE, ...said('date=2024-05-17T10:30:00+02:00')], '2024-05-17T08:30:00Z'],
  ['by a day alone, as its noon', 'a.mkv', [...PICTURE, ...said('DATE=2024-05-17')], '2024-05-17T12:00:00'],
  ['by no year alone', 'a.mp4', [...PICTURE, ...said('date=2024')], undefined],
  ['by nothing', 'a.mp4', PICTURE, undefined],
  ['by no time to come', 'a.mp4', [...PICTURE, ...said('creation_time=2025-01-03T00:00:00Z')], undefined],
  [
    'by no clock that was never set',
    'a.mkv',
    [...PICTURE, ...said('creation_time=1970-01-01T00:00:05Z')],
    undefined,
  ],
  [
    'by no text of another tag',
    'a.mkv',
    [...PICTURE, ...said('title=a\n    creation_time   : 2001-01-01T00:00:00Z')],
    undefined,
  ],
];

async function bothTell(path: string, expected: string | undefined): Promise<void> {
  const recorded = expected === undefined ? undefined : moment(expected);
  const probers = [{ ...tools, ffprobe: undefined }, ...(tools.ffprobe === undefined ? [] : [tools])];
  for (const prober of probers)
    expect((await createProber(prober, { now }).probe(path, never))!.recorded).toBe(recorded);
}

describe('when it was recorded is told by ffprobe and by ffmpeg’s own text alike,', () => {
  it.each(FILES)('%s', async (_, name, made, expected) => {
    const path = join(tempFolder(), name);
    ffmpeg(...made, path);
    await bothTell(path, expected);
  });

  it('by the track of an MP4 that has QuickTime’s zero in its head', async () => {
    const path = join(tempFolder(), 'a.mp4');
    ffmpeg(...PICTURE, ...said('creation_time=2024-05-17T10:30:00Z'), path);
    const bytes = readFileSync(path);
    // Behind the box's name lie version and flags.
    bytes.writeUInt32BE(0, bytes.indexOf('mvhd') + 8);
    writeFileSync(path, bytes);
    await bothTell(path, '2024-05-17T10:30:00Z');
  });

  it('by nothing where an MP4 has the largest number in head and tracks', async () => {
    const path = join(tempFolder(), 'a.mp4');
    ffmpeg(...PICTURE, ...said('creation_time=2024-05-17T10:30:00Z'), path);
    const bytes = readFileSync(path);
    for (const box of ['mvhd', 'mdhd']) bytes.writeUInt32BE(0xffff_ffff, bytes.indexOf(box) + 8);
    writeFileSync(path, bytes);
    await bothTell(path, undefined);
  });
});

it('nothing else than the clock of the machine says what is to come', async () => {
  const path = join(tempFolder(), 'a.mp4');
  ffmpeg(...PICTURE, ...said('creation_time=2025-06-01T00:00:00Z'), path);
  expect((await createProber(tools).probe(path, never))!.recorded).toBe(moment('2025-06-01T00:00:00Z'));
});

it('lines of the text that belong to nothing of the file are not taken for its tags', () => {
  const text = [
    '  Metadata:',
    '    creation_time   : 2001-01-01T00:00:00Z',
    "Input #0, mov,mp4, from 'file:/a.mp4':",
    '  Duration: 00:00:02.00, start: 0.000000',
    '  Chapters:',
    '    Chapter #0:0: start 0.000000, end 1.000000',
    '      Metadata:',
    '        creation_time   : 2004-01-01T00:00:00Z',
    '  Program 1',
    '    Metadata:',
    '      creation_time   : 2002-01-01T00:00:00Z',
    '  Stream #0:0: Video: h264, yuv420p, 16x16, 25 fps',
    '    Side data:',
    '      creation_time   : 2005-01-01T00:00:00Z',
    '  Program 2',
    '    Metadata:',
    '      creation_time   : 2003-01-01T00:00:00Z',
    '',
  ].join('\n');
  expect(parseFfmpegText(text, now())).toMatchObject({ width: 16 });
  expect(parseFfmpegText(text, now())).not.toHaveProperty('recorded');
});
