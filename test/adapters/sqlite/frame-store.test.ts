import { describe, expect, it } from 'vitest';
import type { Shot } from '../../../src/domain/shot.ts';
import { unit } from '../../../src/domain/vector.ts';
import { fingerprintOf, newLibrary, randomFrames, randomNumbers, SPACE } from '../../support/library.ts';

const sight = { stage: 'sight', parameters: 'p' } as const;
const done = { state: 'done' } as const;

function rig() {
  const library = newLibrary();
  const video = library.videos.addVideo(fingerprintOf('a'));
  const space = library.frames.ensureSpace(SPACE);
  const random = randomNumbers(3);
  return {
    ...library,
    video,
    space,
    random,
    put(frames: ReturnType<typeof randomFrames>, into = space, of = video) {
      const writer = library.frames.writer(of, into, sight);
      writer.add(frames);
      writer.commit(done);
    },
    /** The count that the library keeps, after it was held against the rows. */
    counted(of = space) {
      const kept = library.database
        .prepare('SELECT vectors FROM space WHERE id = ?')
        .pluck()
        .get(of.id) as number;
      expect(kept).toBe(library.count(`vector_${of.id}`));
      return kept;
    },
    times: () =>
      library.database.prepare('SELECT time_us FROM frame WHERE video_id = ? ORDER BY 1').pluck().all(video),
  };
}

describe('a space', () => {
  it('is made once for an identity, whatever the model is called', () => {
    const { frames, space } = rig();
    expect(frames.ensureSpace({ ...SPACE, model: 'renamed', revision: 'c'.repeat(40) }).id).toBe(space.id);
    expect(frames.ensureSpace({ ...SPACE, weights: 'other' }).id).not.toBe(space.id);
    expect(frames.ensureSpace({ ...SPACE, dimension: 16 }).id).not.toBe(space.id);
  });
});

