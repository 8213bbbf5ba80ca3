import { describe, expect, it } from 'vitest';
import { forgetPerson } from '../../../src/app/people/forget-person.ts';
import { groupPeople } from '../../../src/app/people/group-people.ts';
import { namePerson } from '../../../src/app/people/name-person.ts';
import { faultsOf } from '../../support/checked-library.ts';
import { lookOf, peopleLibrary, seen } from '../../support/people-library.ts';

function rig() {
  const library = peopleLibrary();
  const again = (left?: number) => {
    const at = left === undefined ? {} : { left };
    library.see('a', seen(2, 4, at), seen(1, 8, at), seen(1, 0, at));
    library.see('b', seen(1, 0, at), seen(2, 20, at));
  };
  again();
  groupPeople(library.people);
  return { ...library, again };
}

describe('a person who is forgotten', () => {
  it('has neither name, faces nor photos, and never comes back; others do', async () => {
    const { people, told, again, space, count, path } = rig();
    const id = people.tracks(space).at(1)!.person!;
    namePerson(people, String(id), 'Anna');
    const reference = { same: true, photo: Buffer.alloc(32), thumbnail: Buffer.of(1), vector: lookOf(1) };
    people.change((changes) => changes.addReference(space, { person: id, ...reference }));
    expect(forgetPerson(people, 'anna')).toEqual({ id, name: 'Anna', tracks: 3 });
    const left = told();
    expect(left).toEqual([expect.stringMatching(/^\d: a@5 b@21$/)]);
    expect(people.people()).toHaveLength(1);
    expect(count('reference')).toBe(0);
    // Found again, a little beside, and by other runs of grouping.
    again(107);
    for (const anew of [false, true]) groupPeople(people, { anew });
    expect(told()).toEqual([expect.stringMatching(/^\d: a@5\+7 b@21\+7$/)]);
    expect(await faultsOf(path)).toEqual([]);
  });

  it('is somebody new where she is seen elsewhere later', () => {
    const { people, told, see } = rig();
    forgetPerson(people, String(people.tracks(undefined).at(1)!.person));
    see('c', seen(1, 0));
    groupPeople(people);
    expect(told()).toHaveLength(2);
    expect(told()[1]).toMatch(/^\d+: c@1$/);
  });

  it('has to be known', () => {
    const { people, told } = rig();
    const before = told();
    expect(() => forgetPerson(people, 'Nobody')).toThrow(/nobody in the library is called Nobody/);
    expect(told()).toEqual(before);
  });

  it('may be everybody: then nothing is there until videos are gone through again', async () => {
    const { people, told, again, path } = rig();
    people.change((changes) => changes.forgetAll());
    expect(told()).toEqual([]);
    expect(groupPeople(people)).toBe(0);
    expect(await faultsOf(path)).toEqual([]);
    again();
    expect(groupPeople(people)).toBe(2);
  });
});
