import { describe, expect, it } from 'vitest';
import { createStatusStore } from '../../../src/adapters/sqlite/create-status-store.ts';
import { fingerprintOf, newLibrary, randomFrames, randomNumbers, SPACE } from '../../support/library.ts';

const disk = { identity: 'uuid:1', label: 'disk', mountPath: '/mnt/disk' };
const other = { identity: 'uuid:2', label: 'other', mountPath: '/mnt/other' };
const fileOf = (path: string) => ({
  absolutePath: `/mnt/disk/${path}`,
  bytes: 5,
  modifiedNs: 1_700_000_000_123_456_789n,
  inode: -3n,
});
const sight = { stage: 'sight', parameters: 'p' } as const;

/** A library with one content at each path. */
function libraryOf(...paths: string[]) {
  const library = newLibrary();
  const videos = paths.map((path) => {
    const video = library.videos.addVideo(fingerprintOf(path));
    library.videos.putPlace({ volume: disk, path }, fileOf(path), video);
    return video;
  });
  return { ...library, ids: videos };
}

describe('places', () => {
  it('are found again with size, time and inode to the last digit', () => {
    const { videos, ids } = libraryOf('a/b.mp4');
    expect(videos.findPlace({ volume: disk, path: 'a/b.mp4' })).toEqual({
      id: expect.any(Number),
      video: ids[0],
      volume: 'uuid:1',
      path: 'a/b.mp4',
      bytes: 5,
      modifiedNs: 1_700_000_000_123_456_789n,
      inode: -3n,
    });
    expect(videos.findPlace({ volume: other, path: 'a/b.mp4' })).toBeUndefined();
    expect(videos.findPlace({ volume: disk, path: 'a/B.mp4' })).toBeUndefined();
  });

  it('hold another content after the file was replaced', () => {
    const { videos, ids, count } = libraryOf('a.mp4');
    const replacement = videos.addVideo(fingerprintOf('new'));
    videos.putPlace({ volume: disk, path: 'a.mp4' }, fileOf('a.mp4'), replacement);
    expect(videos.findPlace({ volume: disk, path: 'a.mp4' })!.video).toBe(replacement);
    expect(videos.removeUnplaced()).toBe(1);
    expect(videos.findByFingerprint(fingerprintOf('a.mp4'))).toBeUndefined();
    expect(count('video')).toBe(1);
    expect(ids).not.toContain(replacement);
  });

  it('of one content may be several; it goes with the last of them', () => {
    const { videos, ids } = libraryOf('a.mp4');
    videos.putPlace({ volume: other, path: 'copy.mp4' }, fileOf('copy.mp4'), ids[0]!);
    const { places } = videos.findByFingerprint(fingerprintOf('a.mp4'))!;
    expect(places.map(({ volume, path }) => [volume, path])).toEqual([
      ['uuid:1', 'a.mp4'],
      ['uuid:2', 'copy.mp4'],
    ]);
    videos.removePlace(places[0]!.id);
    expect(videos.removeUnplaced()).toBe(0);
    videos.removePlace(places[1]!.id);
    expect(videos.removeUnplaced()).toBe(1);
  });

  it('below a folder are those and no others, whatever is in the names', () => {
    const paths = [
      'f/a.mp4',
      'f/g/b.mp4',
      'f0/c.mp4',
      'f-/d.mp4',
      'f.mp4',
      'F/e.mp4',
      'x_y/a.mp4',
      'xzy/a.mp4',
      '50%/a.mp4',
      '500/a.mp4',
      'é/a.mp4',
      '😀/a.mp4',
      '/odd.mp4',
    ];
    const { videos } = libraryOf(...paths);
    const below = (folder: string) =>
      videos
        .placesBelow(disk, folder)
        .map(({ path }) => path)
        .sort();
    expect(below('f')).toEqual(['f/a.mp4', 'f/g/b.mp4']);
    expect(below('f/g')).toEqual(['f/g/b.mp4']);
    expect(below('x_y')).toEqual(['x_y/a.mp4']);
    expect(below('50%')).toEqual(['50%/a.mp4']);
    expect(below('😀')).toEqual(['😀/a.mp4']);
    expect(below('nothing')).toEqual([]);
    expect(below('')).toEqual([...paths].sort());
    expect(videos.placesBelow(other, 'f')).toEqual([]);
  });

  it('keep the volume’s present name and mount point', () => {
    const { videos, ids } = libraryOf('a.mp4');
    const moved = { ...disk, label: 'renamed', mountPath: '/media/renamed' };
    videos.putPlace({ volume: moved, path: 'b.mp4' }, fileOf('b.mp4'), ids[0]!);
    expect(videos.volumes()).toEqual([{ ...moved, places: 2 }]);
  });
});

