import { describe, expect, it } from 'vitest';
import { createSegmentFinder } from '../../../src/adapters/sqlite/create-segment-finder.ts';
import { createSegmentStore } from '../../../src/adapters/sqlite/create-segment-store.ts';
import { unit } from '../../../src/domain/vector.ts';
import { faultsOf } from '../../support/checked-library.ts';
import { fingerprintOf, newLibrary, randomFrames, randomNumbers, SPACE } from '../../support/library.ts';
import { SENTENCES, SPEECH, say, segment, spoken } from '../../support/said.ts';

const done = { state: 'done' } as const;
const vector = unit([1, 2, 3, 4]);
const PASSAGES = { ...SPACE, weights: 'text', dimension: 4 };

function rig() {
  const library = newLibrary();
  const store = createSegmentStore(library.database);
  const space = store.ensureSpace(PASSAGES);
  const video = library.videos.addVideo(fingerprintOf('a'));
  return {
    ...library,
    store,
    space,
    video,
    finder: createSegmentFinder(library.database),
    counts: () =>
      ['segment', 'segment_text', 'passage', `passage_vector_${space.id}`].map((table) =>
        library.count(table),
      ),
    vectors: () =>
      library.database.prepare('SELECT vectors FROM space WHERE id = ?').pluck().get(space.id) as number,
  };
}

describe('a space of passages', () => {
  it('is made once for an identity, and is none of frames', () => {
    const { store, space, search, frames } = rig();
    expect(store.ensureSpace({ ...PASSAGES, model: 'renamed' }).id).toBe(space.id);
    expect(search.spaces()).toEqual([]);
    frames.ensureSpace(SPACE);
    expect(search.spaces().map(({ holds }) => holds)).toEqual(['frames']);
  });
});