describe('a writer', () => {
  it('shows nothing before it commits', () => {
    const { frames, video, space, count, videos, random } = rig();
    const writer = frames.writer(video, space, sight);
    writer.add(randomFrames(4, random));
    expect([count('frame'), count('vector_1')]).toEqual([0, 0]);
    expect(videos.stageRun(video, sight)).toBeUndefined();
    writer.commit(done);
    expect([count('frame'), count('vector_1')]).toEqual([4, 4]);
    expect(videos.stageRun(video, sight)).toEqual(done);
  });

  it('forgets what it was given when it is discarded, and that harms no later one', () => {
    const { frames, video, space, random, put, times, count } = rig();
    const writer = frames.writer(video, space, sight);
    writer.add(randomFrames(4, random, 8, 50));
    writer.discard();
    expect(count('temp.pending_frame')).toBe(0);
    put(randomFrames(2, random));
    expect(times()).toEqual([0, 1_000_000]);
  });

  it('replaces what the stage had stored before', () => {
    const { put, random, times, counted, search, space } = rig();
    put(randomFrames(5, random));
    const [fresh] = randomFrames(1, random, 8, 2);
    put([fresh!, ...randomFrames(1, random, 8, 9)]);
    expect(times()).toEqual([2_000_000, 9_000_000]);
    expect(counted()).toBe(2);
    expect(search.nearest(space, fresh!.vector, 1, {})[0]).toMatchObject({
      time: 2_000_000,
      score: expect.closeTo(1, 5),
    });
  });

  it('leaves the rows of another space alone, and the frames they hang on', () => {
    const { put, random, frames, times, counted } = rig();
    const other = frames.ensureSpace({ ...SPACE, weights: 'other', dimension: 4 });
    put(randomFrames(3, random));
    put(randomFrames(3, random, 4, 1), other);
    expect([counted(), counted(other)]).toEqual([3, 3]);
    expect(times()).toHaveLength(4);
    put(randomFrames(1, random));
    expect([counted(), counted(other)]).toEqual([1, 3]);
    expect(times()).toEqual([0, 1_000_000, 2_000_000, 3_000_000]);
  });

  it('leaves the old rows and the old record where a commit fails on the way', () => {
    const { frames, video, space, put, random, database, times, counted, videos } = rig();
    put(randomFrames(3, random));
    const before = database.prepare('SELECT * FROM frame JOIN vector_1 ON frame_id = id').all();
    database.exec(
      `CREATE TEMP TRIGGER fault BEFORE INSERT ON main.stage_run BEGIN SELECT RAISE(ABORT, 'fault'); END`,
    );
    const writer = frames.writer(video, space, { ...sight, parameters: 'p' });
    writer.add(randomFrames(6, random, 8, 20));
    expect(() => writer.commit({ state: 'partial', code: 'c', message: 'm' })).toThrow('fault');
    expect(database.prepare('SELECT * FROM frame JOIN vector_1 ON frame_id = id').all()).toEqual(before);
    expect(times()).toHaveLength(3);
    expect(counted()).toBe(3);
    expect(videos.stageRun(video, sight)).toEqual(done);
  });

  it('refuses a vector of another length, and the batch it came with', () => {
    const { frames, video, space, random, count } = rig();
    const writer = frames.writer(video, space, sight);
    const odd = { time: 7, vector: unit([1, 2, 3]), thumbnail: new Uint8Array(1) };
    expect(() => writer.add([...randomFrames(2, random), odd])).toThrow(RangeError);
    writer.commit(done);
    expect(count('frame')).toBe(0);
  });

  it('keeps the quality of frames to the last bit of the hash, and none where none is known', () => {
    const { frames, video, space, random, database } = rig();
    const [first, second, third] = randomFrames(3, random);
    const writer = frames.writer(video, space, sight);
    const quality = { sharpness: 12.5, brightness: 0.25, contrast: 0.5, hash: 0xfedcba9876543210n };
    writer.add([{ ...first!, quality }, { ...second!, quality: { ...quality, hash: 1n } }, third!]);
    writer.commit(done);
    const rows = database
      .prepare('SELECT sharpness, brightness, contrast, hash FROM frame ORDER BY time_us')
      .safeIntegers()
      .all() as { hash: bigint | null }[];
    expect(rows).toEqual([
      { ...quality, hash: expect.anything() },
      { ...quality, hash: 1n },
      { sharpness: null, brightness: null, contrast: null, hash: null },
    ]);
    expect(BigInt.asUintN(64, rows[0]!.hash!)).toBe(quality.hash);
  });

  it('shows shots with the commit, and replaces those of an earlier run', () => {
    const { frames, video, space, random, database, count } = rig();
    const put = (...shots: Shot[]) => {
      const writer = frames.writer(video, space, sight);
      writer.add(randomFrames(1, random));
      writer.addShots(shots.slice(0, 1));
      writer.addShots(shots.slice(1));
      return writer;
    };
    const shots: Shot[] = [
      { start: 0, end: 5, transition: 'start' },
      { start: 5, end: 9, transition: 'fade' },
    ];
    put(...shots).discard();
    const writer = put(...shots);
    expect(count('shot')).toBe(0);
    writer.commit(done);
    const read = () =>
      database.prepare('SELECT start_us AS start, end_us AS end, transition FROM shot ORDER BY 1').all();
    expect(read()).toEqual(shots);
    put({ start: 0, end: 9, transition: 'start' }).commit(done);
    expect(read()).toEqual([{ start: 0, end: 9, transition: 'start' }]);
  });

  it('keeps the counts through many additions, replacements and removals', () => {
    const { frames, videos, random, put, counted, database } = rig();
    const spaces = [frames.ensureSpace(SPACE), frames.ensureSpace({ ...SPACE, weights: 'other' })];
    const volume = { identity: 'v', label: 'v', mountPath: '/v' };
    const file = { absolutePath: '/v/x', bytes: 1, modifiedNs: 0n, inode: 0n };
    for (let round = 0; round < 60; round++) {
      const path = String(Math.floor(random() * 6));
      const video = videos.addVideo(fingerprintOf(path));
      videos.putPlace({ volume, path }, file, video);
      if (random() < 0.25) {
        videos.removePlace(videos.findPlace({ volume, path })!.id);
        videos.removeUnplaced();
      } else {
        put(
          randomFrames(Math.floor(random() * 9), random, 8, Math.floor(random() * 4)),
          spaces[round % 2]!,
          video,
        );
      }
      for (const space of spaces) counted(space);
    }
    expect(database.pragma('foreign_key_check')).toEqual([]);
    const bare =
      'SELECT count(*) FROM frame WHERE id NOT IN (SELECT frame_id FROM vector_1 UNION SELECT frame_id FROM vector_2)';
    expect(database.prepare(bare).pluck().get()).toBe(0);
  });
});
