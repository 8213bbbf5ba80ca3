import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPhotoReader } from '../../src/adapters/image/create-photo-reader.ts';
import { pathFromBytes } from '../../src/domain/system-path.ts';
import { golden } from '../support/golden.ts';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { needProgram } from '../support/machine.ts';
import { makeVideo } from '../support/media.ts';
import { ODD_NAMES } from '../support/odd-names.ts';
import { folderOfSuite } from '../support/suite-folder.ts';
import { notUtf8 } from '../support/walk-folder.ts';

const samples = folderOfSuite();
const bars = join(samples, 'bars.mp4');
beforeAll(() => makeVideo(bars, { seconds: 1 }));

describe('files of any name', () => {
  it('F2 are indexed, found again and shown in JSON as they are, and no name is looked up', async (context) => {
    const strace = needProgram(context, 'strace');
    const rig = indexRig();
    ODD_NAMES.forEach((name, i) => void writeFileSync(join(rig.videos, name), variantOf(bars, i)));
    const log = join(rig.folder, 'calls.log');
    const trace = ['-f', '-qq', '-s', '500', '-o', log, '-e', 'trace=socket,execve', '-e', 'signal=none'];
    const first = await rig.index({ options: { before: [strace, ...trace] } });
    expect(first.videos).toMatchObject({ indexed: ODD_NAMES.length, failed: 0, skipped: 0 });
    const calls = readFileSync(log, 'utf8');
    expect(calls, 'the trace saw ffmpeg start').toMatch(/execve\(.*http:x\.mp4/);
    expect(calls).not.toMatch(/socket\(AF_INET/);
    expect((await rig.index()).videos).toMatchObject({ unchanged: ODD_NAMES.length, indexed: 0 });
    const { moments } = await rig.search('wall', '--all', '--limit', '100');
    expect(new Set(moments.map(({ path }) => path))).toEqual(
      new Set(ODD_NAMES.map((name) => join(rig.videos, name))),
    );
  });
});

describe('a name that is not UTF-8', () => {
  it('F3 is indexed through a descriptor, found, known again, and shown escaped', async () => {
    const rig = indexRig();
    const folder = notUtf8(rig.videos, '');
    mkdirSync(folder);
    writeFileSync(notUtf8(rig.videos, '.mp4'), variantOf(bars, 1));
    writeFileSync(Buffer.concat([folder, Buffer.from('/b.mp4')]), variantOf(bars, 2));
    copyFileSync(golden('pictures/noise-128x96.png'), notUtf8(rig.videos, '.png'));
    const names = ['caf\u{10ffe9}.mp4', 'caf\u{10ffe9}/b.mp4', 'caf\u{10ffe9}.png'];
    expect(await rig.index()).toMatchObject({ videos: { indexed: 3, failed: 0, skipped: 0 }, problems: [] });
    const { moments } = await rig.search('wall', '--all', '--limit', '100');
    expect(new Set(moments.map(({ path }) => path))).toEqual(
      new Set(names.map((name) => join(rig.videos, name))),
    );
    expect((await rig.run(['search', 'wall', '--all', '--min-confidence', '0'])).stdout).toContain(
      'videos/caf\\xe9.mp4',
    );
    expect((await rig.index()).videos).toMatchObject({ unchanged: 3, gone: 0 });
    renameSync(notUtf8(rig.videos, '.mp4'), notUtf8(rig.videos, '-2.mp4'));
    expect((await rig.index()).videos).toMatchObject({ unchanged: 2, moved: 1 });
  });

  it('F3 that can’t be read is named escaped', async () => {
    const rig = indexRig();
    writeFileSync(notUtf8(rig.videos, '.mp4'), 'no video');
    const { code, stderr } = await rig.run(['index', rig.videos, '--profile', 'tiny']);
    expect(code).toBe(3);
    expect(stderr).toContain('caf\\xe9.mp4 is not a video');
  });

  it('F3 names a photo as well', async () => {
    const path = notUtf8(samples, '.png');
    copyFileSync(golden('pictures/noise-128x96.png'), path);
    expect(await createPhotoReader().probe(pathFromBytes(path))).toMatchObject({ width: 128, height: 96 });
  });
});
