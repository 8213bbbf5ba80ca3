import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { makeVideo } from '../support/media.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

const sample = join(folderOfSuite(), 'sample.mp4');
beforeAll(() => makeVideo(sample, { seconds: 3 }));

const counts = (numbers: Record<string, number>) => ({
  new: 0,
  changed: 0,
  notDone: 0,
  again: 0,
  unchanged: 0,
  moved: 0,
  copied: 0,
  failed: 0,
  skipped: 0,
  gone: 0,
  offline: 0,
  ...numbers,
});

function rigWith(...names: string[]) {
  const rig = indexRig();
  names.forEach((name, number) => void writeFileSync(join(rig.videos, name), variantOf(sample, number)));
  const plan = async (args: string[] = [], code = 0) => {
    const result = await rig.run(['index', rig.videos, '--profile', 'tiny', '--dry-run', '--json', ...args]);
    expect(result.code, result.stderr).toBe(code);
    return JSON.parse(result.stdout);
  };
  return { ...rig, plan, at: (name: string) => join(rig.videos, name) };
}

describe('heimdex index --dry-run', () => {
  it('says what is new and how long it is, and makes no library', async () => {
    const rig = rigWith('a.mp4', 'b.mp4');
    copyFileSync(rig.at('a.mp4'), rig.at('twin.mp4'));
    writeFileSync(rig.at('notes.txt'), 'no video');
    const plan = await rig.plan();
    expect(plan).toMatchObject({
      schema: 'heimdex.index-plan/1',
      library: rig.library,
      videos: counts({ new: 2, copied: 1, skipped: 1 }),
      skippedBy: { 'not-a-video': 1 },
      seconds: 6,
      workSeconds: null,
      problems: [],
      interrupted: false,
    });
    expect(plan.files).toEqual([
      {
        path: rig.at('a.mp4'),
        reason: 'new',
        stages: ['sight', 'speech'],
        bytes: expect.any(Number),
        seconds: 3,
      },
      {
        path: rig.at('b.mp4'),
        reason: 'new',
        stages: ['sight', 'speech'],
        bytes: expect.any(Number),
        seconds: 3,
      },
    ]);
    expect(plan.bytes).toBe(plan.files[0].bytes + plan.files[1].bytes);
    expect(existsSync(rig.library)).toBe(false);
    expect(existsSync(join(rig.home, 'libraries.json'))).toBe(false);
  });

  it('foresees what the run then does, and leaves the library as it was', async () => {
    const rig = rigWith('stays.mp4', 'moves.mp4', 'changes.mp4', 'goes.mp4');
    await rig.index();
    mkdirSync(rig.at('sub'));
    renameSync(rig.at('moves.mp4'), rig.at('sub/moved.mp4'));
    copyFileSync(rig.at('stays.mp4'), rig.at('sub/copy.mp4'));
    writeFileSync(rig.at('changes.mp4'), variantOf(sample, 50));
    rmSync(rig.at('goes.mp4'));
    writeFileSync(rig.at('fresh.mp4'), variantOf(sample, 60));
    const before = readFileSync(rig.library);
    const plan = await rig.plan();
    expect(plan.videos).toEqual(counts({ new: 1, changed: 1, unchanged: 1, moved: 1, copied: 1, gone: 1 }));
    expect(readFileSync(rig.library).equals(before)).toBe(true);
    const done = await rig.index();
    expect(done.videos).toMatchObject({ indexed: 2, unchanged: 1, moved: 1, copied: 1, gone: 1 });
    expect((await rig.plan()).videos).toEqual(counts({ unchanged: 5 }));
  });

  it('says what --reindex and another model would do again', async () => {
    const rig = rigWith('a.mp4');
    await rig.index();
    copyFileSync(rig.at('a.mp4'), rig.at('copy.mp4'));
    expect((await rig.plan(['--reindex'])).videos).toEqual(counts({ again: 1, unchanged: 1 }));
    expect((await rig.plan(['--profile', 'tiny-q8'])).videos).toEqual(counts({ notDone: 1, unchanged: 1 }));
  });

  it('reckons the time from the pace that the library remembers', async () => {
    const rig = rigWith('a.mp4', 'b.mp4');
    await rig.index();
    const [pace] = rig.query<{ video_us: number; work_us: number }>(
      "SELECT video_us, work_us FROM pace WHERE stage = 'sight'",
    );
    expect(pace).toEqual({ video_us: 6_000_000, work_us: expect.any(Number) });
    expect(pace!.work_us).toBeGreaterThan(0);
    const plan = await rig.plan(['--reindex', '--only', 'sight']);
    expect(plan.workSeconds).toBeCloseTo((plan.seconds * pace!.work_us) / pace!.video_us);
    expect(
      (await rig.plan(['--profile', 'tiny-q8'])).workSeconds,
      'another model has a pace of its own',
    ).toBe(null);
    await rig.index({ args: ['--reindex'] });
    expect(rig.query("SELECT video_us FROM pace WHERE stage = 'sight'"), 'the sum of both runs').toEqual([
      { video_us: 12_000_000 },
    ]);
    expect((await rig.run(['verify'])).code).toBe(0);
  });

  it('ends with 3 where a file would be lost, and says so in words', async () => {
    const rig = rigWith('a.mp4');
    writeFileSync(rig.at('empty.mp4'), '');
    const { code, stdout, stderr } = await rig.run([
      ...['index', rig.videos, '--profile', 'tiny', '--dry-run', '--verbose'],
    ]);
    expect(code).toBe(3);
    expect(stderr).toContain('empty.mp4: not a video: the file is empty');
    expect(stdout).toMatch(/^would index 1 video \(3 s of video, .*\)\n {2}1 new\nskipped: 1 empty\n/);
    expect(stdout).toContain('time: not known before something has been indexed\n');
    expect(stdout).toMatch(/new {2}0:00:03\.0 {2}.*a\.mp4\n/);
    expect(stdout).toMatch(/nothing was written\n$/);
  });
});
