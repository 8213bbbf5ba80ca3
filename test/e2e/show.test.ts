import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { ffmpeg, H264 } from '../support/media.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

describe('heimdex show', () => {
  const sample = () => join(rig.videos, 'one', 'clip.mp4');
  const folder = folderOfSuite();
  let rig: ReturnType<typeof indexRig>;
  let times: number[];
  beforeAll(async () => {
    rig = indexRig(folder);
    for (const folder of ['one', 'two']) mkdirSync(join(rig.videos, folder));
    // Two shots of still pictures: a frame of each.
    ffmpeg(
      ...['-f', 'lavfi', '-i', 'smptebars=size=160x120:rate=10:duration=2.5'],
      ...['-f', 'lavfi', '-t', '1.5', '-i', 'mandelbrot=size=160x120:rate=10:end_scale=3'],
      ...['-filter_complex', '[0][1]concat', ...H264, sample()],
    );
    writeFileSync(join(rig.videos, 'two', 'clip.mp4'), variantOf(sample(), 1));
    writeFileSync(join(rig.videos, 'two', 'recopy.mp4'), variantOf(sample(), 2));
    copyFileSync(sample(), join(rig.videos, 'two', 'copy.mp4'));
    await rig.index();
    const ofCopy = `SELECT time_us / 1e6 AS time FROM frame JOIN place USING (video_id) WHERE path LIKE '%/copy.mp4'`;
    times = rig.query<{ time: number }>(`${ofCopy} ORDER BY time`).map(({ time }) => time);
    expect(times).toHaveLength(2);
    expect(times[0]).toBeLessThan(2.5);
    expect(times[1]).toBeGreaterThanOrEqual(2.5);
  });

  it('tells the nearest frame with all places of the video', async () => {
    const { code, stdout, stderr } = await rig.run(['show', `${sample()}@0.3`, '--json']);
    expect(code, stderr).toBe(0);
    const place = (path: string) => ({
      path: join(rig.videos, path),
      volume: expect.any(String),
      online: true,
    });
    expect(JSON.parse(stdout)).toEqual({
      schema: 'heimdex.show/1',
      library: rig.library,
      asked: 0.3,
      time: times[0],
      video: { duration: 4, width: 160, height: 120, codec: 'h264' },
      places: expect.arrayContaining([place('one/clip.mp4'), place('two/copy.mp4')]),
      shot: { start: 0, end: 2.5, transition: 'start' },
      quality: {
        sharpness: expect.any(Number),
        brightness: expect.any(Number),
        contrast: expect.any(Number),
        hash: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
      spaces: [{ model: 'tiny-siglip2', revision: expect.any(String) }],
      thumbnailBytes: expect.any(Number),
    });
  });

  it('finds the nearest frame, however the time is written; between two the earlier', async () => {
    const [first, last] = times as [number, number];
    const middle = (first + last) / 2;
    for (const [time, nearest] of [
      [String(middle), first],
      [`0:0${middle + 0.01}`, last],
      ['0:00:59', last],
      ['-1', first],
    ] as const) {
      const { stdout } = await rig.run(['show', `copy.mp4@${time}`, '--json']);
      expect([time, JSON.parse(stdout).time]).toEqual([time, nearest]);
    }
  });

  it('knows a video by its path from here, by whole names at its end, and by any end', async () => {
    for (const name of ['videos/one/clip.mp4', 'one/clip.mp4', 'copy.mp4', 'o/copy.mp4']) {
      const { code, stdout } = await rig.run(['show', `${name}@1`]);
      expect([name, code]).toEqual([name, 0]);
      const start = `frame at 0:00:0${times[0]!.toFixed(1)} of 0:00:04.0\nvideo: videos/one/clip.mp4, volume `;
      expect(stdout.slice(0, start.length)).toBe(start);
    }
  });

  it.each([
    [
      'clip.mp4@1',
      /^heimdex: clip\.mp4 fits several videos: .*one\/clip\.mp4, .*two\/clip\.mp4\ntry: write more/,
    ],
    ['film.mp4@1', /^heimdex: the library has no video film\.mp4\ntry: /],
    ['copy.mp4', /^heimdex: copy\.mp4 does not name a time.*\ntry: .*@1:23\.4/],
  ])('refuses %s', async (named, message) => {
    const { code, stdout, stderr } = await rig.run(['show', named]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.replace(/^error: /, 'heimdex: ')).toMatch(message);
  });

  it.each(['webp', 'png', 'jpg'])('writes the thumbnail as %s', async (form) => {
    const file = join(rig.folder, `frame.${form}`);
    writeFileSync(file, 'replaced');
    const { code, stderr } = await rig.run(['show', 'copy.mp4@1', '-o', `frame.${form}`]);
    expect(code, stderr).toBe(0);
    const { format, width, height } = await sharp(readFileSync(file)).metadata();
    expect({ format, width, height }).toEqual({
      format: form === 'jpg' ? 'jpeg' : form,
      width: 160,
      height: 120,
    });
  });

  it('refuses a file of another form before it looks for the library', async () => {
    const { code, stderr } = await rig.run(['show', 'copy.mp4@1', '-o', 'frame.gif', '--db', 'none.db']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('frame.gif names no form of picture: .webp')]);
  });
});
