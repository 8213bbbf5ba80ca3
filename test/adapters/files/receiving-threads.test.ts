import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type * as Receiving from '../../../src/adapters/files/create-receiving-threads.ts';
import { builtModules } from '../../support/built-modules.ts';
import { someBytes } from '../../support/made-models.ts';
import { tempFolder } from '../../support/temp-folder.ts';

// A thread's file must be built JavaScript.
const built = builtModules(
  'src/adapters/files/create-receiving-threads.ts',
  'src/adapters/files/stream-hash-worker.ts',
  'src/adapters/files/write-worker.ts',
);
const { createReceivingThreads } = (await import(
  new URL('create-receiving-threads.js', built).href
)) as typeof Receiving;

const LARGE_BYTES = 20_000_000;
const content = someBytes(300_000);

function started() {
  const thread = createReceivingThreads();
  onTestFinished(() => thread.close());
  return thread;
}

test('files that are hashed at once in the thread do not mix', async () => {
  const thread = started();
  const hashes = [thread.start('sha256', LARGE_BYTES), thread.start('git-sha1', LARGE_BYTES)] as const;
  for (let at = 0; at < content.length; at += 70_000) {
    for (const hash of hashes) void hash.update(content.subarray(at, at + 70_000));
  }
  const expected = [
    createHash('sha256').update(content).digest('hex'),
    createHash('sha1').update(`blob ${LARGE_BYTES}\0`).update(content).digest('hex'),
  ];
  expect(await Promise.all(hashes.map((hash) => hash.digest()))).toEqual(expected);
});

test('what it writes lies in the file, in order, and is hashed', async () => {
  const path = join(tempFolder(), 'file');
  const handle = await open(path, 'w');
  const writer = started().start('sha256', LARGE_BYTES);
  const pieces = [];
  for (let at = 0; at < content.length; at += 140_000) {
    pieces.push(writer.write(handle, content.subarray(at, at + 140_000), at));
  }
  await Promise.all(pieces);
  await handle.close();
  expect(readFileSync(path).equals(content)).toBe(true);
  expect(await writer.digest()).toBe(createHash('sha256').update(content).digest('hex'));
});

test('a write that failed tells its code, and nothing is written after it: the file has no hole', async () => {
  const path = join(tempFolder(), 'file');
  writeFileSync(path, '');
  const readOnly = await open(path, 'r');
  const handle = await open(path, 'r+');
  const thread = started();
  const writer = thread.start('sha256', LARGE_BYTES);
  const other = thread.start('sha256', LARGE_BYTES);
  const asked = [
    writer.write(readOnly, content, 0),
    writer.write(handle, content, content.length),
    writer.digest(),
  ];
  const refused = {
    status: 'rejected',
    reason: expect.objectContaining({ code: 'EBADF', syscall: 'write' }),
  };
  expect(await Promise.allSettled(asked)).toEqual([refused, refused, refused]);
  expect(readFileSync(path)).toHaveLength(0);
  await other.write(handle, content, 0);
  expect(readFileSync(path).equals(content)).toBe(true);
  await Promise.all([handle.close(), readOnly.close()]);
});

test('a thread that is ended has stopped writing when what waits for it fails', async () => {
  const path = join(tempFolder(), 'file');
  const handle = await open(path, 'w');
  const thread = started();
  const writer = thread.start('sha256', LARGE_BYTES);
  const large = new Uint8Array(new SharedArrayBuffer(400_000_000));
  const size = async () => (await handle.stat()).size;
  const written = writer.write(handle, large, 0);
  const seen = expect(
    written.finally(async () => {
      const then = await size();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await size()).toBe(then);
    }),
  ).rejects.toThrow('has been ended');
  while ((await size()) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  await thread.close();
  await seen;
  await handle.close();
});

test('a hash that was dropped disturbs no other', async () => {
  const thread = started();
  const dropped = thread.start('sha256', LARGE_BYTES);
  await dropped.update(content);
  const kept = thread.start('sha256', LARGE_BYTES);
  dropped.drop();
  await kept.update(content);
  expect(await kept.digest()).toBe(createHash('sha256').update(content).digest('hex'));
});

test('small files are hashed without the thread: they need none that lives', async () => {
  const thread = started();
  await thread.close();
  const hash = thread.start('sha256', content.length);
  await hash.update(content);
  expect(await hash.digest()).toBe(createHash('sha256').update(content).digest('hex'));
});

test('a thread that has ended fails what is asked of it, and does not leave it waiting', async () => {
  const thread = started();
  const hash = thread.start('sha256', LARGE_BYTES);
  const asked = hash.digest();
  const lost = expect(asked).rejects.toThrow('has been ended');
  await thread.close();
  await lost;
  await expect(hash.update(content)).rejects.toThrow('has been ended');
});
