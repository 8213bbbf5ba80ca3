import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { builtModules } from '../support/built-modules.ts';
import { indexRig } from '../support/index-rig.ts';
import { asNobody, needProgram } from '../support/machine.ts';
import { makeVideo } from '../support/media.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { found, walk, writeFiles } from '../support/walk-folder.ts';

const built = builtModules('src/adapters/files/create-video-walker.ts');

/** Walks a folder in a process of its own, run by `before`; each line a reason or `file`, and the path below. */
function walkBelow(before: readonly string[], root: string): string[] {
  const walkerUrl = new URL('create-video-walker.js', built).href;
  const script = `const { createVideoWalker } = await import(${JSON.stringify(walkerUrl)});
    for await (const entry of createVideoWalker().walk(process.argv[1], new AbortController().signal))
      console.log(entry.reason ?? 'file', (entry.path ?? entry.file.absolutePath).slice(process.argv[1].length + 1));`;
  const command = [...before, process.execPath, '--input-type=module', '-e', script, root];
  const { stdout, stderr } = spawnSync(command[0]!, command.slice(1), {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('/', import.meta.url)),
    timeout: 60_000,
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

it('F13 follows no link below the root, so that loops end and nothing is left', async () => {
  const root = tempFolder();
  const outside = tempFolder();
  writeFiles(outside, 'secret.mp4');
  writeFiles(root, 'sub/real.mp4');
  symlinkSync('..', join(root, 'sub', 'loop'));
  symlinkSync(outside, join(root, 'out'));
  symlinkSync(join(root, 'sub', 'real.mp4'), join(root, 'link.mp4'));
  symlinkSync('nowhere.mp4', join(root, 'broken.mp4'));
  expect(await found(root)).toEqual([
    ['broken.mp4', 'link'],
    ['link.mp4', 'link'],
    ['out', 'link'],
    ['sub/loop', 'link'],
    ['sub/real.mp4', 'file'],
  ]);
});

it('F13 passes over pipes, sockets and devices without opening them', async (context) => {
  const root = tempFolder();
  execFileSync(needProgram(context, 'mkfifo'), [join(root, 'pipe.mp4')]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(root, 'socket.mp4'), resolve));
  onTestFinished(() => void server.close());
  expect(await found(root)).toEqual([
    ['pipe.mp4', 'special'],
    ['socket.mp4', 'special'],
  ]);
  expect(await walk('/dev/zero')).toEqual([{ kind: 'skipped', path: '/dev/zero', reason: 'special' }]);
});

it('F13 reports folders and files that may not be read', (context) => {
  const nobody = asNobody(context);
  const root = tempFolder();
  writeFiles(root, 'closed/a.mp4', 'locked.mp4', 'open.mp4');
  chmodSync(root, 0o755);
  chmodSync(join(root, 'closed'), 0);
  chmodSync(join(root, 'locked.mp4'), 0);
  onTestFinished(() => chmodSync(join(root, 'closed'), 0o755));
  // Root may read all: the walk runs in a process of its own, as someone else.
  expect(walkBelow(nobody, root)).toEqual(['unreadable closed', 'unreadable locked.mp4', 'file open.mp4']);
});

it('F13 ends where a folder is mounted below itself', (context) => {
  const unshare = needProgram(context, 'unshare');
  const root = tempFolder();
  writeFiles(root, 'a.mp4', 'sub/b.mp4');
  mkdirSync(join(root, 'sub', 'again'));
  const mount = [
    unshare,
    '-Urm',
    'sh',
    '-c',
    'mount --bind "$1" "$1/sub/again" && shift && exec "$@"',
    'sh',
    root,
  ];
  if (spawnSync(mount[0]!, [...mount.slice(1), 'true']).status !== 0)
    context.skip('this machine allows no mounts of one’s own');
  expect(walkBelow(mount, root)).toEqual(['file a.mp4', 'loop sub/again', 'file sub/b.mp4']);
});

it('F13 what is skipped is counted by reason; only what may be a loss makes the exit code 3', async (context) => {
  const rig = indexRig();
  makeVideo(join(rig.videos, 'good.mp4'), { seconds: 1 });
  execFileSync(needProgram(context, 'mkfifo'), [join(rig.videos, 'pipe.mp4')]);
  symlinkSync('..', join(rig.videos, 'loop'));
  symlinkSync('good.mp4', join(rig.videos, 'link.mp4'));
  const harmless = await rig.index();
  expect(harmless).toMatchObject({
    videos: { indexed: 1, skipped: 3 },
    skippedBy: { special: 1, link: 2 },
    problems: [],
  });
  const nobody = asNobody(context);
  mkdirSync(join(rig.videos, 'closed'), { mode: 0 });
  onTestFinished(() => chmodSync(join(rig.videos, 'closed'), 0o755));
  // The library is root's: someone else makes one of their own.
  chmodSync(rig.folder, 0o777);
  chmodSync(rig.videos, 0o755);
  const args = ['--db', join(rig.folder, 'mine.db')];
  const lossy = await rig.index({ code: 3, args, options: { before: nobody } });
  expect(lossy).toMatchObject({
    videos: { indexed: 1, skipped: 4 },
    skippedBy: { unreadable: 1, special: 1, link: 2 },
    problems: [{ path: join(rig.videos, 'closed'), code: 'unreadable' }],
  });
});
