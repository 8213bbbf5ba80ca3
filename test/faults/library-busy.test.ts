import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { createLibraryLock } from '../../src/adapters/sqlite/create-library-lock.ts';
import { createSearchStore } from '../../src/adapters/sqlite/create-search-store.ts';
import { closeLibrary, openLibraryToRead } from '../../src/adapters/sqlite/open-library.ts';
import { unit } from '../../src/domain/vector.ts';
import { builtModules } from '../support/built-modules.ts';
import { faultsOf } from '../support/checked-library.ts';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { newLibrary, SPACE } from '../support/library.ts';
import { makeVideo, tools } from '../support/media.ts';
import { running } from '../support/running.ts';
import { folderOfSuite } from '../support/suite-folder.ts';
import { tempFolder } from '../support/temp-folder.ts';

const built = builtModules(
  'src/adapters/sqlite/open-library.ts',
  'src/adapters/sqlite/create-library-lock.ts',
  'src/adapters/sqlite/create-frame-store.ts',
  'src/adapters/sqlite/create-video-store.ts',
);
const module = (name: string) => JSON.stringify(new URL(`${name}.js`, built).href);

const sample = join(folderOfSuite(), 'sample.mp4');
beforeAll(() => makeVideo(sample, { seconds: 2 }));

function rigWith(videos: number) {
  const rig = indexRig();
  for (let i = 0; i < videos; i++) writeFileSync(join(rig.videos, `${i}.mp4`), variantOf(sample, i));
  return rig;
}

/** A process that has the lock of a library until it ends. */
const holding = (library: string) =>
  running(`
    const { createLibraryLock } = await import(${module('create-library-lock')});
    await createLibraryLock().acquire(${JSON.stringify(library)}, { signal: new AbortController().signal, limitMs: 0, onWait() {} });
    console.log('held');
    process.stdin.resume();`);

const quiet = { signal: new AbortController().signal, onWait: () => {} };

describe('a library that another run writes to', () => {
  test('B4 is busy: exit 8, and the process is named', async () => {
    const rig = rigWith(1);
    await rig.index();
    const holder = await holding(rig.library);
    const { code, stderr } = await rig.run(['index', rig.videos, '--profile', 'tiny', '--json']);
    expect(code).toBe(8);
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'busy',
      message: `index busy (pid ${holder.pid}): another heimdex writes to ${rig.library}`,
      try: expect.stringContaining('--wait'),
    });
    expect((await rig.run(['search', 'a wall'])).code, 'who only reads is not concerned').toBe(0);
  });

  test('B4 is busy for a run that would watch, and not for one that only says what it would do', async () => {
    const rig = rigWith(1);
    await rig.index();
    await holding(rig.library);
    const run = (...args: string[]) => rig.run(['index', rig.videos, '--profile', 'tiny', ...args]);
    const watching = await run('--watch');
    expect(watching.code, watching.stderr).toBe(8);
    const planning = await run('--dry-run');
    expect(planning.code, planning.stderr).toBe(0);
  });

  test('B4 is waited for with --wait, and then indexed', async () => {
    const rig = rigWith(1);
    await rig.index();
    const holder = await holding(rig.library);
    const { code, stdout, stderr } = await rig.run(
      ['index', rig.videos, '--profile', 'tiny', '--wait', '60'],
      {
        onStart: (child) => {
          let said = '';
          child.stderr.on('data', (chunk: Buffer) => {
            said += chunk;
            if (said.includes('waiting for another heimdex')) holder.kill('SIGKILL');
          });
        },
      },
    );
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`waiting for another heimdex (pid ${holder.pid}) that writes to the library`);
    expect(stdout).toContain('1 unchanged');
    expect(readdirSync(rig.home).filter((name) => name.startsWith('library'))).toEqual(['library.db']);
  });

  test('B4 is still busy when the wait is over', async () => {
    const library = join(tempFolder(), 'library.db');
    await holding(library);
    const told: unknown[] = [];
    const waiting = createLibraryLock().acquire(library, {
      ...quiet,
      limitMs: 500,
      onWait: (processId) => void told.push(processId),
    });
    await expect(waiting).rejects.toMatchObject({ code: 'busy' });
    expect(told).toEqual([expect.any(Number)]);
  });
});

describe('a library that another program holds', () => {
  test('B6 is waited for, and then is busy: exit 8', async () => {
    const rig = rigWith(1);
    await rig.index();
    const before = rig.query('SELECT * FROM place');
    rmVideo(rig);
    const foreign = new Database(rig.library);
    foreign.exec('BEGIN IMMEDIATE');
    const started = performance.now();
    const { code, stderr } = await rig.run(['index', rig.videos, '--profile', 'tiny', '--wait', '1']);
    foreign.close();
    expect(code, stderr).toBe(8);
    expect(stderr).toMatch(/is in use by another program\ntry: wait until it has ended/);
    expect(performance.now() - started, 'it has waited').toBeGreaterThan(1000);
    expect(rig.query('SELECT * FROM place')).toEqual(before);
  });

  test('B6 is written to when the other has ended meanwhile', async () => {
    const rig = rigWith(1);
    await rig.index();
    rmVideo(rig);
    const foreign = new Database(rig.library);
    foreign.exec('BEGIN IMMEDIATE');
    setTimeout(() => foreign.close(), 1500);
    expect((await rig.index()).videos.indexed).toBe(1);
  });
});

