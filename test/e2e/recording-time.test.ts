import { join } from 'node:path';
import Database from 'better-sqlite3';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { indexRig } from '../support/index-rig.ts';
import { ffmpeg, H264, makeVideo } from '../support/media.ts';

const VIDEO = Date.parse('2019-03-04T05:06:07Z') * 1000;
const PHOTO = Date.parse('2018-05-17T01:30:00Z') * 1000;

it('index keeps when videos and photos were recorded, and learns it by --reindex where an older one had not', async () => {
  const { videos, library, index, query } = indexRig();
  const source = ['-f', 'lavfi', '-i', 'testsrc2=duration=0.4:size=64x64:rate=5', ...H264];
  ffmpeg(...source, '-metadata', 'creation_time=2019-03-04T05:06:07Z', join(videos, 'dated.mp4'));
  makeVideo(join(videos, 'undated.mp4'), { seconds: 0.4, size: '64x48' });
  const fields = { DateTimeOriginal: '2018:05:17 10:30:00', OffsetTimeOriginal: '+09:00' };
  await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
    .withExif({ IFD2: fields })
    .jpeg()
    .toFile(join(videos, 'photo.jpg'));
  const recorded = () =>
    query<{ path: string; time: number | null }>(
      'SELECT path, recorded_us AS time FROM place JOIN video ON video.id = video_id',
    )
      .map(({ path, time }) => [path.replace(/.*\//, ''), time])
      .sort();
  const all = [
    ['dated.mp4', VIDEO],
    ['photo.jpg', PHOTO],
    ['undated.mp4', null],
  ];
  const none = all.map(([name]) => [name, null]);

  await index();
  expect(recorded()).toEqual(all);

  const database = new Database(library);
  database.exec('UPDATE video SET recorded_us = NULL');
  database.close();
  await index();
  expect(recorded(), 'what is done is not looked into').toEqual(none);
  await index({ args: ['--reindex'] });
  expect(recorded()).toEqual(all);
});
