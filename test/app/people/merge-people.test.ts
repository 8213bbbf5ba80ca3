import { describe, expect, it } from 'vitest';
import { groupPeople } from '../../../src/app/people/group-people.ts';
import { mergePeople } from '../../../src/app/people/merge-people.ts';
import { namePerson } from '../../../src/app/people/name-person.ts';
import { faultsOf } from '../../support/checked-library.ts';
import { lookOf, peopleLibrary, seen } from '../../support/people-library.ts';

function rig() {
  const library = peopleLibrary();
  library.see('a', seen(1, 0), seen(1, 4), seen(1, 8), seen(1, 12), seen(3, 16));
  library.see('b', seen(2, 0), seen(2, 4), seen(2, 8), seen(2, 12));
  groupPeople(library.people);
  return {
    ...library,
    merge: (first: string, ...others: string[]) =>
      mergePeople(library.people, first, others, ({ video, place }) => `${video}@${place.time}`),
  };
}

const BOTH = 'a@1 a@13 a@5 a@9 b@1 b@13 b@5 b@9';

describe('people who are merged', () => {
  it.each([false, true])('are one from then on, however unlike they look (anew: %s)', async (anew) => {
    const { people, merge, told, see, path } = rig();
    expect(merge('1', '3')).toEqual({ id: 1, name: undefined });
    expect(told()).toEqual([`1: ${BOTH}`, '2: a@17']);
    expect(groupPeople(people, { anew })).toBe(2);
    expect(told()).toEqual([`1: ${BOTH}`, '2: a@17']);
    // Gone through again, in another order.
    see('b', ...[12, 8, 4, 0].map((second) => seen(2, second, { left: 105 })));
    groupPeople(people, { anew });
    expect(told()[0]?.split(' ')).toHaveLength(9);
    expect(told()).toHaveLength(2);
    // And whoever looks like either is the same.
    see('c', seen(1, 0), seen(2, 4));
    groupPeople(people, { anew });
    expect(told()[0]).toMatch(/c@1 c@5$/);
    expect(await faultsOf(path)).toEqual([]);
  });

  it.each([
    ['1', '3'],
    ['3', '1'],
  ])('have the name of either: %s with %s', (first, second) => {
    const { people, merge, told } = rig();
    namePerson(people, '3', 'Bert');
    expect(merge(first, second)).toEqual({ id: Number(first), name: 'Bert' });
    groupPeople(people, { anew: true });
    expect(told().at(first === '1' ? 0 : -1)).toBe(`Bert: ${BOTH}`);
  });

  it('with two names are refused, and nothing is changed', () => {
    const { people, merge, told } = rig();
    namePerson(people, '1', 'Anna');
    namePerson(people, '3', 'Bert');
    const before = told();
    expect(() => merge('Anna', 'bert')).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: 'they have different names: Anna, Bert',
        hint: expect.stringContaining('heimdex people name "Bert" --none'),
      }),
    );
    expect(told()).toEqual(before);
  });

  it.each([
    ['1', '1'],
    ['1', '2', '2'],
    ['2', '2'],
  ])('are several: %s %s', (...named) => {
    const { merge, told } = rig();
    const before = told();
    expect(() => merge(named[0]!, ...named.slice(1))).toThrow(/not with the same/);
    expect(() => merge('1', '99')).toThrow(/there is no person 99/);
    expect(told()).toEqual(before);
  });

  it('are never seen in one frame: that is told, with where, and nothing is changed', () => {
    const { people, merge, told, see } = rig();
    const video = see('c', seen(1, 0), seen(2, 1, { left: 300 }));
    groupPeople(people);
    const before = told();
    expect(() => merge('1', '3')).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: `one frame shows both, so they are two people: ${video}@1000000`,
        hint: expect.stringContaining(`heimdex people split 3 "${video}@1000000"`),
      }),
    );
    expect(told()).toEqual(before);
  });

  it('go on with what was said of either', () => {
    const { people, merge, told, space } = rig();
    const reference = { same: true, photo: Buffer.alloc(32), thumbnail: Buffer.of(1), vector: lookOf(7) };
    people.change((changes) => {
      const person = changes.addPerson('Gerda');
      changes.addReference(space, { person, ...reference });
    });
    // A person of whom there is a photo only takes faces.
    expect(merge('Gerda', '2')).toMatchObject({ name: 'Gerda' });
    groupPeople(people);
    groupPeople(people, { anew: true });
    expect(told()).toContain('Gerda: a@17');
    merge('1', 'Gerda');
    groupPeople(people, { anew: true });
    expect(told()).toEqual(['Gerda: a@1 a@13 a@17 a@5 a@9', '3: b@1 b@13 b@5 b@9']);
    expect(people.references(space)).toMatchObject([{ person: 1 }]);
  });
});
