import { describe, expect, it } from 'vitest';
import { groupPeople } from '../../../src/app/people/group-people.ts';
import { listDoubtful } from '../../../src/app/people/list-doubtful.ts';
import { listPeople } from '../../../src/app/people/list-people.ts';
import { namePerson } from '../../../src/app/people/name-person.ts';
import { needsGrouping } from '../../../src/app/people/needs-grouping.ts';
import { faultsOf } from '../../support/checked-library.ts';
import { createRandom } from '../../support/cuts/random.ts';
import { makePeople } from '../../support/made-people.ts';
import { compareGroupings } from '../../support/pairwise.ts';
import { lookOf, peopleLibrary, seen } from '../../support/people-library.ts';
import { trackAt } from '../../support/shown.ts';

describe('people', () => {
  it('are made of tracks that look alike, those seen once as well', async () => {
    const { see, people, told, path } = peopleLibrary();
    see('a', seen(1, 0), seen(2, 4), seen(1, 8));
    see('b', seen(2, 0), seen(3, 4));
    expect(needsGrouping(people)).toBe(true);
    expect(groupPeople(people)).toBe(3);
    expect(told()).toEqual(['1: a@1 a@9', '2: a@5 b@1', '3: b@5']);
    expect(needsGrouping(people)).toBe(false);
    expect(await faultsOf(path)).toEqual([]);
  });

  it('go on with their numbers and names when new videos come', () => {
    const { see, people, told } = peopleLibrary();
    see('a', seen(1, 0), seen(2, 4));
    groupPeople(people);
    namePerson(people, '2', 'Bert');
    see('b', seen(2, 0), seen(4, 4), seen(1, 8));
    groupPeople(people);
    expect(told()).toEqual(['1: a@1 b@9', 'Bert: a@5 b@1', '3: b@5']);
  });

  it.each([false, true])('stay who they are when videos are gone through again (anew: %s)', (anew) => {
    const { see, people, told } = peopleLibrary();
    see('a', seen(1, 0), seen(2, 0, { left: 300 }), seen(1, 8));
    see('b', seen(2, 0));
    groupPeople(people);
    namePerson(people, '1', 'Anna');
    // In another order, and a little beside where they were.
    see('a', seen(1, 8, { left: 104 }), seen(2, 0, { left: 306 }), seen(1, 0, { left: 96 }), seen(5, 20));
    expect(groupPeople(people, { anew })).toBe(3);
    expect(told()).toEqual(['Anna: a@1+-4 a@9+4', '2: a@1+206 b@1', '3: a@21']);
    expect(groupPeople(people, { anew })).toBe(3);
    expect(told()).toHaveLength(3);
  });

  it('are nobody where a face has no vector, until one that was known loses it', () => {
    const { see, people, told } = peopleLibrary();
    see('a', seen(1, 0), seen(1, 4, { vector: undefined }));
    expect(groupPeople(people)).toBe(1);
    expect(told()).toEqual(['1: a@1', 'nobody: a@5']);
    expect(needsGrouping(people)).toBe(false);
    see('a', seen(1, 0, { vector: undefined }));
    groupPeople(people);
    expect(told()).toEqual(['1: a@1']);
  });

  it('are two where one frame shows both, however alike they look', () => {
    const { see, people, told } = peopleLibrary();
    const vector = lookOf(1, 0);
    see('a', trackAt(0, { vector }), trackAt(0, { vector, left: 300 }));
    groupPeople(people);
    expect(told()).toEqual(['1: a@1', '2: a@1+200']);
  });

  it('who are seen no more are gone, but for those with a name', () => {
    const { see, people, told } = peopleLibrary();
    see('a', seen(1, 0), seen(2, 4));
    groupPeople(people);
    namePerson(people, '2', 'Bert');
    see('a', seen(3, 40));
    expect(needsGrouping(people)).toBe(true);
    groupPeople(people);
    expect(told()).toEqual(['Bert:', '3: a@41']);
    see('a');
    expect(needsGrouping(people)).toBe(true);
    groupPeople(people);
    expect(told()).toEqual(['Bert:']);
    expect(needsGrouping(people)).toBe(false);
  });

  it('are fewer or more by another threshold', () => {
    const { see, people } = peopleLibrary();
    see('a', ...[0, 4, 8].map((second) => seen(1, second, { vector: lookOf(1, second / 4, 0.5) })));
    expect(groupPeople(people, { threshold: 0.6, anew: true })).toBe(3);
    expect(groupPeople(people, { threshold: 0.4, anew: true })).toBe(1);
  });

  it('who may be one are listed, and stay two', () => {
    const { see, people, told } = peopleLibrary();
    see('a', seen(1, 0), seen(2, 4), seen(3, 8, { vector: lookOf(3, 5, 0.3) }));
    see('b', seen(1, 0), seen(2, 9), seen(3, 8, { vector: lookOf(3, 6, 0.3) }));
    groupPeople(people);
    const before = ['1: a@1 b@1', '2: a@5 b@10', '3: a@9', '4: b@9'];
    expect(told()).toEqual(before);
    expect(listDoubtful(people)).toEqual([{ a: 3, b: 4, similarity: expect.closeTo(0.3) }]);
    expect(listDoubtful(people, 0.5)).toEqual([]);
    expect(told()).toEqual(before);
  });

  it('with a name are listed first, then those who are seen most', () => {
    const { see, people } = peopleLibrary();
    see('a', seen(1, 0), seen(2, 4), seen(2, 8), seen(3, 12));
    see('b', seen(2, 0));
    groupPeople(people);
    namePerson(people, '3', 'Cleo');
    const listed = listPeople(people);
    expect(listed.map(({ id, tracks, videos }) => [id, tracks.length, videos])).toEqual([
      [3, 1, 1],
      [2, 3, 2],
      [1, 1, 1],
    ]);
  });

  it('are found in made faces whatever the order in which their videos come', { timeout: 20_000 }, () => {
    const { tracks, truth } = makePeople({ seed: 5, tracks: 300, people: 8 });
    const videos = [...new Set(tracks.map(({ video }) => video))];
    const random = createRandom(3);
    const orders = [videos, [...videos].sort(() => random() - 0.5)];
    const [one, other] = orders.map((order) => {
      const { see, people, space } = peopleLibrary(128);
      const numbers: number[] = [];
      for (const video of order) {
        const own = tracks.flatMap((track, index) => (track.video === video ? [{ ...track, index }] : []));
        see(
          String(video),
          ...own.map(({ times, vector, quality, index }) => {
            numbers.push(index);
            const { faces, ...rest } = trackAt(0, { left: 500 * (index % 7), vector });
            return { ...rest, best: 0, faces: times.map((time) => ({ ...faces[0]!, time, quality })) };
          }),
        );
        groupPeople(people);
      }
      const found = new Array<number>(tracks.length);
      for (const [place, { person }] of people.tracks(space).entries()) found[numbers[place]!] = person!;
      return found;
    });
    for (const found of [one!, other!]) {
      const { precision, recall } = compareGroupings(found, truth);
      expect(precision).toBeGreaterThan(0.97);
      expect(recall).toBeGreaterThan(0.8);
    }
  });
});
