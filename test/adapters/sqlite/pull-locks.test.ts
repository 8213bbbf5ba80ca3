import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPullLocks } from '../../../src/adapters/sqlite/create-pull-locks.ts';
import { madeModel } from '../../support/made-models.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const { model } = madeModel('made', { f: new Uint8Array(1) });
const { signal } = new AbortController();

test('D24 a second one waits until the first gives the lock back', async () => {
  const folder = join(tempFolder(), 'not/there/yet');
  const locks = createPullLocks(() => folder);
  const order: string[] = [];
  const release = await locks.acquire(model, { signal, limitMs: 0, onWait: () => order.push('never') });
  const waitedFor: (number | undefined)[] = [];
  const second = locks
    .acquire(model, { signal, limitMs: 60_000, onWait: (processId) => waitedFor.push(processId) })
    .then((releaseSecond) => {
      order.push('second');
      return releaseSecond();
    });
  await new Promise((resolve) => setTimeout(resolve, 300));
  order.push('release');
  await release();
  await second;
  expect(order).toEqual(['release', 'second']);
  expect(waitedFor).toEqual([process.pid]);
});

test('D26 after the limit it is an error that names the process', async () => {
  const folder = tempFolder();
  const locks = createPullLocks(() => folder);
  const release = await locks.acquire(model, { signal, limitMs: 0, onWait: () => {} });
  await expect(locks.acquire(model, { signal, limitMs: 0, onWait: () => {} })).rejects.toMatchObject({
    code: 'busy',
    message: `another heimdex (pid ${process.pid}) is pulling made`,
  });
  await release();
});

test('a stop ends the wait', async () => {
  const folder = tempFolder();
  const locks = createPullLocks(() => folder);
  const release = await locks.acquire(model, { signal, limitMs: 0, onWait: () => {} });
  const stop = new AbortController();
  const waiting = locks.acquire(model, {
    signal: stop.signal,
    limitMs: 60_000,
    onWait: () => stop.abort(143),
  });
  await expect(waiting).rejects.toMatchObject({ code: 'interrupted', cause: 143 });
  await release();
});

test('D24 the lock of a process that is killed is free at once', async () => {
  const folder = tempFolder();
  const script = `const D = require('better-sqlite3');
    const d = new D(process.argv[1], { timeout: 0 });
    d.exec('BEGIN EXCLUSIVE'); console.log('held'); setInterval(() => d.name, 1000);`;
  const child = spawn(process.execPath, ['-e', script, join(folder, 'pull.lock')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const locks = createPullLocks(() => folder);
  await expect(locks.acquire(model, { signal, limitMs: 0, onWait: () => {} })).rejects.toMatchObject({
    code: 'busy',
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const release = await locks.acquire(model, { signal, limitMs: 0, onWait: () => {} });
  await release();
});
