import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createHuggingFaceCache } from '../../../src/adapters/files/create-hugging-face-cache.ts';
import { CacheUnreadable } from '../../../src/domain/ports/model-cache.ts';
import { type CacheForm, fillCache, gitId, repositoryIn } from '../../support/hugging-face-cache.ts';
import { needProgram } from '../../support/machine.ts';
import { madeModel, sha256, someBytes } from '../../support/made-models.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const PATH = 'onnx/model.onnx';
const content = someBytes(2_500_000);
const made = madeModel('made', { [PATH]: content });
const { model } = made;
const file = model.files[0]!;
const SNAPSHOT = join('snapshots', model.source.revision, PATH);

/** A cache with the model in it, and what it finds of the model's only file. */
function cacheOf(form?: CacheForm) {
  const folder = realpathSync(tempFolder());
  const repository = fillCache(folder, made, form);
  return { folder, repository, find: (wanted = file) => createHuggingFaceCache(folder).find(model, wanted) };
}

/** Puts something of a test's own in the place of the model's only blob, to which the snapshot still leads. */
function cacheWithout(form?: CacheForm) {
  const cache = cacheOf(form);
  const blob = join(cache.repository, 'blobs', (form?.etag ?? sha256)(content));
  rmSync(blob);
  return { ...cache, blob };
}

describe('a file is found', () => {
  test('by its digest, whatever the snapshots hold', async () => {
    const { repository, find } = cacheOf();
    rmSync(join(repository, 'snapshots'), { recursive: true });
    expect((await find())?.path).toBe(join(repository, 'blobs', sha256(content)));
  });

  test('by its path in the pinned revision, where its blob has git’s name and the manifest the sha256', async () => {
    const { repository, find } = cacheOf({ etag: gitId });
    expect((await find())?.path).toBe(join(repository, 'blobs', gitId(content)));
  });

  test('by git’s name, where the manifest pins it by that', async () => {
    const { repository, find } = cacheOf({ etag: gitId });
    rmSync(join(repository, 'snapshots'), { recursive: true });
    const byGit = { path: PATH, bytes: content.length, gitSha1: gitId(content) };
    expect((await find(byGit))?.path).toBe(join(repository, 'blobs', gitId(content)));
  });

  test('as a plain file in the snapshot', async () => {
    const { repository, find } = cacheOf({ withoutLinks: true });
    expect((await find())?.path).toBe(join(repository, SNAPSHOT));
  });

  test('in a cache that is reached through a link', async () => {
    const { folder } = cacheOf();
    const link = join(tempFolder(), 'link');
    symlinkSync(folder, link);
    const found = await createHuggingFaceCache(link).find(model, file);
    expect(found?.path).toBe(join(repositoryIn(folder, made), 'blobs', sha256(content)));
  });

  test('and read from any place to its end', async () => {
    const found = await cacheOf().find();
    for (const from of [0, 1, 2_400_000, content.length]) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of found!.read(from)) chunks.push(Uint8Array.from(chunk));
      expect(Buffer.concat(chunks).equals(content.subarray(from))).toBe(true);
    }
  });
});

describe('nothing is found', () => {
  test('where no cache is known, or it is not there', async () => {
    expect(await createHuggingFaceCache(undefined).find(model, file)).toBeUndefined();
    expect(await createHuggingFaceCache(join(tempFolder(), 'none')).find(model, file)).toBeUndefined();
  });

  test('in the snapshot of another revision', async () => {
    expect(await cacheOf({ etag: gitId, revision: '0'.repeat(40) }).find()).toBeUndefined();
  });

  test('in another repository', async () => {
    const { folder, repository, find } = cacheOf();
    renameSync(repository, join(folder, 'models--makers--other'));
    expect(await find()).toBeUndefined();
  });

  test('of a file without bytes, which needs no source', async () => {
    const empty = madeModel('empty', { a: new Uint8Array() });
    const folder = tempFolder();
    fillCache(folder, empty);
    expect(await createHuggingFaceCache(folder).find(empty.model, empty.model.files[0]!)).toBeUndefined();
  });

  test.each([1, content.length - 1, content.length + 1])('where it has %d bytes', async (bytes) => {
    const { blob, find } = cacheWithout();
    writeFileSync(blob, Buffer.alloc(bytes));
    expect(await find()).toBeUndefined();
  });

  test('in a download that another program has not finished', async () => {
    const { repository, find } = cacheWithout({ etag: gitId });
    writeFileSync(join(repository, 'blobs', `${sha256(content)}.incomplete`), content);
    expect(await find()).toBeUndefined();
    rmSync(join(repository, SNAPSHOT));
    symlinkSync(join(repository, 'blobs', `${sha256(content)}.incomplete`), join(repository, SNAPSHOT));
    expect(await find()).toBeUndefined();
  });
});

