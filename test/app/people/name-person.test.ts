import { describe, expect, it } from 'vitest';
import { findPerson } from '../../../src/app/people/find-person.ts';
import { groupPeople } from '../../../src/app/people/group-people.ts';
import { namePerson } from '../../../src/app/people/name-person.ts';
import { lookOf, peopleLibrary, seen } from '../../support/people-library.ts';

function rig() {
  const library = peopleLibrary();
  library.see('a', seen(1, 0), seen(2, 4), seen(1, 8));
  groupPeople(library.people);
  return library;
}

describe('a name', () => {
  it('is somebody’s from now on, in whatever letters it is written', () => {
    const { people } = rig();
    expect(namePerson(people, '1', '  Åsa Weber ')).toEqual({ id: 1, name: 'Åsa Weber' });
    for (const named of ['Åsa Weber', 'åsa weber', 'ÅSA WEBER', ' A\u030asa Weber', '1'])
      expect(findPerson(named, people.people()), named).toEqual({ id: 1, name: 'Åsa Weber' });
    expect(namePerson(people, 'åsa weber', 'Åsa')).toEqual({ id: 1, name: 'Åsa' });
  });

  it.each(['Anna', 'ANNA', ' anna '])('is one person’s only: %s', (name) => {
    const { people } = rig();
    namePerson(people, '1', 'Anna');
    expect(() => namePerson(people, '2', name)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: 'Anna is the name of person 1 already',
        hint: 'are both one person? heimdex people merge "Anna" 2',
      }),
    );
    expect(people.people()[1]?.name).toBeUndefined();
    // Her own, in other letters.
    expect(namePerson(people, '1', name).name).toBe(name.trim());
  });

  it.each(['', '  ', '12', ' 7 ', 'unknown', 'Unknown', 'a\u001b[31mb', 'a\nb'])(
    'is none that a person could not be found by: %j',
    (name) => {
      const { people } = rig();
      expect(() => namePerson(people, '1', name)).toThrow(expect.objectContaining({ code: 'usage' }));
    },
  );

  it('that is not known is an error which says what is near', () => {
    const { people } = rig();
    namePerson(people, '1', 'Margarete');
    const hintFor = (named: string) => {
      try {
        findPerson(named, people.people());
      } catch (error) {
        return (error as { hint: string }).hint;
      }
      return undefined;
    };
    expect(hintFor('Margarethe')).toContain('did you mean Margarete?');
    expect(hintFor('99')).toBe('heimdex people list');
  });

  it('holds her best faces to her though she looks unlike herself by then', () => {
    const { people, see, told } = rig();
    namePerson(people, '1', 'Anna');
    see('a', seen(1, 0), seen(2, 4), seen(1, 8, { vector: lookOf(5) }));
    groupPeople(people, { anew: true });
    expect(told()).toEqual(['Anna: a@1 a@9', '2: a@5']);
  });
});
