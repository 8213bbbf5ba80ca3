import { execFileSync } from 'node:child_process';
import { realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createVideoWalker } from '../../../src/adapters/files/create-video-walker.ts';
import type { WalkEntry } from '../../../src/domain/ports/video-walker.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { found, walk, writeFiles } from '../../support/walk-folder.ts';

const walker = createVideoWalker();

describe('the walker', () => {
  it('finds videos, photos and sound in folders below folders, in the order of names, and says why it passes others over', async () => {
    const root = tempFolder();
    writeFiles(
      root,
      'b.mp4',
      'a/z.MKV',
      'a/b/c.mov',
      'a/photo.JPEG',
      'a/sound.flac',
      'B.webm',
      '.hidden.mp4',
      '._b.mp4',
      '.git/x.mp4',
      'notes.txt',
      'mp4',
    );
    writeFiles(root, '@eaDir/b.mp4', '$RECYCLE.BIN/b.mp4', '__MACOSX/b.mp4');
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
      ['a/photo.JPEG', 'file'],
      ['a/sound.flac', 'file'],
      ['a/z.MKV', 'file'],
      ['b.mp4', 'file'],
      ['empty.mp4', 'empty'],
      ['mp4', 'not-a-video'],
      ['notes.txt', 'not-a-video'],
    ]);
  });

  it('says nothing of subtitle files, which are read with their videos, but goes into folders of such a name', async () => {
    const root = tempFolder();
    writeFiles(root, 'a.mp4', 'a.srt', 'a.en.VTT', 'b.ass', 'x.srt/c.mp4');
    symlinkSync('/nowhere', join(root, 'b.ssa'));
    expect(await found(root)).toEqual([
      ['a.mp4', 'file'],
      ['x.srt/c.mp4', 'file'],
    ]);
  });

  it('keeps a byte order mark that a name begins with', async () => {
    const root = tempFolder();
    writeFiles(root, '\ufeffa.mp4');
    expect(await found(root)).toEqual([['\ufeffa.mp4', 'file']]);
  });

  it('tells a file’s size, time and inode to the last digit', async () => {
    const root = tempFolder();
    writeFiles(root, 'a.mp4');
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
    writeFiles(root, 'video.dat');
    expect(await walk(join(root, 'video.dat'))).toMatchObject([{ kind: 'file' }]);
  });

  it('stops in the middle of a folder when asked to', async () => {
    const root = tempFolder();
    writeFiles(root, 'a.mp4', 'b.mp4', 'c.mp4');
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
});

describe('resolveRoot', () => {
  it('gives the real path of a link, and of a path through one', async () => {
    const folder = realpathSync(tempFolder());
    writeFiles(folder, 'real/sub/a.mp4');
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
  writeFiles(folder, 'a.mp4');
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
