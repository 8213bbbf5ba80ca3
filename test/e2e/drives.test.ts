import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtModules } from '../support/built-modules.ts';
import { driveRig } from '../support/drive-rig.ts';
import { needProgram } from '../support/machine.ts';
import { makeVideo } from '../support/media.ts';
import { folderOfSuite } from '../support/suite-folder.ts';
import { tempFolder } from '../support/temp-folder.ts';

const samples = folderOfSuite();
const one = join(samples, 'one.mp4');
const two = join(samples, 'two.mp4');
beforeAll(() => {
  makeVideo(one, { seconds: 1 });
  makeVideo(two, { seconds: 2 });
});

const OFFLINE = { offline: 1, gone: 0 };
const files = { one, two };

describe('a drive that is not mounted', () => {
  it('is offline: its videos stay and are found; one deleted while it is mounted is gone', (context) => {
    const rig = driveRig(context);
    const [mounted, unmounted, found] = rig.script(
      `mount -t tmpfs stick drive; cp "$one" drive/one.mp4; cp "$two" drive/two.mp4
       index drive >&2; rm drive/two.mp4
       index drive; umount drive
       index .; search`,
      files,
    );
    expect(mounted!.videos).toMatchObject({ unchanged: 1, gone: 1, offline: 0 });
    expect(unmounted!.videos).toMatchObject(OFFLINE);
    expect(found!.moments[0]).toMatchObject({ path: join(rig.drive, 'one.mp4'), online: false });
  });

  it('is offline where its server or pool shows an empty folder in its place', (context) => {
    const rig = driveRig(context);
    const [away, found, back] = rig.script(
      `mount -t tmpfs share drive; cp -p "$one" drive/one.mp4; index drive >&2
       umount drive; mount -t tmpfs share drive; mkdir drive/lost+found
       index drive; search; cp -p "$one" drive/one.mp4; index drive`,
      files,
    );
    expect(away!.videos).toMatchObject(OFFLINE);
    expect(found!.moments[0]).toMatchObject({ online: false });
    expect(back!.videos).toMatchObject({ unchanged: 1, offline: 0, gone: 0 });
  });

  it('is offline where another drive lies in its place, or over a folder above it', (context) => {
    const rig = driveRig(context);
    const documents = rig.script(
      `mkdir drive/a; mount -t tmpfs stick drive/a; cp "$one" drive/a/one.mp4; index drive >&2
       mount -t tmpfs other drive/a; cp "$two" drive/a/two.mp4; index drive; umount drive/a
       mount -t tmpfs above drive; mkdir drive/a; cp "$two" drive/a/two.mp4; index drive; umount drive
       index drive`,
      files,
    );
    expect(documents[0]!.videos).toMatchObject({ ...OFFLINE, indexed: 1 });
    // The other drive's video counts as well.
    expect(documents[1]!.videos).toMatchObject({ offline: 2, gone: 0 });
    expect(documents[2]!.videos).toMatchObject({ unchanged: 1, gone: 0 });
  });

  it('is offline where it was a folder mounted elsewhere, of which the folder is left', (context) => {
    const rig = driveRig(context);
    const [unmounted, emptied, back] = rig.script(
      `mkdir films empty; cp "$one" films/one.mp4; mount --bind films drive; index drive >&2
       umount drive; index drive
       mount --bind empty drive; index drive; umount drive
       mount --bind films drive; index drive`,
      files,
    );
    expect(unmounted!.videos).toMatchObject(OFFLINE);
    expect(emptied!.videos).toMatchObject(OFFLINE);
    expect(back!.videos).toMatchObject({ unchanged: 1, offline: 0, gone: 0 });
  });
});

describe('a folder that a drive is mounted on', () => {
  it('keeps the videos that the drive hides', (context) => {
    const rig = driveRig(context);
    const [hidden, shown] = rig.script(
      `cp "$one" drive/one.mp4; index drive >&2
       mount -t tmpfs stick drive; cp "$two" drive/two.mp4; index drive
       umount drive; index drive`,
      files,
    );
    expect(hidden!.videos).toMatchObject({ indexed: 1, gone: 0, moved: 0 });
    expect(shown!.videos).toMatchObject({ unchanged: 1, gone: 0, offline: 1 });
  });

  it('keeps its own place when what it hides is copied', (context) => {
    const rig = driveRig(context);
    const [copied] = rig.script(
      `cp "$one" drive/one.mp4; index drive >&2
       mount -t tmpfs stick drive; cp "$one" drive/again.mp4; index drive`,
      files,
    );
    expect(copied!.videos).toMatchObject({ copied: 1, moved: 0, gone: 0 });
  });

  it('loses nothing when the drive is pulled out in the middle', (context) => {
    const unshare = needProgram(context, 'unshare');
    driveRig(context);
    const [volumes, walker, left] = [
      'src/adapters/files/create-volumes.ts',
      'src/adapters/files/create-video-walker.ts',
      'src/app/has-left.ts',
    ] as const;
    const built = builtModules(volumes, walker, left);
    const folder = tempFolder();
    const script = `
      const { execFileSync } = await import('node:child_process');
      const { writeFileSync } = await import('node:fs');
      const load = (name) => import(new URL(name, ${JSON.stringify(built.href)}).href);
      const { createVolumes } = await load('create-volumes.js');
      const { createVideoWalker } = await load('create-video-walker.js');
      const { hasLeft } = await load('has-left.js');
      const folder = process.argv[1];
      const mount = () => execFileSync('mount', ['-t', 'tmpfs', 'stick', folder]);
      mount();
      writeFileSync(folder + '/other', '');
      const volumes = createVolumes('linux');
      const volume = volumes.of(folder + '/a.mp4');
      const gone = () => hasLeft({ path: 'a.mp4' }, volume, { walker: createVideoWalker(), volumes });
      const mounted = await gone();
      execFileSync('umount', [folder]);
      console.log(JSON.stringify([mounted, await gone()]));`;
    const command = ['-Urm', process.execPath, '--input-type=module', '-e', script, folder];
    expect(JSON.parse(execFileSync(unshare, command, { encoding: 'utf8' }))).toEqual([true, false]);
  });
});
