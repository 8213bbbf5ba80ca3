import { cutOut } from '../../domain/cut-out.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { VideoFilter } from '../../domain/ports/library.ts';
import type { PeopleSearch, Sighting } from '../../domain/ports/people-search.ts';
import type { Clause, PersonTerm } from '../../domain/query/query.ts';
import { createStretchMap } from '../../domain/stretch-map.ts';
import type { Company, Whereabouts } from '../../domain/whereabouts.ts';
import { type NamedPerson, resolvePerson } from '../people/resolve-person.ts';

type Unranked = Omit<Company, 'rank'>;

/**
 * Finds where the people of a query are, and where those are who may not be.
 *
 * @returns undefined where the query names nobody
 * @throws HeimdexError `usage` where no faces were looked for, or nobody is called so
 */
export function findPeople(
  { wanted, unwanted }: Clause['people'],
  people: PeopleSearch,
  filter: VideoFilter,
): Whereabouts | undefined {
  if (wanted.length + unwanted.length === 0) return undefined;
  if (!people.hasLookedForFaces()) {
    throw new HeimdexError('usage', 'no faces were looked for in the videos of this library', {
      hint: 'heimdex index FOLDER --only faces',
    });
  }
  const resolve = resolveAll(people);
  const [present, absent] = [resolve(wanted), resolve(unwanted)];
  // Nobody is looked for where another one is not. Unknown faces are the most, and come last.
  let places = filter;
  let found: Unranked[] | undefined;
  for (const person of [...present].sort(
    (a, b) => Number(a.who === 'unknown') - Number(b.who === 'unknown'),
  )) {
    const seen = people.sightings(person.who, places).map((sighting) => toCompany(sighting, person.name));
    found = found === undefined ? seen : meet(found, seen);
    places = { videos: [...new Set(found.map(({ video }) => video))] };
  }
  const without = absent.flatMap(({ who }) => people.sightings(who, places));
  if (found === undefined) return { together: undefined, without };
  const holes = createStretchMap(without);
  const together = found
    .flatMap((company) => cutOut(company, holes.at(company)).map((part) => within(company, part)))
    .sort((a, b) => b.score - a.score || a.video - b.video || a.start - b.start)
    .map((company, index) => ({ ...company, rank: index + 1 }));
  return { together, without };
}

function toCompany({ video, start, end, best, quality }: Sighting, name: string): Unranked {
  return { video, start, end, best, score: quality, seen: [{ name, quality }] };
}

/** Each person once, however often named. */
function resolveAll(people: PeopleSearch): (terms: readonly PersonTerm[]) => NamedPerson[] {
  const known = people.people();
  return (terms) => [
    ...new Map(
      terms.map((term) => {
        const person = resolvePerson(term, known);
        return [person.who, person] as const;
      }),
    ).values(),
  ];
}

/** Where both are. */
function meet(some: readonly Unranked[], others: readonly Unranked[]): Unranked[] {
  const map = createStretchMap(others);
  return some.flatMap((one) =>
    map.at(one).map((other) => ({
      ...within(one, {
        start: Math.max(one.start, other.start),
        end: Math.min(one.end, other.end),
      }),
      score: Math.min(one.score, other.score),
      seen: [...one.seen, ...other.seen],
    })),
  );
}

function within(company: Unranked, { start, end }: { start: number; end: number }): Unranked {
  return { ...company, start, end, best: Math.min(Math.max(company.best, start), end) };
}
