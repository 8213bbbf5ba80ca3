import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { createSearchStore } from '../../adapters/sqlite/create-search-store.ts';
import { findVideo } from '../../app/find-video.ts';
import { findPerson } from '../../app/people/find-person.ts';
import { forgetPerson } from '../../app/people/forget-person.ts';
import { groupPeople } from '../../app/people/group-people.ts';
import { listDoubtful } from '../../app/people/list-doubtful.ts';
import { mergePeople } from '../../app/people/merge-people.ts';
import { namePerson } from '../../app/people/name-person.ts';
import { splitPerson } from '../../app/people/split-person.ts';
import { HeimdexError } from '../../domain/errors.ts';
import { parseVideoTime } from '../../domain/parse-video-time.ts';
import type { PeopleStore, Person } from '../../domain/ports/people.ts';
import { ask, canAsk } from '../ask.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { namedVideo } from '../paths.ts';
import { counted } from '../render/counted.ts';
import { callPerson, changedPersonDocument, placeText } from '../render/people-lines.ts';
import { placeFinder } from './face-places.ts';
import { changingPeople } from './open-people.ts';

/** Says of whom something holds now, after people were made anew by it. */
async function tell(context: Context, people: PeopleStore, person: Person, words: string): Promise<number> {
  const now = people.people().find(({ id }) => id === person.id) ?? person;
  const tracks = people.tracks(undefined).filter((track) => track.person === now.id).length;
  if (context.json)
    await context.printer.document(changedPersonDocument(now, tracks, context.settings.library));
  else await context.printer.result(`${callPerson(now)}${words}: ${counted(tracks, 'face')}`);
  return EXIT_DONE;
}

/** `heimdex people name`. */
export function runPeopleName(
  context: Context,
  { person, name, none }: { person: string; name: string | undefined; none: boolean },
): Promise<number> {
  if ((name === undefined) !== none) {
    throw new HeimdexError('usage', none ? 'a name was given, and --none' : 'no name was given', {
      hint: 'heimdex people name 7 Anna',
    });
  }
  return changingPeople(context, ({ people }) => {
    if (name === undefined) {
      const { id } = findPerson(person, people.people());
      people.change((changes) => changes.namePerson(id, undefined));
      return tell(context, people, { id, name: undefined }, ' has no name');
    }
    const named = namePerson(people, person, name);
    return tell(context, people, named, ` is person ${named.id}`);
  });
}

/** `heimdex people merge`. */
export function runPeopleMerge(
  context: Context,
  { person, others }: { person: string; others: readonly string[] },
): Promise<number> {
  return changingPeople(context, ({ people, database }) => {
    const placeOf = placeFinder(context, database, false);
    const merged = mergePeople(people, person, others, (track) => placeText(track, placeOf));
    groupPeople(people);
    return tell(context, people, merged, ` is one with ${others.join(', ')}`);
  });
}

/** `heimdex people split`. */
export function runPeopleSplit(
  context: Context,
  { person, moments }: { person: string; moments: readonly string[] },
): Promise<number> {
  const asked = moments.map((named) => ({ named, ...parseVideoTime(named) }));
  return changingPeople(context, ({ people, database }) => {
    const places = createSearchStore(database).places();
    const volumes = createVolumes(context.host.platform);
    const found = asked.map(({ named, video, time }) => ({
      named,
      time,
      video: findVideo(namedVideo(context.host, video), places, volumes).video,
    }));
    const taken = new Set(splitPerson(people, person, found));
    groupPeople(people);
    // They may be somebody's who is known already.
    const other = people.tracks(undefined).find(({ id }) => taken.has(id))?.person;
    const shown = findPerson(String(other), people.people());
    return tell(context, people, shown, ` is not ${person}, and is seen there`);
  });
}

/** `heimdex people group`. */
export function runPeopleGroup(
  context: Context,
  { threshold }: { threshold: number | undefined },
): Promise<number> {
  return changingPeople(context, async ({ people }) => {
    const count = groupPeople(people, { threshold, anew: true });
    const doubtful = listDoubtful(people, threshold);
    const { json, printer, settings } = context;
    if (json) {
      await printer.document({
        schema: 'heimdex.people-group/1',
        library: settings.library,
        people: count,
        doubtful: doubtful.length,
      });
    } else {
      const others = doubtful.length > 0 ? `; ${counted(doubtful.length, 'pair')} may be one person` : '';
      await printer.result(`${count === 1 ? '1 person' : `${count} people`}${others}`);
    }
    return EXIT_DONE;
  });
}

/** `heimdex people forget`. */
export async function runPeopleForget(
  context: Context,
  { person, all, yes }: { person: string | undefined; all: boolean; yes: boolean },
): Promise<number> {
  if ((person === undefined) !== all) {
    throw new HeimdexError('usage', all ? 'a person was named, and --all' : 'nobody was named', {
      hint: 'heimdex people forget Anna, or heimdex people forget --all',
    });
  }
  return changingPeople(context, async ({ people }) => {
    const { json, printer, settings } = context;
    const known = person === undefined ? undefined : findPerson(person, people.people());
    const what = known === undefined ? 'all faces and people' : callPerson(known);
    if (!yes && !(await isMeant(context, what))) return EXIT_DONE;
    let faces: number;
    if (known === undefined) {
      faces = people.tracks(undefined).length;
      people.change((changes) => changes.forgetAll());
    } else {
      ({ tracks: faces } = forgetPerson(people, String(known.id)));
    }
    if (json) await printer.document({ schema: 'heimdex.people-forget/1', library: settings.library, faces });
    else await printer.result(`${what}: forgotten, ${counted(faces, 'face')} erased`);
    return EXIT_DONE;
  });
}

async function isMeant(context: Context, what: string): Promise<boolean> {
  if (!canAsk(context)) {
    throw new HeimdexError('usage', `${what} would be erased, and nobody can be asked`, {
      hint: 'say that it is meant: --yes',
    });
  }
  return ask(context, `Erase ${what} from the library? That can’t be undone.`);
}
