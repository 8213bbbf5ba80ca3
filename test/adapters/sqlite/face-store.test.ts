import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createFaceStore } from '../../../src/adapters/sqlite/create-face-store.ts';
import { createPeopleStore } from '../../../src/adapters/sqlite/create-people-store.ts';
import { closeLibrary } from '../../../src/adapters/sqlite/open-library.ts';
import { fromSeconds } from '../../../src/domain/time.ts';
import { unit } from '../../../src/domain/vector.ts';
import { faultsOf } from '../../support/checked-library.ts';
import { fingerprintOf, newLibrary, randomFrames, randomNumbers, SPACE } from '../../support/library.ts';
import { FACES, faceAt, show, trackAt } from '../../support/shown.ts';

const done = { state: 'done' } as const;

function rig() {
  const library = newLibrary();
  const store = createFaceStore(library.database);
  const space = store.ensureSpace({ ...SPACE, weights: 'faces', dimension: 4 });
  const video = library.videos.addVideo(fingerprintOf('a'));
  const people = createPeopleStore(library.database);
  return {
    ...library,
    store,
    space,
    video,
    people,
    counts: () =>
      ['track', 'face', `track_vector_${space.id}`, 'membership'].map((table) => library.count(table)),
    vectors: () =>
      library.database.prepare('SELECT vectors FROM space WHERE id = ?').pluck().get(space.id) as number,
    /** Makes each track, by its place in the list, somebody's. */
    give: (...persons: (number | undefined)[]) =>
      people.change((changes) =>
        changes.putMemberships(
          new Map(people.tracks(space).map(({ id }, index) => [id, persons[index]] as const)),
        ),
      ),
    persons: () => people.tracks(space).map(({ person }) => person),
  };
}

describe('a writer of faces', () => {
  it('shows nothing before it commits, and then what it was given', async () => {
    const { store, video, space, videos, people, counts, vectors, path } = rig();
    const writer = store.writer(video, space, FACES);
    const tracks = [trackAt(0), trackAt(4, { vector: undefined, best: 0 })];
    writer.add(tracks);
    expect(counts()).toEqual([0, 0, 0, 0]);
    writer.commit(done);
    expect(counts()).toEqual([2, 4, 1, 0]);
    expect(vectors()).toBe(1);
    expect(videos.stageRun(video, FACES)).toEqual(done);
    expect(people.tracks(space)).toEqual(
      tracks.map(({ faces, best, vector }, index) => ({
        id: index + 1,
        video,
        times: faces.map(({ time }) => time),
        place: { video, time: faces[best]!.time, box: faces[best]!.box },
        quality: 0.5,
        vector,
        person: undefined,
      })),
    );
    expect(people.thumbnailOf(2)).toEqual(Buffer.from(tracks[1]!.thumbnail));
    expect(await faultsOf(path)).toEqual([]);
  });

  it('forgets what it was given when it is discarded', () => {
    const { store, video, space, counts } = rig();
    const writer = store.writer(video, space, FACES);
    writer.add([trackAt(0)]);
    writer.discard();
    writer.commit(done);
    expect(counts()).toEqual([0, 0, 0, 0]);
  });

  it('replaces what the stage had stored before, and what other parameters had', async () => {
    const { database, video, space, videos, counts, vectors, path } = rig();
    show(database, video, [trackAt(0), trackAt(3)], space);
    const key = { stage: 'faces', parameters: 'other' } as const;
    show(database, video, [trackAt(7)], space, key);
    expect(counts()).toEqual([1, 2, 1, 0]);
    expect(vectors()).toBe(1);
    expect(videos.stageRun(video, FACES)).toBeUndefined();
    expect(videos.stageRun(video, key)).toEqual(done);
    expect(await faultsOf(path)).toEqual([]);
  });

  it('leaves other videos and what is seen and said alone, and goes with its video', async () => {
    const { database, video, space, videos, frames, counts, vectors, path, give, people } = rig();
    const other = videos.addVideo(fingerprintOf('b'));
    videos.putPlace(
      { volume: { identity: 'v', label: 'v', mountPath: '/v' }, path: 'b.mp4' },
      { absolutePath: '/v/b.mp4', bytes: 1, modifiedNs: 0n, inode: 0n },
      other,
    );
    const seen = frames.writer(other, frames.ensureSpace(SPACE), { stage: 'sight', parameters: 'p' });
    seen.add(randomFrames(3, randomNumbers(1)));
    seen.commit(done);
    show(database, video, [trackAt(0)], space);
    show(database, other, [trackAt(0), trackAt(5)], space);
    const anna = people.change((changes) => changes.addPerson('Anna'));
    give(anna, anna, anna);
    people.change((changes) =>
      changes.addDecision({ kind: 'is', place: people.tracks(space)[0]!.place, person: anna }),
    );
    expect(videos.removeUnplaced()).toBe(1);
    expect(counts()).toEqual([2, 4, 2, 2]);
    expect(vectors()).toBe(2);
    expect(people.decisions()).toEqual([]);
    expect(await faultsOf(path)).toEqual([]);
  });

  it('refuses a vector of another dimension, or one that no space is there for', () => {
    const { store, video, space } = rig();
    const vector = unit([1, 2]);
    expect(() => store.writer(video, space, FACES).add([trackAt(0, { vector })])).toThrow(RangeError);
    expect(() => store.writer(video, undefined, FACES).add([trackAt(0)])).toThrow(/no space/);
  });

  it('tells which frames were chosen, and the shots', () => {
    const { store, video, frames } = rig();
    expect(store.chosen(video)).toEqual({ times: [], shots: [] });
    const writer = frames.writer(video, frames.ensureSpace(SPACE), { stage: 'sight', parameters: 'p' });
    const seen = randomFrames(3, randomNumbers(1));
    const shots = [
      { start: 0, end: 2, transition: 'start' as const },
      { start: 2, end: 9, transition: 'cut' as const },
    ];
    writer.add(seen);
    writer.addShots([...shots].reverse());
    writer.commit(done);
    expect(store.chosen(video)).toEqual({ times: seen.map(({ time }) => time), shots });
  });
});

