import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createVideoWalker } from '../../../src/adapters/files/create-video-walker.ts';
import type { WalkEntry } from '../../../src/domain/ports/video-walker.ts';
import { builtModules } from '../../support/built-modules.ts';
import { asNobody, needProgram } from '../../support/machine.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const built = builtModules('src/adapters/files/create-video-walker.ts');
const walker = createVideoWalker();
const never = new AbortController().signal;

async function walk(root: string, signal = never): Promise<WalkEntry[]> {
  const entries: WalkEntry[] = [];
  for await (const entry of walker.walk(root, signal)) entries.push(entry);
  return entries;
}

/** What was found below a root: paths from there, with the reason where an entry was skipped. */
async function found(root: string): Promise<[string, string][]> {
  return (await walk(root)).map((entry) =>
    entry.kind === 'file'
      ? [entry.file.absolutePath.slice(root.length + 1), 'file']
      : [entry.path.slice(root.length + 1), entry.reason],
  );
}

function write(root: string, ...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), path);
  }
}

describe('the walker', () => {
  it('finds videos in folders below folders, in the order of names, and says why it passes others over', async () => {
    const root = tempFolder();
    write(
      root,
      'b.mp4',
      'a/z.MKV',
      'a/b/c.mov',
      'B.webm',
      '.hidden.mp4',
      '._b.mp4',
      '.git/x.mp4',
      'notes.txt',
      'mp4',
    );
    write(root, '@eaDir/b.mp4', '$RECYCLE.BIN/b.mp4', '__MACOSX/b.mp4');
    writeFileSync(join(root, 'empty.mp4'), '');
    expect(await found(root)).toEqual([
      ['$RECYCLE.BIN', 'system-junk'],
      ['._b.mp4', 'hidden'],
      ['.git', 'hidden'],
      ['.hidden.mp4', 'hidden'],
      ['@eaDir', 'system-junk'],
      ['B.webm', 'file'],
      ['__MACOSX', 'system-junk'],
      ['a/b/c.mov', 'file'],
      ['a/z.MKV', 'file'],
      ['b.mp4', 'file'],
      ['empty.mp4', 'empty'],
      ['mp4', 'not-a-video'],
      ['notes.txt', 'not-a-video'],
    ]);
  });

  it('follows no link below the root, so that loops end and nothing is left', async () => {
    const root = tempFolder();
    const outside = tempFolder();
    write(outside, 'secret.mp4');
    write(root, 'sub/real.mp4');
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

  it('passes over pipes and sockets without opening them', async (context) => {
    const root = tempFolder();
    execFileSync(needProgram(context, 'mkfifo'), [join(root, 'pipe.mp4')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, 'socket.mp4'), resolve));
    onTestFinished(() => void server.close());
    expect(await found(root)).toEqual([
      ['pipe.mp4', 'special'],
      ['socket.mp4', 'special'],
    ]);
  });

  it('reports a name that is not UTF-8 and goes on', async () => {
    const root = tempFolder();
    write(root, 'z.mp4');
    writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from('.mp4')]), 'x');
    expect(await found(root)).toEqual([
      ['café.mp4', 'name-not-utf8'],
      ['z.mp4', 'file'],
    ]);
  });

  it('tells a file’s size, time and inode to the last digit', async () => {
    const root = tempFolder();
    write(root, 'a.mp4');
    const [entry] = await walk(root);
    const [size, inode, time] = execFileSync('stat', ['-c', '%s %i %.9Y', join(root, 'a.mp4')], {
      encoding: 'utf8',
    })
      .trim()
      .split(' ');
    expect(entry).toEqual({
      kind: 'file',
      file: {
        absolutePath: join(root, 'a.mp4'),
        bytes: Number(size),
        inode: BigInt(inode!),
        modifiedNs: BigInt(time!.replace('.', '')),
      },
    });
  });

  it('takes a file that the user named, whatever its ending', async () => {
    const root = tempFolder();
    write(root, 'video.dat');
    expect(await walk(join(root, 'video.dat'))).toMatchObject([{ kind: 'file' }]);
  });

  it('stops in the middle of a folder when asked to', async () => {
    const root = tempFolder();
    write(root, 'a.mp4', 'b.mp4', 'c.mp4');
    const controller = new AbortController();
    const seen: WalkEntry[] = [];
    const work = (async () => {
      for await (const entry of walker.walk(root, controller.signal)) {
        seen.push(entry);
        controller.abort(130);
      }
    })();
    await expect(work).rejects.toMatchObject({ code: 'interrupted' });
    expect(seen).toHaveLength(1);
  });

  it('reports folders and files that may not be read', (context) => {
    const nobody = asNobody(context);
    const root = tempFolder();
    write(root, 'closed/a.mp4', 'locked.mp4', 'open.mp4');
    for (const path of ['', '..']) chmodSync(join(root, path), 0o755);
    chmodSync(join(root, 'closed'), 0);
    chmodSync(join(root, 'locked.mp4'), 0);
    onTestFinished(() => chmodSync(join(root, 'closed'), 0o755));
    // Root may read all: the walk runs in a process of its own, as someone else.
    const walkerUrl = new URL('create-video-walker.js', built).href;
    const script = `const { createVideoWalker } = await import(${JSON.stringify(walkerUrl)});
      for await (const entry of createVideoWalker().walk(process.argv[1], new AbortController().signal))
        console.log(entry.reason ?? 'file', (entry.path ?? entry.file.absolutePath).slice(process.argv[1].length + 1));`;
    const command = [...nobody, process.execPath, '--input-type=module', '-e', script, root];
    const { stdout, stderr } = spawnSync(command[0]!, command.slice(1), {
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('/', import.meta.url)),
    });
    expect(stderr).toBe('');
    expect(stdout.split('\n').filter(Boolean)).toEqual([
      'unreadable closed',
      'unreadable locked.mp4',
      'file open.mp4',
    ]);
  });
});

describe('resolveRoot', () => {
  it('gives the real path of a link, and of a path through one', async () => {
    const folder = realpathSync(tempFolder());
    write(folder, 'real/sub/a.mp4');
    symlinkSync('real', join(folder, 'link'));
    expect(await walker.resolveRoot(join(folder, 'link'))).toBe(join(folder, 'real'));
    expect(await walker.resolveRoot(join(folder, 'link', 'sub', 'a.mp4'))).toBe(
      join(folder, 'real', 'sub', 'a.mp4'),
    );
  });

  it.each(['/nowhere/at/all', '/etc/passwd/below-a-file'])('refuses %s', async (path) => {
    await expect(walker.resolveRoot(path)).rejects.toMatchObject({
      code: 'path-not-found',
      message: expect.stringContaining(path),
    });
  });
});

it('isGone tells a missing file from one that is there, and counts a broken link as there', async () => {
  const folder = tempFolder();
  write(folder, 'a.mp4');
  symlinkSync('nowhere', join(folder, 'link.mp4'));
  expect(await walker.isGone(join(folder, 'a.mp4'))).toBe(false);
  expect(await walker.isGone(join(folder, 'link.mp4'))).toBe(false);
  rmSync(join(folder, 'a.mp4'));
  expect(await walker.isGone(join(folder, 'a.mp4'))).toBe(true);
  expect(await walker.isGone(join(folder, 'link.mp4', 'below'))).toBe(true);
});

it('tells of a root that vanished since the run began, and ends', async () => {
  const root = join(tempFolder(), 'gone');
  expect(await walk(root)).toEqual([{ kind: 'skipped', path: root, reason: 'unreadable' }]);
});