describe('a link', () => {
  test('to another file of the repository is followed', async () => {
    const { repository, blob, find } = cacheWithout();
    writeFileSync(join(repository, 'moved'), content);
    symlinkSync('../moved', blob);
    expect((await find())?.path).toBe(join(repository, 'moved'));
  });

  test.each<[string, (place: string, repository: string, folder: string) => void]>([
    ['out of the cache', (place) => symlinkSync(rightContent(tempFolder()), place)],
    [
      'into another repository',
      (place, _, folder) => {
        mkdirSync(join(folder, 'models--makers--other'));
        symlinkSync(rightContent(join(folder, 'models--makers--other')), place);
      },
    ],
    [
      'to a folder whose name begins like the repository’s',
      (place, repository) => {
        mkdirSync(`${repository}-2`);
        symlinkSync(rightContent(`${repository}-2`), place);
      },
    ],
    ['to nowhere', (place) => symlinkSync('nowhere', place)],
    ['to itself', (place) => symlinkSync(place, place)],
    ['to a device', (place) => symlinkSync('/dev/zero', place)],
  ])('%s is not', async (_, put) => {
    const { repository, folder, find } = cacheOf();
    for (const place of [join(repository, 'blobs', sha256(content)), join(repository, SNAPSHOT)]) {
      rmSync(join(repository, 'blobs'), { recursive: true, force: true });
      rmSync(join(repository, 'snapshots'), { recursive: true, force: true });
      rmSync(join(folder, 'models--makers--other'), { recursive: true, force: true });
      rmSync(`${repository}-2`, { recursive: true, force: true });
      mkdirSync(dirname(place), { recursive: true });
      put(place, repository, folder);
      expect(await find()).toBeUndefined();
    }
  });

  test.each(['blobs', 'snapshots', join('snapshots', model.source.revision), ''])(
    'in place of the folder "%s" that leads out of the cache is not',
    async (name) => {
      const { repository, find } = cacheOf({ withoutLinks: name.startsWith('snapshots') });
      const elsewhere = join(tempFolder(), 'moved');
      renameSync(join(repository, name), elsewhere);
      symlinkSync(elsewhere, join(repository, name));
      expect(await find()).toBeUndefined();
    },
  );
});

describe('what is no plain file', () => {
  test('a folder in place of a blob is passed over', async () => {
    const { blob, find } = cacheWithout();
    mkdirSync(blob);
    expect(await find()).toBeUndefined();
  });

  test('a named pipe in place of a blob is passed over at once', async (context) => {
    const mkfifo = needProgram(context, 'mkfifo');
    const { blob, find } = cacheWithout();
    execFileSync(mkfifo, [blob]);
    expect(await find()).toBeUndefined();
  });

  test('a named pipe that takes the place of a file found before is not waited for', async (context) => {
    const mkfifo = needProgram(context, 'mkfifo');
    const { repository, find } = cacheOf();
    const found = await find();
    rmSync(join(repository, 'blobs', sha256(content)));
    execFileSync(mkfifo, [join(repository, 'blobs', sha256(content))]);
    await expect(readAll(found!.read(0))).rejects.toThrow(CacheUnreadable);
  });
});

describe('a file that changes after it was found', () => {
  test('and is gone, or has another size, can’t be read', async () => {
    const { repository, find } = cacheOf();
    const blob = join(repository, 'blobs', sha256(content));
    const found = await find();
    writeFileSync(blob, content.subarray(1));
    await expect(readAll(found!.read(0))).rejects.toThrow(/bytes, not/);
    rmSync(blob);
    await expect(readAll(found!.read(0))).rejects.toThrow(CacheUnreadable);
  });

  test('and becomes shorter while it is read ends with an error, not early', async () => {
    const { repository, find } = cacheOf();
    const found = await find();
    const reading = (async () => {
      for await (const _ of found!.read(0))
        truncateSync(join(repository, 'blobs', sha256(content)), 1_000_000);
    })();
    await expect(reading).rejects.toThrow('it has become shorter');
  });
});

/** A file with the model's very content, in a folder where it does not belong. */
function rightContent(folder: string): string {
  const path = join(folder, 'secret');
  writeFileSync(path, content);
  return path;
}

async function readAll(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}
