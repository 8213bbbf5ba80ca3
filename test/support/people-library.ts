import { createFaceStore } from '../../src/adapters/sqlite/create-face-store.ts';
import { createPeopleStore } from '../../src/adapters/sqlite/create-people-store.ts';
import type { StoredTrack } from '../../src/domain/ports/people.ts';
import { toSeconds } from '../../src/domain/time.ts';
import type { Track } from '../../src/domain/track.ts';
import { type UnitVector, unit } from '../../src/domain/vector.ts';
import { fingerprintOf, newLibrary, SPACE } from './library.ts';
import { show, trackAt } from './shown.ts';

const DIMENSION = 16;

/** How somebody looks; `alike` is the cosine of two pictures of one person. */
export function lookOf(somebody: number, picture = 0, alike = 0.8): UnitVector {
  const numbers = new Array<number>(DIMENSION).fill(0);
  numbers[somebody] = Math.sqrt(alike);
  numbers[DIMENSION - 1 - (picture % 8)] = Math.sqrt(1 - alike);
  return unit(numbers);
}

/** Somebody seen at a second, so far from the left edge. */
export function seen(somebody: number, second: number, changes: Parameters<typeof trackAt>[1] = {}): Track {
  return trackAt(second, { vector: lookOf(somebody, second), ...changes });
}

/** A library of faces, with the vectors of a model that tells people apart well. */
export function peopleLibrary(dimension = DIMENSION) {
  const library = newLibrary();
  const space = createFaceStore(library.database).ensureSpace({
    ...SPACE,
    weights: 'faces',
    dimension,
  });
  const people = createPeopleStore(library.database);
  const names = new Map<number, string>();
  const nameOf = ({ video, place }: StoredTrack) =>
    `${names.get(video)}@${Math.floor(toSeconds(place.time))}${place.box.left === 100 ? '' : `+${place.box.left - 100}`}`;
  return {
    ...library,
    space,
    people,
    /** A video in which somebody is seen, or other people than before. */
    see(name: string, ...tracks: readonly Track[]): number {
      const known = [...names].find(([, each]) => each === name)?.[0];
      const video = known ?? library.videos.addVideo(fingerprintOf(name));
      names.set(video, name);
      show(library.database, video, tracks, space);
      return video;
    },
    /** The people as `number or name: where they are seen`; those of nobody come last. */
    told(): string[] {
      const tracks = people.tracks(space);
      const lines = [...people.people(), { id: undefined, name: 'nobody' }].map(({ id, name }) => {
        const own = tracks.filter(({ person }) => person === id).map(nameOf);
        return `${name ?? id}: ${own.sort().join(' ')}`.trim();
      });
      return lines.filter((line) => line !== 'nobody:');
    },
  };
}
