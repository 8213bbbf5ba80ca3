import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLibraryLock } from '../../src/adapters/sqlite/create-library-lock.ts';
import { builtModules } from '../support/built-modules.ts';
import { needProgram } from '../support/machine.ts';
import { running } from '../support/running.ts';
import { tempFolder } from '../support/temp-folder.ts';

const built = builtModules('src/adapters/sqlite/create-library-lock.ts');
const LOCK = JSON.stringify(new URL('create-library-lock.js', built).href);

describe('the lock of a library', () => {
  /** Takes and gives back a library's lock without a pause for some time, and fails where it isn't alone with it. */
  const taking = (library: string, seconds: number) => `
    const { createLibraryLock } = await import(${LOCK});
    const { openSync, closeSync, rmSync } = await import('node:fs');
    const lock = createLibraryLock();
    console.log('ready');
    const take = () => lock.acquire(${JSON.stringify(library)}, { signal: new AbortController().signal, limitMs: 0, onWait() {} })
      .catch((error) => { if (error.code !== 'busy') throw error; });
    for (const end = performance.now() + ${seconds} * 1000; performance.now() < end; ) {
      const release = await take();
      if (release === undefined) continue;
      closeSync(openSync(${JSON.stringify(`${library}.alone`)}, 'wx'));
      await new Promise((resolve) => setTimeout(resolve, 2));
      rmSync(${JSON.stringify(`${library}.alone`)});
      release();
    }`;

  async function expectOneAtATime(library: string, children: readonly ChildProcess[]): Promise<void> {
    const codes = await Promise.all(
      // One may have ended before the last has begun.
      children.map((child) => child.exitCode ?? new Promise((resolve) => child.once('exit', resolve))),
    );
    expect(codes).toEqual(children.map(() => 0));
    // Two that try at the same moment can both be refused, and leave the empty file: whoever comes next takes it away.
    const signal = new AbortController().signal;
    const release = await createLibraryLock().acquire(library, { signal, limitMs: 0, onWait() {} });
    release();
    expect(readdirSync(join(library, '..'))).toEqual([]);
  }

  test('B4 has one writer at a time, however many come and go, and their locks leave nothing behind', async () => {
    const library = join(tempFolder(), 'library.db');
    const source = taking(library, 3);
    await expectOneAtATime(library, await Promise.all([running(source), running(source), running(source)]));
  });

  test('B4 has one writer at a time where each is held up between opening the lock and taking it', async (context) => {
    const library = join(tempFolder(), 'library.db');
    const source = taking(library, 4);
    const hold = ['-e', 'trace=fcntl', '-e', 'inject=fcntl:delay_enter=4000'];
    const slow = [needProgram(context, 'strace'), '-f', '-qq', '-o', '/dev/null', ...hold];
    await expectOneAtATime(
      library,
      await Promise.all([running(source, slow), running(source, slow), running(source), running(source)]),
    );
  });
});
