import { describe, expect, it } from 'vitest';
import { closeLibrary } from '../../../src/adapters/sqlite/open-library.ts';
import type { VideoFacts } from '../../../src/domain/video.ts';
import { faultsOf } from '../../support/checked-library.ts';
import { fingerprintOf, newLibrary } from '../../support/library.ts';

const FACTS: VideoFacts = {
  container: 'mov',
  codec: 'h264',
  width: 4,
  height: 2,
  duration: 7_000_000,
  start: 0,
  frameRate: 25,
  hasAudio: true,
  dynamicRange: 'sdr',
  interlaced: false,
};

const RECORDED = Date.parse('2019-05-17T10:30:00.123Z') * 1000 + 456;
const MODIFIED = Date.parse('2024-05-17T10:30:00Z') * 1000;

/** A library with one video, and what puts it at a path. */
function libraryOfOne() {
  const library = newLibrary();
  const video = library.videos.addVideo(fingerprintOf('a'));
  const volume = { identity: 'v', label: 'v', mountPath: '/v' };
  return {
    ...library,
    video,
    put(path: string, modified: number) {
      const stats = { bytes: 1, modifiedNs: BigInt(modified) * 1000n + 999n, inode: 1n };
      library.videos.putPlace({ volume, path }, { absolutePath: `/v/${path}`, ...stats }, video);
      return library.videos.findPlace({ volume, path })!.id;
    },
  };
}

describe('when a video was recorded', () => {
  it('is what its file says, however old the file is', () => {
    const { videos, video, search, put } = libraryOfOne();
    put('a.mp4', MODIFIED);
    videos.putFacts(video, { ...FACTS, recorded: RECORDED });
    expect(search.times()).toEqual(new Map([[video, { recorded: RECORDED, duration: 7_000_000 }]]));
  });

  it('is as old as the oldest of its files where that does not say', () => {
    const { videos, video, search, put } = libraryOfOne();
    put('later.mp4', MODIFIED + 5);
    const first = put('first.mp4', MODIFIED);
    videos.putFacts(video, FACTS);
    expect(search.times().get(video)).toEqual({ recorded: MODIFIED, duration: 7_000_000 });
    videos.removePlace(first);
    expect(search.times().get(video)?.recorded).toBe(MODIFIED + 5);
  });

  it('is known before anybody has looked into it, and not of what lies nowhere', () => {
    const { video, videos, search, put } = libraryOfOne();
    expect(search.times()).toEqual(new Map());
    const place = put('a.mp4', MODIFIED);
    expect(search.times()).toEqual(new Map([[video, { recorded: MODIFIED, duration: 0 }]]));
    videos.removePlace(place);
    expect(search.times()).toEqual(new Map());
  });

  it('is under the checksum of its facts, and no longer known where the file says no more', async () => {
    const { path, database, video, videos, put, search } = libraryOfOne();
    put('a.mp4', MODIFIED);
    videos.putFacts(video, { ...FACTS, recorded: RECORDED });
    expect(await faultsOf(path)).toEqual([]);
    videos.putFacts(video, FACTS);
    expect(await faultsOf(path)).toEqual([]);
    expect(search.times().get(video)?.recorded).toBe(MODIFIED);
    database.prepare('UPDATE video SET recorded_us = 5').run();
    closeLibrary(database);
    expect(await faultsOf(path)).toMatchObject([{ kind: 'checksum', path: '/v/a.mp4' }]);
  });
});
