import { createHash } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import type * as HashThreads from '../../../src/adapters/files/create-hash-thread.ts';
import { builtModules } from '../../support/built-modules.ts';
import { someBytes } from '../../support/made-models.ts';

// A thread's file must be built JavaScript.
const built = builtModules(
  'src/adapters/files/create-hash-thread.ts',
  'src/adapters/files/stream-hash-worker.ts',
);
const { createHashThread } = (await import(
  new URL('create-hash-thread.js', built).href
)) as typeof HashThreads;

const LARGE_BYTES = 20_000_000;
const content = someBytes(300_000);

function started() {
  const thread = createHashThread();
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
