import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFingerprinter } from '../../../src/adapters/files/create-fingerprinter.ts';
import { needProgram } from '../../support/machine.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const print = async (absolutePath: string) => {
  const { bytes, digest } = await createFingerprinter().fingerprint({
    absolutePath,
    bytes: 0,
    modifiedNs: 0n,
    inode: 0n,
  });
  return `${bytes}:${Buffer.from(digest).toString('hex')}`;
};

async function changes(bytes: number, ...places: number[]): Promise<boolean[]> {
  const path = join(tempFolder(), 'file.mp4');
  const content = Buffer.alloc(bytes, 'heimdex');
  writeFileSync(path, content);
  const before = await print(path);
  const seen = [];
  for (const place of places) {
    const changed = Buffer.from(content);
    changed[place]! ^= 1;
    writeFileSync(path, changed);
    seen.push((await print(path)) !== before);
  }
  return seen;
}

describe('a fingerprint', () => {
  it('changes with the first byte, the middle and the last byte of a large file', async () => {
    const size = 1_000_000;
    expect(await changes(size, 0, 65_535, size / 2, size - 65_536, size - 1)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
  });

  it('is blind between its three spans: that is the price of not reading terabytes', async () => {
    expect(await changes(1_000_000, 200_000)).toEqual([false]);
  });

  it('changes with every byte of a file that fits in the spans', async () => {
    for (const size of [1, 2, 65_536, 65_537, 3 * 65_536]) {
      const places = [0, Math.floor(size / 3), Math.floor(size / 2), size - 1];
      expect(await changes(size, ...places), `${size} bytes`).toEqual([true, true, true, true]);
    }
  });

  it('is the same for a copy and another for a file with one byte more', async () => {
    const folder = tempFolder();
    const [path, copy, longer] = ['a', 'b', 'c'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(path, Buffer.alloc(300_000));
    copyFileSync(path, copy);
    writeFileSync(longer, Buffer.alloc(300_001));
    expect(await print(copy)).toBe(await print(path));
    expect(await print(longer)).not.toBe(await print(path));
  });

  it('does not wait at a pipe, follow a link or read a folder put in a file’s place', async (context) => {
    const folder = tempFolder();
    execFileSync(needProgram(context, 'mkfifo'), [join(folder, 'pipe.mp4')]);
    writeFileSync(join(folder, 'target'), 'x');
    symlinkSync('target', join(folder, 'link.mp4'));
    mkdirSync(join(folder, 'folder.mp4'));
    for (const name of ['pipe.mp4', 'link.mp4', 'folder.mp4', 'missing.mp4']) {
      await expect(print(join(folder, name)), name).rejects.toMatchObject({
        code: 'media-unreadable',
        message: expect.stringContaining(name),
      });
    }
  });
});
