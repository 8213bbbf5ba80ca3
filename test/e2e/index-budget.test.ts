import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { makeVideo } from '../support/media.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

const sample = join(folderOfSuite(), 'sample.mp4');
beforeAll(() => makeVideo(sample, { seconds: 3 }));

function rigWith(videos: number) {
  const rig = indexRig();
  for (let i = 0; i < videos; i++) writeFileSync(join(rig.videos, `${i}.mp4`), variantOf(sample, i));
  return rig;
}

describe('heimdex index --budget', () => {
  it('does one video however short the time, says what is left, and the next run goes on', async () => {
    const rig = rigWith(3);
    const first = await rig.index({ args: ['--only', 'sight', '--budget', '0.001s'] });
    expect(first).toMatchObject({
      videos: { indexed: 1 },
      left: 2,
      interrupted: false,
      budget: { seconds: 0.001, used: expect.any(Number) },
    });
    const { code, stdout } = await rig.run([
      ...['index', rig.videos, '--profile', 'tiny', '--only', 'sight', '--budget', '0.001s'],
    ]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/\n1 video left for another run \(.* used\); run the same/),
    ]);
    expect(await rig.index({ args: ['--only', 'sight', '--budget', '1h'] })).toMatchObject({
      videos: { indexed: 1, unchanged: 2 },
      left: 0,
    });
  });

  it('is not spent on a file that can’t be read', async () => {
    const rig = rigWith(2);
    writeFileSync(join(rig.videos, 'a-broken.mp4'), 'no video');
    const first = await rig.index({ code: 3, args: ['--budget', '0.001s'] });
    // Of the two that can be read one has been looked at, and listened to neither.
    expect(first).toMatchObject({ videos: { indexed: 1, failed: 1 }, left: 2 });
  });

  it('says nothing of time where none was set', async () => {
    expect(await rigWith(1).index()).toMatchObject({ budget: null, left: 0 });
  });

  it.each(['90', 'soon', '0h', '-2h', ''])('refuses %j', async (text) => {
    const rig = rigWith(0);
    const { code, stderr } = await rig.run(['index', rig.videos, `--budget=${text}`]);
    expect(code).toBe(2);
    expect(stderr).toContain('--budget <time>');
    expect(stderr).toContain('such as 90m, 2h or 1h30m');
  });
});
