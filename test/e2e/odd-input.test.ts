import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { indexRig } from '../support/index-rig.ts';
import { asNobody } from '../support/machine.ts';
import { ffmpeg, makeVideo } from '../support/media.ts';
import { PROGRAM } from '../support/run-heimdex.ts';

describe('input that is not what it should be', () => {
  it('a pipe given as a picture is refused at once', async () => {
    const rig = indexRig();
    makeVideo(join(rig.videos, 'a.mp4'), { seconds: 1 });
    await rig.index();
    execFileSync('mkfifo', [join(rig.folder, 'pipe.png')]);
    const { code, stderr } = await rig.run(['search', '--image', 'pipe.png']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('it is no file') });
  });

  it('an empty path or pattern is a mistake, not this folder', async () => {
    const rig = indexRig();
    for (const args of [
      ['index', ''],
      ['index', rig.videos, ''],
      ['search', '--image', ''],
      ['search', 'x', '--in', ''],
    ]) {
      const { code, stderr } = await rig.run([...args]);
      expect(code, `${args.join(' ')}: ${stderr}`).toBe(2);
      expect(stderr).toContain('empty');
    }
    expect(existsSync(rig.library)).toBe(false);
  });

  it('a library whose name ends in a blank is refused, and no other file is made in its place', async () => {
    const rig = indexRig();
    makeVideo(join(rig.videos, 'a.mp4'), { seconds: 1 });
    const named = join(rig.folder, 'mine.db ');
    const { code } = await rig.run(['index', rig.videos, '--profile', 'tiny', '--db', named]);
    expect(code).toBe(2);
    expect(existsSync(named.trim())).toBe(false);
  });

  it('a folder that may not be looked into is no missing library', (context) => {
    const nobody = asNobody(context);
    const rig = indexRig();
    const closed = join(rig.folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    chmodSync(rig.folder, 0o755);
    const command = [
      ...nobody,
      process.execPath,
      PROGRAM,
      'status',
      '--home',
      rig.folder,
      '--db',
      join(closed, 'a.db'),
    ];
    if (nobody.length === 0) chmodSync(closed, 0o000);
    const { status, stderr } = spawnSync(command[0]!, command.slice(1), {
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
    });
    chmodSync(closed, 0o700);
    expect({ status, stderr }).toMatchObject({ status: 9, stderr: expect.stringContaining("can't be used") });
  });
});

it('a moment’s ends do not depend on how many moments are asked for', async () => {
  const rig = indexRig();
  // A frame for each 30 s of one long shot: more than the 30 hits that are fetched for one moment. One key frame: to a
  // model with random weights a picture coded anew is another picture.
  const bars = ['-f', 'lavfi', '-i', 'smptebars=duration=1200:size=64x64:rate=2', '-g', '9999'];
  ffmpeg(...bars, join(rig.videos, 'still.mp4'));
  expect((await rig.index()).frames).toBeGreaterThan(30);
  const one = await rig.search('colour bars', '--limit', '1');
  const ten = await rig.search('colour bars', '--limit', '10');
  expect(one.moments).toEqual(ten.moments.slice(0, 1));
  expect(one.moments[0]).toMatchObject({ start: 0, end: 1200 });
  expect(ten.moments).toHaveLength(1);
});

it('a working folder that was deleted does not keep from searching, and from indexing in words', async () => {
  const rig = indexRig();
  makeVideo(join(rig.videos, 'a.mp4'), { seconds: 1 });
  await rig.index();
  const script = 'mkdir "$0" && cd "$0" && rmdir "$0" && exec "$@"';
  const heimdex = (...args: string[]) =>
    spawnSync('sh', ['-c', script, join(rig.folder, 'here'), process.execPath, PROGRAM, ...args], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ...rig.env },
    });
  const found = heimdex('search', 'wall', '--min-confidence', '0', '--limit', '1');
  expect(found.status, found.stderr).toBe(0);
  expect(found.stdout).toContain(join(rig.videos, 'a.mp4'));
  for (const root of [rig.videos, 'videos']) {
    const { status, stderr } = heimdex('index', root, '--profile', 'tiny');
    expect(stderr).toMatch(/^heimdex: the working folder does not exist any more.*\ntry: .*\n$/);
    expect(status).toBe(2);
  }
});
