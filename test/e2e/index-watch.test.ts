import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { makeVideo } from '../support/media.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

const sample = join(folderOfSuite(), 'sample.mp4');
beforeAll(() => makeVideo(sample, { seconds: 2 }));

/** Runs `index --watch` on a folder with one video, in step with its events. */
function watching({ settle = '1s', args = [] as string[] } = {}) {
  const rig = indexRig();
  const at = (name: string) => join(rig.videos, name);
  writeFileSync(at('first.mp4'), variantOf(sample, 0));
  let child: ChildProcessWithoutNullStreams | undefined;
  let text = '';
  const ended = rig.run(
    [
      'index',
      rig.videos,
      '--profile',
      'tiny',
      '--json',
      '--progress',
      'json',
      '--watch',
      '--settle',
      settle,
      ...args,
    ],
    {
      onStart(started) {
        child = started;
        started.stderr.on('data', (chunk: Buffer) => {
          text += chunk;
        });
      },
    },
  );
  const events = () =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  return {
    ...rig,
    at,
    started: (name: string) =>
      events().some(({ kind, path }) => kind === 'video-started' && path === at(name)),
    async until(isReached: () => boolean) {
      // The test's own limit comes a little later, and would not show what was told so far.
      for (let tries = 0; tries < 1000 && !isReached(); tries++) await wait(100);
      expect(isReached(), text).toBe(true);
    },
    indexed: (name: string) =>
      events().some(
        ({ kind, stage, path }) => kind === 'video-indexed' && stage === 'speech' && path === at(name),
      ),
    places: () => rig.query<{ n: number }>('SELECT count(*) AS n FROM place')[0]!.n,
    async end(signal: NodeJS.Signals = 'SIGINT') {
      child!.kill(signal);
      const result = await ended;
      return { ...result, document: JSON.parse(result.stdout) };
    },
  };
}

describe('heimdex index --watch', () => {
  it('indexes what comes when it is whole, forgets what goes, and ends in order', async () => {
    // Far longer than the file stands still while it grows.
    const watch = watching({ settle: '2s' });
    await watch.until(() => watch.indexed('first.mp4'));
    const content = variantOf(sample, 1);
    const step = Math.ceil(content.length / 8);
    writeFileSync(watch.at('grows.mp4'), '');
    for (let from = 0; from < content.length; from += step) {
      await wait(400);
      expect(watch.started('grows.mp4')).toBe(false);
      appendFileSync(watch.at('grows.mp4'), content.subarray(from, from + step));
    }
    await watch.until(() => watch.indexed('grows.mp4'));
    mkdirSync(watch.at('new/deep'), { recursive: true });
    writeFileSync(watch.at('new/deep/third.mp4'), variantOf(sample, 2));
    await watch.until(() => watch.indexed('new/deep/third.mp4'));
    // The new folder is watched itself.
    writeFileSync(watch.at('new/deep/fourth.mp4'), variantOf(sample, 3));
    await watch.until(() => watch.indexed('new/deep/fourth.mp4'));
    renameSync(watch.at('first.mp4'), watch.at('new/moved.mp4'));
    await wait(100);
    rmSync(watch.at('new/deep'), { recursive: true });
    await watch.until(() => watch.places() === 2);
    const { code, document } = await watch.end();
    expect(code).toBe(0);
    expect(document).toMatchObject({
      schema: 'heimdex.index/1',
      videos: { indexed: 4, moved: 1, gone: 2, failed: 0 },
      problems: [],
      interrupted: false,
    });
    expect(readdirSync(watch.home).filter((name) => name.startsWith('library'))).toEqual(['library.db']);
  });

  it('looks through all again and again where it is asked to, with no events', async () => {
    const watch = watching({ args: ['--poll', '1s'] });
    await watch.until(() => watch.indexed('first.mp4'));
    writeFileSync(watch.at('second.mp4'), variantOf(sample, 1));
    await watch.until(() => watch.indexed('second.mp4'));
    const { code, document } = await watch.end('SIGTERM');
    expect([code, document.videos.indexed]).toEqual([0, 2]);
  });

  it('ends with 0 where it is interrupted while it only looks through', async () => {
    // Without a rest between two looks the signal comes in one of them.
    const watch = watching({ args: ['--poll', '0.001s'] });
    await watch.until(() => watch.indexed('first.mp4'));
    await wait(500);
    const { code, document } = await watch.end('SIGTERM');
    expect([code, document.interrupted, document.videos.indexed]).toEqual([0, false, 1]);
  });

  it.each([['--dry-run'], ['--budget', '1h']])('is not for a run with %s', async (...args) => {
    const rig = indexRig();
    const { code, stderr } = await rig.run(['index', rig.videos, '--watch', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be used with')]);
  });
});
