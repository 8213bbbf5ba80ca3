import { expect, it } from 'vitest';
import { createRunLedger } from '../../src/adapters/sqlite/create-run-ledger.ts';
import { createSegmentStore } from '../../src/adapters/sqlite/create-segment-store.ts';
import { readSpaces } from '../../src/adapters/sqlite/spaces.ts';
import { listStale } from '../../src/app/list-stale.ts';
import { SIGHT_SAMPLING, sightStage } from '../../src/app/sight-stage.ts';
import { unit } from '../../src/domain/vector.ts';
import { fingerprintOf, newLibrary, randomFrames, randomNumbers, SPACE } from '../support/library.ts';
import { SENTENCES, say } from '../support/said.ts';

it('measures what is seen by the model for pictures, however many vectors of speech there are', () => {
  const { database, videos, frames } = newLibrary();
  const passages = createSegmentStore(database).ensureSpace({ ...SPACE, weights: 'text', dimension: 2 });
  const space = frames.ensureSpace(SPACE);
  const video = videos.addVideo(fingerprintOf('a'));
  const volume = { identity: 'v', label: 'v', mountPath: '/v' };
  const file = { absolutePath: '/v/a', bytes: 1, modifiedNs: 0n, inode: 0n };
  videos.putPlace({ volume, path: 'a' }, file, video);
  const writer = frames.writer(video, space, sightStage(space, SIGHT_SAMPLING));
  writer.add(randomFrames(1, randomNumbers(1)));
  writer.commit({ state: 'done' });
  const vector = unit([1, 2]);
  say(database, video, SENTENCES, {
    space: passages,
    passages: SENTENCES.map((_, first) => ({ first, last: first, vector })),
  });
  expect(readSpaces(database).map(({ vectors }) => vectors)).toEqual([10, 1]);
  expect(listStale(createRunLedger(database), readSpaces(database))).toEqual([]);
});