describe('a video that is gone through again', () => {
  it('has the people of before, whatever the numbers of their tracks', () => {
    const { database, video, space, people, give, persons } = rig();
    show(database, video, [trackAt(0, { left: 100 }), trackAt(0, { left: 300 }), trackAt(9)], space);
    const [anna, bert] = people.change((changes) => [changes.addPerson('Anna'), changes.addPerson()]);
    give(anna, bert, undefined);
    // Found in another order, a little beside where they were, and a face more.
    const again = [trackAt(20), trackAt(9), trackAt(0, { left: 308 }), trackAt(0, { left: 92 })];
    show(database, video, again, space);
    expect(persons()).toEqual([undefined, undefined, bert, anna]);
    // A model that tells nobody apart forgets nobody.
    show(
      database,
      video,
      again.map((track) => ({ ...track, vector: undefined })),
      undefined,
      {
        ...FACES,
        parameters: 'without',
      },
    );
    expect(persons()).toEqual([undefined, undefined, bert, anna]);
  });

  it('gives a track that was two before to whom most of its faces were', () => {
    const { database, video, space, people, give, persons } = rig();
    const three = { faces: [faceAt(2), faceAt(3), faceAt(4)], best: 1 };
    show(database, video, [trackAt(0), { ...trackAt(0), ...three }], space);
    const [anna, bert] = people.change((changes) => [changes.addPerson(), changes.addPerson()]);
    give(anna, bert);
    show(database, video, [{ ...trackAt(0), faces: [0, 1, 2, 3, 4].map((at) => faceAt(at)) }], space);
    expect(persons()).toEqual([bert]);
  });

  it('gives nobody a face that is another one', () => {
    const { database, video, space, people, give, persons } = rig();
    show(database, video, [trackAt(0)], space);
    give(people.change((changes) => changes.addPerson()));
    show(database, video, [trackAt(0, { left: 130 }), trackAt(2)], space);
    expect(persons()).toEqual([undefined, undefined]);
  });

  it.each([
    ['half a second later', { second: 2.5, left: 100 }, true],
    ['more than that later', { second: 2.6, left: 100 }, false],
    ['more than half in its place', { second: 2, left: 112 }, true],
    ['less than half in its place', { second: 2, left: 115 }, false],
  ])('knows a face that is %s, or not', (_, { second, left }, isSame) => {
    const { database, video, space, people, give, persons } = rig();
    const single = (at: number, from: number) => ({ ...trackAt(0), faces: [faceAt(at, from)], best: 0 });
    show(database, video, [single(2, 100)], space);
    const anna = people.change((changes) => changes.addPerson());
    give(anna);
    const again = [single(second, left)];
    show(database, video, again, space);
    expect(persons()).toEqual([isSame ? anna : undefined]);
    show(database, video, [single(2, 100)], space);
    people.change((changes) => changes.forgetTracks([people.tracks(space)[0]!.id]));
    show(database, video, again, space);
    expect(persons()).toHaveLength(isSame ? 0 : 1);
  });

  it('never keeps again what was forgotten', async () => {
    const { database, video, space, people, counts, vectors, path } = rig();
    show(database, video, [trackAt(0), trackAt(0, { left: 300 })], space);
    people.change((changes) => changes.forgetTracks([people.tracks(space)[0]!.id]));
    expect(counts()).toEqual([1, 2, 1, 0]);
    expect(vectors()).toBe(1);
    expect(await faultsOf(path)).toEqual([]);
    const kept = show(
      database,
      video,
      [trackAt(0, { left: 104 }), trackAt(0, { left: 300 }), trackAt(8)],
      space,
    );
    expect(kept).toBe(2);
    expect(people.tracks(space).map(({ place }) => [place.time, place.box.left])).toEqual([
      [fromSeconds(1), 300],
      [fromSeconds(9), 100],
    ]);
    expect(people.decisions()).toEqual([]);
    expect(await faultsOf(path)).toEqual([]);
  });
});