describe('a writer', () => {
  it('shows nothing before it commits, and then what it was given', async () => {
    const { store, video, space, videos, finder, counts, vectors, path } = rig();
    const writer = store.writer(video, space, SPEECH);
    expect(writer.addText(SENTENCES.slice(0, 4))).toBe(0);
    expect(writer.addText([])).toBe(5);
    expect(writer.addText(SENTENCES.slice(4))).toBe(5);
    writer.addPassages([
      { first: 0, last: 3, vector },
      { first: 5, last: 10, vector: undefined },
    ]);
    expect(counts()).toEqual([0, 0, 0, 0]);
    expect(videos.stageRun(video, SPEECH)).toBeUndefined();
    writer.commit(done);
    expect(counts()).toEqual([10, 10, 2, 1]);
    expect(vectors()).toBe(1);
    expect(videos.stageRun(video, SPEECH)).toEqual(done);
    expect(finder.texts(video)).toEqual([SENTENCES.slice(0, 4), SENTENCES.slice(4)]);
    expect(await faultsOf(path)).toEqual([]);
  });

  it('forgets what it was given when it is discarded', () => {
    const { store, video, space, finder } = rig();
    const writer = store.writer(video, space, SPEECH);
    writer.addText(SENTENCES);
    writer.discard();
    writer.commit(done);
    expect(finder.texts(video).flat()).toEqual([]);
  });

  it('replaces what the stage had stored before, and what other parameters had', async () => {
    const { store, video, space, videos, database, counts, vectors, finder, path } = rig();
    const passages = [{ first: 0, last: 9, vector }];
    say(database, video, SENTENCES, { space, passages });
    const other = store.ensureSpace({ ...PASSAGES, weights: 'other text' });
    const key = { stage: 'speech', parameters: 'other' } as const;
    const writer = store.writer(video, other, key);
    writer.addText([segment(5, 'Only this.')]);
    writer.addPassages([{ first: 0, last: 0, vector }]);
    writer.commit(done);
    expect(
      finder
        .texts(video)
        .flat()
        .map(({ text }) => text),
    ).toEqual(['Only this.']);
    expect(counts()).toEqual([1, 1, 1, 0]);
    expect(vectors()).toBe(0);
    expect(videos.stageRun(video, SPEECH)).toBeUndefined();
    expect(videos.stageRun(video, key)).toEqual(done);
    expect(await faultsOf(path)).toEqual([]);
  });

  it('leaves other videos and what is seen alone, and goes with its video', async () => {
    const { database, video, videos, space, frames, finder, path, counts, vectors } = rig();
    const [other, gone] = ['b', 'c'].map((name) => videos.addVideo(fingerprintOf(name)));
    const volume = { identity: 'v', label: 'v', mountPath: '/v' };
    for (const [id, name] of [
      [video, 'a'],
      [other!, 'b'],
    ] as const)
      videos.putPlace(
        { volume, path: name },
        { absolutePath: '/v/x', bytes: 1, modifiedNs: 0n, inode: 0n },
        id,
      );
    const sight = frames.ensureSpace(SPACE);
    const writer = frames.writer(other!, sight, { stage: 'sight', parameters: 'p' });
    writer.add(randomFrames(3, randomNumbers(1)));
    writer.commit(done);
    for (const id of [video, other!, gone!])
      say(database, id, SENTENCES, { space, passages: [{ first: 0, last: 9, vector }] });
    say(database, video, []);
    expect(finder.texts(other!).flat()).toEqual(SENTENCES);
    expect(counts()).toEqual([20, 20, 2, 2]);
    expect(videos.removeUnplaced()).toBe(1);
    expect(counts()).toEqual([10, 10, 1, 1]);
    expect(vectors()).toBe(1);
    expect(database.prepare('SELECT count(*) FROM frame').pluck().get()).toBe(3);
    expect(database.pragma('foreign_key_check')).toEqual([]);
    expect(await faultsOf(path)).toEqual([]);
  });

  it('leaves the old rows and the old record where a commit fails on the way', async () => {
    const { database, video, store, space, finder, videos, path } = rig();
    say(database, video, SENTENCES);
    database.exec(
      `CREATE TEMP TRIGGER fault BEFORE INSERT ON main.stage_run BEGIN SELECT RAISE(ABORT, 'fault'); END`,
    );
    const writer = store.writer(video, space, { stage: 'speech', parameters: 'other' });
    writer.addText([segment(0, 'never')]);
    expect(() => writer.commit(done)).toThrow('fault');
    database.exec('DROP TRIGGER fault');
    expect(finder.texts(video).flat()).toEqual(SENTENCES);
    expect(videos.stageRun(video, SPEECH)).toEqual(done);
    expect(await faultsOf(path)).toEqual([]);
  });

  it('refuses a vector of another length, and a passage of segments that are not there', () => {
    const { store, video, space } = rig();
    const writer = store.writer(video, space, SPEECH);
    writer.addText(SENTENCES.slice(0, 3));
    for (const passage of [
      { first: 0, last: 1, vector: unit([1, 2]) },
      { first: 0, last: 3, vector },
      { first: 2, last: 1, vector },
      { first: -1, last: 1, vector },
    ])
      expect(() => writer.addPassages([passage]), JSON.stringify(passage)).toThrow(RangeError);
    const without = store.writer(video, undefined, SPEECH);
    without.addText(SENTENCES);
    expect(() => without.addPassages([{ first: 0, last: 1, vector }])).toThrow(RangeError);
  });

  it('gives a passage the times of all that is said in it', () => {
    const { database, video, space } = rig();
    const overlapping = [
      segment(10, 'first', { end: 99_000_000 }),
      segment(9, 'second'),
      segment(50, 'third'),
    ];
    say(database, video, overlapping, { space, passages: [{ first: 0, last: 2, vector }] });
    expect(database.prepare('SELECT start_us, end_us FROM passage').get()).toEqual({
      start_us: 9_000_000,
      end_us: 99_000_000,
    });
  });

  it('keeps texts as composed, well-formed Unicode', () => {
    const { database, video, finder } = rig();
    say(database, video, [spoken(0, '한국어 cafe\u0301'.normalize('NFD')), segment(5, 'half \ud83d of it')]);
    const [first, second] = finder.texts(video).flat();
    expect(first!.text).toBe('한국어 café');
    expect(first!.words.map(({ text }) => text)).toEqual(['한국어', 'café']);
    expect(second!.text).toBe('half \ufffd of it');
  });
});
