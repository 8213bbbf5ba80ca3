import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, type TestContext, test } from 'vitest';
import { needProgram, onDiskOf } from '../support/machine.ts';
import { someBytes } from '../support/made-models.ts';
import { expectError, expectErrorDocument, type PullProgram, pullProgram } from '../support/pull-program.ts';
import { tempFolder } from '../support/temp-folder.ts';

const FILE = 'onnx/model.onnx';
const content = someBytes(3_000_000);

/** All calls that write bytes, whichever the runtime uses; a part may be written by any thread. */
const WRITES = 'write,pwrite64,writev,pwritev,pwritev2';

/** The program under strace, which has system calls on a path fail. */
function withFailing(context: TestContext, path: string, calls: string, how: string) {
  const strace = needProgram(context, 'strace');
  const before = [strace, '-f', '-qq', '-o', '/dev/null', '-P', path, '-e', `inject=${calls}:${how}`];
  // strace counts the calls of each thread by itself: with one there is one count.
  return { before, env: { UV_THREADPOOL_SIZE: '1' } };
}

/** What is left must be the file's beginning and nothing else, and the next pull must end with the whole. */
async function expectRecovery(made: PullProgram, least: number): Promise<void> {
  expect(made.kept()).toEqual([expect.stringMatching(/^onnx\/model\.onnx\.part \d+$/)]);
  const part = readFileSync(join(made.folder, `${FILE}.part`));
  expect(part.length).toBeGreaterThanOrEqual(least);
  expect(part.equals(content.subarray(0, part.length))).toBe(true);
  const before = made.hub.requests.length;
  const { code, stderr } = await made.pull();
  expect(code, stderr).toBe(0);
  expect(made.hub.requests[before]!.headers.range).toBe(
    part.length > 0 ? `bytes=${part.length}-` : undefined,
  );
  expect(made.kept()).toEqual([`${FILE} 3000000`]);
  expect(await made.verifies()).toBe(true);
}

describe('a disk that is too small', () => {
  test('D21 is found out before anything is asked for, with what is needed and what is free', async (context) => {
    const made = await pullProgram({ [FILE]: someBytes(5_000_000) });
    const models = join(made.home, 'models');
    mkdirSync(models);
    const before = onDiskOf(context, { bytes: 3 << 20, folder: models, kept: join(made.home, 'kept') });
    const message = /needs 5\.0 MB, [23]\.\d MB free$/;
    expectError(await made.pull([], { before }), 9, message, /make room, or choose .* --home FOLDER/);
    expectErrorDocument(await made.pull(['--json'], { before }), 9, 'disk-full', message);
    expect(made.hub.requests).toEqual([]);
    expect(made.kept()).toEqual([]);
  });

  test('D22 that others fill meanwhile: what was written is kept', async (context) => {
    const made = await pullProgram({ [FILE]: content });
    const models = join(made.home, 'models');
    mkdirSync(models);
    let goOn = () => {};
    const until = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    // The rest comes when the disk is full.
    made.hub.fault(FILE, { stallAfter: 1_500_000, until });
    const part = join(made.folder, `${FILE}.part`);
    const full = join(tempFolder(), 'full');
    const before = onDiskOf(context, {
      bytes: 4 << 20,
      folder: models,
      kept: join(made.home, 'kept'),
      during: `until [ -s "${part}" ]; do sleep 0.02; done; cat /dev/zero > "${models}/filler"; : > "${full}"`,
    });
    const pulling = made.pull([], { before });
    let isOver = false;
    void pulling.finally(() => {
      isOver = true;
    });
    while (!existsSync(full) && !isOver) await wait(20);
    goOn();
    const result = await pulling;
    expectError(result, 9, /cannot write .*\/onnx\/model\.onnx\.part: the disk is full$/, /make room/);
    // The same disk, with room again.
    rmSync(models, { recursive: true });
    renameSync(join(made.home, 'kept'), models);
    rmSync(join(models, 'filler'));
    await expectRecovery(made, 1);
  });
});

describe('a disk that fails', () => {
  test('D22 with no room for a write: exit 9, and what was written before is kept', async (context) => {
    const made = await pullProgram({ [FILE]: content });
    const part = join(made.folder, `${FILE}.part`);
    const result = await made.pull(['--json'], withFailing(context, part, WRITES, 'error=ENOSPC:when=2+'));
    expectErrorDocument(result, 9, 'disk-full', /cannot write .*\.part: the disk is full$/);
    await expectRecovery(made, 1);
  });

  test('D22 where files may only be so large: exit 9, and what fits is kept', async () => {
    const made = await pullProgram({ [FILE]: content });
    // In units of 512 bytes.
    const before = ['sh', '-c', 'ulimit -f 2048; exec "$@"', 'sh'];
    const message = /cannot write .*\.part: files may not be that large here$/;
    expectError(await made.pull([], { before }), 9, message, /another disk with --home FOLDER/);
    await expectRecovery(made, 1);
  });

  test('D22 while bytes are written: exit 9, and nothing gets a final name', async (context) => {
    const made = await pullProgram({ [FILE]: content });
    const part = join(made.folder, `${FILE}.part`);
    const result = await made.pull([], withFailing(context, part, WRITES, 'error=EIO:when=2+'));
    expectError(result, 9, /cannot write .*\.part: EIO/, /whether the disk is sound/);
    await expectRecovery(made, 1);
  });

  test('D22 while a file is made safe: exit 9, and all of it is dropped, because nobody knows what is there', async (context) => {
    const made = await pullProgram({ [FILE]: content });
    const part = join(made.folder, `${FILE}.part`);
    const failing = withFailing(context, part, 'fsync,fdatasync', 'error=EIO');
    expectError(await made.pull([], failing), 9, /cannot write .*\.part: EIO/, /whether the disk is sound/);
    expect(made.kept()).toEqual([]);
    expect((await made.pull()).code).toBe(0);
    expect(made.hub.requests.map(({ headers }) => headers.range)).toEqual([undefined, undefined]);
    expect(await made.verifies()).toBe(true);
  });
});
