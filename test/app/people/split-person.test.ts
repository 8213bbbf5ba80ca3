import { describe, expect, it } from 'vitest';
import { groupPeople } from '../../../src/app/people/group-people.ts';
import { namePerson } from '../../../src/app/people/name-person.ts';
import { splitPerson } from '../../../src/app/people/split-person.ts';
import { fromSeconds } from '../../../src/domain/time.ts';
import { faultsOf } from '../../support/checked-library.ts';
import { peopleLibrary, seen } from '../../support/people-library.ts';

/** Five faces that look alike; those at 0 and 4 show best. */
function rig() {
  const library = peopleLibrary();
  const again = (left?: number) =>
    library.see(
      'a',
      ...[0, 4, 8, 12, 16].map((second) => {
        const track = seen(1, second, left === undefined ? {} : { left });
        const quality = second < 8 ? 0.9 : 0.5;
        return { ...track, faces: track.faces.map((face) => ({ ...face, quality })) };
      }),
    );
  const video = again();
  groupPeople(library.people);
  return {
    ...library,
    again,
    split: (named: string, ...seconds: number[]) =>
      splitPerson(
        library.people,
        named,
        seconds.map((second) => ({ video, time: fromSeconds(second), named: `a.mp4@${second}` })),
      ),
  };
}

describe('a person who is split', () => {
  it.each([
    ['1', false],
    ['1', true],
    ['Anna', false],
    ['Anna', true],
  ] as const)('stays two: %s (anew: %s)', async (named, anew) => {
    const { people, told, split, again, path } = rig();
    if (named === 'Anna') namePerson(people, '1', 'Anna');
    // The best ones, which the name was held to.
    expect(split(named, 0.5, 5)).toEqual([1, 2]);
    const parts = [`${named}: a@13 a@17 a@9`, '2: a@1 a@5'];
    expect(told()).toEqual(parts);
    expect(groupPeople(people, { anew })).toBe(2);
    if (named === 'Anna' || !anew) expect(told()).toEqual(parts);
    again(106);
    groupPeople(people, { anew });
    expect(told().map((line) => line.split(' ').length)).toEqual(
      named === 'Anna' || !anew ? [4, 3] : expect.arrayContaining([4, 3]),
    );
    expect(await faultsOf(path)).toEqual([]);
  });

  it('gives new faces to whom they look like', () => {
    const { people, told, split, see } = rig();
    namePerson(people, '1', 'Anna');
    split('1', 0);
    groupPeople(people);
    see('b', seen(1, 40));
    groupPeople(people);
    expect(told().filter((line) => line.includes('b@41'))).toHaveLength(1);
    expect(told()).toHaveLength(2);
  });

  it.each([
    [[60], 'Anna has no face at a.mp4@60'],
    [[0, 4, 8, 12, 16], 'Anna would have no face left'],
  ])('is refused where nothing can be told apart: %j', (seconds, message) => {
    const { people, told, split } = rig();
    namePerson(people, '1', 'Anna');
    expect(() => split('Anna', ...seconds)).toThrow(expect.objectContaining({ code: 'usage', message }));
    expect(told()).toHaveLength(1);
  });
});
