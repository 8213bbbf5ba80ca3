import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { makeVideo } from '../support/media.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

describe('heimdex show', () => {
  const sample = () => join(rig.videos, 'one', 'clip.mp4');
  const folder = folderOfSuite();
  let rig: ReturnType<typeof indexRig>;
  beforeAll(async () => {
    rig = indexRig(folder);
    for (const folder of ['one', 'two']) mkdirSync(join(rig.videos, folder));
    makeVideo(sample(), { seconds: 4 });
    writeFileSync(join(rig.videos, 'two', 'clip.mp4'), variantOf(sample(), 1));
    writeFileSync(join(rig.videos, 'two', 'recopy.mp4'), variantOf(sample(), 2));
    copyFileSync(sample(), join(rig.videos, 'two', 'copy.mp4'));
    await rig.index();
  });

  it('tells the nearest frame with all places of the video', async () => {
    const { code, stdout, stderr } = await rig.run(['show', `${sample()}@2.4`, '--json']);
    expect(code, stderr).toBe(0);
    const place = (path: string) => ({
      path: join(rig.videos, path),
      volume: expect.any(String),
      online: true,
    });
    expect(JSON.parse(stdout)).toEqual({
      schema: 'heimdex.show/1',
      library: rig.library,
      asked: 2.4,
      time: 2,
      video: { duration: 4, width: 160, height: 120, codec: 'h264' },
      places: expect.arrayContaining([place('one/clip.mp4'), place('two/copy.mp4')]),
      shot: null,
      quality: null,
      spaces: [{ model: 'tiny-siglip2', revision: expect.any(String) }],
      thumbnailBytes: expect.any(Number),
    });
  });

  it.each([
    ['2.5', 2],
    ['0:02.51', 3],
    ['0:00:59', 3],
    ['-1', 0],
  ])('finds the frame nearest to %s', async (time, nearest) => {
    const { stdout } = await rig.run(['show', `copy.mp4@${time}`, '--json']);
    expect(JSON.parse(stdout).time).toBe(nearest);
  });

  it('knows a video by its path from here, by whole names at its end, and by any end', async () => {
    for (const name of ['videos/one/clip.mp4', 'one/clip.mp4', 'copy.mp4', 'o/copy.mp4']) {
      const { code, stdout } = await rig.run(['show', `${name}@1`]);
      expect([name, code]).toEqual([name, 0]);
      expect(stdout).toMatch(/^frame at 0:00:01\.0 of 0:00:04\.0\nvideo: videos\/one\/clip\.mp4, volume /);
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
