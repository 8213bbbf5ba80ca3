import { basename } from 'node:path';
import { type ListedPerson, listPeople } from '../../app/people/list-people.ts';
import { namePerson } from '../../app/people/name-person.ts';
import { type Demo, isWithin } from '../../domain/demo.ts';
import { HeimdexError } from '../../domain/errors.ts';
import { toSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { placeFinder } from './face-places.ts';
import { changingPeople, readingPeople } from './open-people.ts';
import { runPeopleName } from './people-changes.ts';
import { runPeopleList } from './people-list.ts';

type DemoPerson = Demo['people'][number];

/**
 * Lists the people of the demo and names those whom it looks for, as a user would who has seen their faces.
 *
 * @returns who was named, and by which number
 * @throws HeimdexError `demo-failed` where nobody, or more than one, is found where the person is seen alone
 */
export async function nameDemoPeople(
  context: Context,
  people: readonly DemoPerson[],
  say: (line: string) => Promise<void>,
): Promise<{ name: string; number: number }[]> {
  if (!context.json) {
    await say('\n$ heimdex people list');
    await runPeopleList(context, { person: undefined, all: false, doubtful: false, html: undefined });
  }
  const named = [];
  for (const person of people) {
    if (!person.named) continue;
    const number = await numberOf(context, person);
    const { name } = person;
    if (context.json) {
      await changingPeople(context, (open) => namePerson(open.people, String(number), name));
    } else {
      await say(`\n$ heimdex people name ${number} ${name}`);
      await runPeopleName(context, { person: String(number), name, none: false });
    }
    named.push({ name, number });
  }
  return named;
}

/** The number of the one who is seen where a person is alone. */
function numberOf(context: Context, { name, alone }: DemoPerson): Promise<number> {
  return readingPeople(context, ({ people, database }) => {
    const placeOf = placeFinder(context, database, true);
    const isThere = ({ tracks }: ListedPerson) =>
      tracks.some((track) => isWithin(alone, basename(placeOf(track).path), toSeconds(track.place.time)));
    const found = listPeople(people).filter(isThere);
    if (found.length === 1) return found[0]!.id;
    throw new HeimdexError(
      'demo-failed',
      `${found.length} people are found where ${name} is seen alone, in ${alone.video} between ${alone.start} and ${alone.end} s`,
      { hint: 'heimdex models verify --profile demo; if that says ok, please report this' },
    );
  });
}
