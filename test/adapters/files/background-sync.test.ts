import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createBackgroundSync } from '../../../src/adapters/files/create-background-sync.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const MUCH = 100_000_000;

test('of writes that wait for the disk together one begins the next sync', async () => {
  const handle = await open(join(tempFolder(), 'file'), 'w');
  let running = 0;
  let syncs = 0;
  const datasync = handle.datasync.bind(handle);
  handle.datasync = async () => {
    syncs++;
    expect(++running).toBe(1);
    await datasync();
    running--;
  };
  const sync = createBackgroundSync(handle);
  await sync.wrote(MUCH);
  await Promise.all([MUCH, 1, 1, 1].map((bytes) => sync.wrote(bytes)));
  await sync.done();
  await handle.close();
  expect(syncs).toBe(2);
});

test('a sync in the background that failed is told when the file is to be made safe', async () => {
  const handle = await open(join(tempFolder(), 'file'), 'w');
  const sync = createBackgroundSync(handle);
  await sync.wrote(MUCH);
  await expect(sync.done()).resolves.toBeUndefined();
  // The disk fails: no sync can work on a file that is closed.
  await handle.close();
  await sync.wrote(MUCH);
  await expect(sync.done()).rejects.toThrow();
  await expect(sync.wrote(MUCH)).rejects.toThrow();
});