describe('contents', () => {
  it('are one row each, even when two processes add the same one', () => {
    const { videos, ids, count } = libraryOf('a.mp4');
    expect(videos.addVideo(fingerprintOf('a.mp4'))).toBe(ids[0]);
    expect(count('video')).toBe(1);
  });

  it('take everything along that hangs on them, in every space', () => {
    const { videos, frames, ids, count, database } = libraryOf('a.mp4', 'b.mp4');
    const random = randomNumbers(1);
    for (const weights of ['1', '2']) {
      const space = frames.ensureSpace({ ...SPACE, weights });
      for (const video of ids) {
        const writer = frames.writer(video, space, { ...sight, parameters: weights });
        writer.add(randomFrames(3, random));
        writer.commit({ state: 'done' });
      }
    }
    videos.removePlace(videos.findPlace({ volume: disk, path: 'a.mp4' })!.id);
    expect(videos.removeUnplaced()).toBe(1);
    expect([count('frame'), count('vector_1'), count('vector_2'), count('stage_run')]).toEqual([3, 3, 3, 2]);
    expect(database.prepare('SELECT vectors FROM space').pluck().all()).toEqual([3, 3]);
  });
});

describe('the status', () => {
  it('counts a copy as another file of its video, on each volume', () => {
    const { videos, ids, database } = libraryOf('a.mp4', 'b.mp4');
    videos.putPlace({ volume: disk, path: 'copy.mp4' }, fileOf('copy.mp4'), ids[0]!);
    const volumes = [{ ...disk, videos: 2, files: 3 }];
    expect(createStatusStore(database).status()).toMatchObject({ videos: 2, files: 3, volumes });
  });
});

describe('the ledger', () => {
  it('remembers how a stage ended for the parameters it ran with', () => {
    const { videos, ids } = libraryOf('a.mp4');
    expect(videos.stageRun(ids[0]!, sight)).toBeUndefined();
    videos.putFailure(ids[0]!, sight, { code: 'media-unreadable', message: 'no frame' });
    expect(videos.stageRun(ids[0]!, sight)).toEqual({
      state: 'failed',
      code: 'media-unreadable',
      message: 'no frame',
    });
    expect(videos.stageRun(ids[0]!, { ...sight, parameters: 'q' })).toBeUndefined();
  });

  it('shows failures in the status with the file’s whole path', () => {
    const { videos, ids, database } = libraryOf('a.mp4');
    videos.putFailure(ids[0]!, sight, { code: 'media-unreadable', message: 'no frame' });
    videos.putFacts(ids[0]!, {
      container: 'mov',
      codec: 'h264',
      width: 4,
      height: 2,
      duration: 7,
      start: -1,
      frameRate: 25,
      hasAudio: true,
      dynamicRange: 'sdr',
      interlaced: false,
    });
    expect(createStatusStore(database).status()).toMatchObject({
      videos: 1,
      duration: 7,
      frames: 0,
      volumes: [{ ...disk, videos: 1 }],
      failures: [{ path: '/mnt/disk/a.mp4', code: 'media-unreadable', message: 'no frame' }],
    });
  });
});