describe('what is forgotten', () => {
  const secret = { thumbnail: Buffer.from('a face that nobody may see again'.repeat(40)) };
  const vector = unit([0.123, 0.456, -0.789, 0.321]);

  it.each(['forgetTracks', 'forgetAll'] as const)(
    'is in the file no more, byte for byte: %s',
    async (verb) => {
      const { database, video, space, people, path } = rig();
      show(database, video, [trackAt(0, { ...secret, vector })], space);
      const reference = { photo: Buffer.alloc(32), thumbnail: secret.thumbnail, vector };
      people.change((changes) => {
        const person = changes.addPerson('Xaverius');
        changes.addReference(space, { person, same: true, ...reference });
        changes.putMemberships(new Map([[1, person]]));
      });
      const holds = (bytes: Buffer | string) => readFileSync(path).includes(bytes);
      database.pragma('wal_checkpoint(TRUNCATE)');
      const traces = [secret.thumbnail.subarray(0, 100), Buffer.from(vector.buffer), 'Xaverius'];
      expect(traces.map(holds)).toEqual([true, true, true]);
      people.change((changes) => {
        if (verb === 'forgetAll') return changes.forgetAll();
        changes.forgetTracks([1]);
        changes.removePerson(1);
      });
      closeLibrary(database);
      expect(traces.map(holds)).toEqual([false, false, false]);
      expect(await faultsOf(path)).toEqual([]);
    },
  );

  it('leaves nothing about people and faces where all is', () => {
    const { database, video, space, people, counts, count, vectors } = rig();
    show(database, video, [trackAt(0), trackAt(5)], space);
    people.change((changes) => {
      const person = changes.addPerson('Anna');
      const [first, second] = people.tracks(space);
      changes.putMemberships(new Map([[first!.id, person]]));
      changes.addDecision({ kind: 'apart', place: first!.place, other: second!.place });
      changes.forgetTracks([second!.id]);
    });
    people.change((changes) => changes.forgetAll());
    expect(counts()).toEqual([0, 0, 0, 0]);
    expect(['person', 'decision', 'reference'].map(count)).toEqual([0, 0, 0]);
    expect(vectors()).toBe(0);
  });
});

describe('what is said of people', () => {
  it('comes back as it was given, in its order', async () => {
    const { database, video, space, people, path } = rig();
    show(database, video, [trackAt(0), trackAt(5)], space);
    const [first, second] = people.tracks(space).map(({ place }) => place);
    const reference = {
      same: false,
      photo: Buffer.alloc(32, 7),
      thumbnail: Buffer.from([1, 2]),
      vector: unit([0, 1, 0, 0]),
    };
    const [anna, bert] = people.change((changes) => {
      const [one, two] = [changes.addPerson('Anna'), changes.addPerson()];
      changes.addDecision({ kind: 'apart', place: second!, other: first! });
      changes.addDecision({ kind: 'is', place: first!, person: one });
      changes.addDecision({ kind: 'same', place: first!, other: second! });
      changes.addReference(space, { person: one, ...reference, thumbnail: Buffer.from([9]) });
      // The same photo again takes the place of the first.
      changes.addReference(space, { person: one, ...reference });
      return [one, two] as const;
    });
    expect(people.people()).toEqual([
      { id: anna, name: 'Anna' },
      { id: bert, name: undefined },
    ]);
    expect(people.decisions()).toEqual([
      { kind: 'apart', place: second, other: first },
      { kind: 'is', place: first, person: anna },
      { kind: 'same', place: first, other: second },
    ]);
    expect(people.references(space)).toEqual([{ person: anna, ...reference }]);
    people.change((changes) => {
      changes.namePerson(bert, 'Bert');
      changes.removePerson(anna);
    });
    expect(people.people()).toEqual([{ id: bert, name: 'Bert' }]);
    expect(people.decisions().map(({ kind }) => kind)).toEqual(['apart', 'same']);
    expect(people.references(space)).toEqual([]);
    expect(await faultsOf(path)).toEqual([]);
  });

  it('is changed wholly or not at all', () => {
    const { people } = rig();
    expect(() =>
      people.change((changes) => {
        changes.addPerson('Anna');
        changes.addPerson('Anna');
      }),
    ).toThrow(/UNIQUE/);
    expect(people.people()).toEqual([]);
  });
});