/** Puts another video in the place of the first: something to write. */
function rmVideo(rig: ReturnType<typeof indexRig>): void {
  copyFileSync(sample, join(rig.videos, '0.mp4'));
}

describe('who reads while another writes', () => {
  test('B5 sees what was committed last and is never told to wait, also while the log is folded in', async () => {
    const { path, database, frames } = newLibrary();
    frames.ensureSpace(SPACE);
    closeLibrary(database);
    const writer = await running(`
      const { openLibraryToWrite, closeLibrary } = await import(${module('open-library')});
      const { createFrameStore } = await import(${module('create-frame-store')});
      const { createVideoStore } = await import(${module('create-video-store')});
      console.log('ready');
      let isReadEnough = false;
      process.stdin.once('data', () => { isReadEnough = true; }).unref();
      for (let round = 0; round < 25 || !isReadEnough; round++) {
        await new Promise((resolve) => setImmediate(resolve));
        const database = openLibraryToWrite(${JSON.stringify(path)}, 'test');
        const frames = createFrameStore(database);
        const space = frames.ensureSpace(${JSON.stringify(SPACE)});
        for (let video = 0; video < 3; video++) {
          const id = createVideoStore(database).addVideo({ bytes: round * 3 + video, digest: Buffer.alloc(32, round) });
          const writer = frames.writer(id, space, { stage: 'sight', parameters: 'p' });
          writer.add(Array.from({ length: 40 }, (_, i) => ({ time: i, vector: Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0), thumbnail: new Uint8Array(2000) })));
          writer.commit({ state: 'done' });
          database.pragma('wal_checkpoint(TRUNCATE)');
        }
        closeLibrary(database);
      }`);
    const ended = new Promise((resolve) => writer.once('close', resolve));
    let last = 0;
    let reads = 0;
    while (writer.exitCode === null) {
      const reader = openLibraryToRead(path);
      const store = createSearchStore(reader);
      const [space] = store.spaces();
      const hits = store.nearest(space!, unit([1, 0, 0, 0, 0, 0, 0, 0]), 1_000_000, {}).length;
      closeLibrary(reader);
      expect(hits % 40, 'whole videos').toBe(0);
      expect(hits, 'nothing that was seen goes away').toBeGreaterThanOrEqual(last);
      last = hits;
      if (++reads === 11) writer.stdin!.write('enough');
      await turn();
    }
    expect(await ended).toBe(0);
    expect(reads).toBeGreaterThan(10);
    expect(await faultsOf(path)).toEqual([]);
  });

  test('B18 may copy the library with VACUUM INTO, and the copy is whole', async () => {
    const rig = rigWith(10);
    const snapshots: string[] = [];
    let pending = '';
    // An ffmpeg that gives two of the videos only when there are as many copies as should be by then.
    const shim = join(rig.folder, 'ffmpeg');
    const held = (video: number, snapshot: number) =>
      `*/${video}.mp4*-filter_complex*) until [ -e '${rig.folder}/snapshot-${snapshot}.db' ]; do sleep 0.02; done;;`;
    const cases = `case "$*" in ${held(5, 0)} ${held(8, 1)} esac`;
    writeFileSync(shim, `#!/bin/sh\n${cases}\nexec '${tools.ffmpeg}' "$@"\n`, { mode: 0o755 });
    await rig.run(['index', rig.videos, '--profile', 'tiny', '--progress', 'json'], {
      env: { HEIMDEX_FFMPEG: shim },
      onStart: (child) =>
        child.stderr.on('data', (chunk: Buffer) => {
          pending += chunk.toString();
          if (pending.split('"video-indexed"').length - 1 < 2 * (snapshots.length + 1)) return;
          const snapshot = join(rig.folder, `snapshot-${snapshots.length}.db`);
          const database = new Database(rig.library, { readonly: true });
          database.exec(`VACUUM INTO '${snapshot}'`);
          database.close();
          snapshots.push(snapshot);
        }),
    });
    expect(snapshots.length).toBeGreaterThan(1);
    for (const snapshot of snapshots) {
      const { code, stdout, stderr } = await rig.run(['verify', '--db', snapshot]);
      expect(code, stdout + stderr).toBe(0);
      expect(stdout).toMatch(/: \d+ videos?, all as written/);
      expect((await rig.run(['search', 'a wall', '--db', snapshot])).code).toBe(0);
    }
  });
});
