import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createVideoStore } from '../../src/adapters/sqlite/create-video-store.ts';
import { closeLibrary, openLibraryToWrite } from '../../src/adapters/sqlite/open-library.ts';
import { findRun } from '../../src/app/find-run.ts';
import { fingerprintOf } from '../support/library.ts';
import { tempFolder } from '../support/temp-folder.ts';

const KEY = { stage: 'speech', parameters: 'space=none subtitles=prefer model=none' } as const;

/** A content on two drives, whose subtitles beside the one at /away were read. */
function rig({ isAwayMounted }: { isAwayMounted: boolean }) {
  const database = openLibraryToWrite(join(tempFolder(), 'library.db'), 'test');
  onTestFinished(() => closeLibrary(database));
  const videos = createVideoStore(database);
  const video = videos.addVideo(fingerprintOf('a'));
  for (const identity of ['here', 'away']) {
    const volume = { identity, label: identity, mountPath: `/${identity}` };
    const file = { absolutePath: `/${identity}/a.mp4`, bytes: 1, modifiedNs: 0n, inode: 0n };
    videos.putPlace({ volume, path: 'a.mp4' }, file, video);
  }
  videos.putDone(video, { ...KEY, parameters: `${KEY.parameters} sidecars=read` });
  const volumes = {
    of: () => expect.fail('nobody asks'),
    lookAgain() {},
    mountPathOf: ({ identity, mountPath }: { identity: string; mountPath: string }) =>
      identity === 'away' && !isAwayMounted ? undefined : mountPath,
  };
  const run = (stamps: Record<string, string>, key = KEY) =>
    findRun(key, video, '/here/a.mp4', {
      volumes,
      videos,
      sidecars: { stampOf: async (path) => stamps[path] },
    });
  return run;
}

test('what was read beside a copy on a drive that is away holds until it is back', async () => {
  const [away, back] = [rig({ isAwayMounted: false }), rig({ isAwayMounted: true })];
  expect(await away({})).toMatchObject({ state: 'done' });
  expect(await away({ '/here/a.mp4': 'new' })).toMatchObject({ state: 'done' });
  expect(await back({ '/away/a.mp4': 'read' })).toMatchObject({ state: 'done' });
  expect(await back({ '/here/a.mp4': 'new', '/away/a.mp4': 'read' })).toMatchObject({ state: 'done' });
  expect(await back({})).toBeUndefined();
  expect(await back({ '/here/a.mp4': 'new' })).toBeUndefined();
});

test('a copy without subtitle files leaves the turn to one that has some', async () => {
  const run = rig({ isAwayMounted: true });
  expect(await run({ '/away/a.mp4': 'changed' })).toMatchObject({ state: 'done' });
  expect(await run({ '/here/a.mp4': 'new', '/away/a.mp4': 'changed' })).toBeUndefined();
});

test('a run with other parameters is none of this one', async () => {
  const run = rig({ isAwayMounted: false });
  const other = { ...KEY, parameters: KEY.parameters.replace('prefer', 'also') };
  expect(await run({ '/here/a.mp4': 'read' }, other as typeof KEY)).toBeUndefined();
});
