import { describe, expect, it } from 'vitest';
import { createPeopleSearch } from '../../../src/adapters/sqlite/create-people-search.ts';
import { createPeopleStore } from '../../../src/adapters/sqlite/create-people-store.ts';
import { fromSeconds } from '../../../src/domain/time.ts';
import { fingerprintOf, newLibrary, SPACE } from '../../support/library.ts';
import { queryPlansOf } from '../../support/query-plans.ts';
import { faceAt, show, trackAt } from '../../support/shown.ts';

/** Seconds: where shots begin, and the last one ends; and when each face is first seen, how well, and whose it is. */
interface Wish {
  readonly cuts?: readonly number[];
  readonly seen: readonly (readonly [second: number, quality: number, person?: number])[];
}

function rig(...wishes: readonly Wish[]) {
  const { database, videos, frames } = newLibrary();
  const space = frames.ensureSpace(SPACE);
  const store = createPeopleStore(database);
  const [anna, bert, nameless] = store.change(({ addPerson }) => [
    addPerson('Anna'),
    addPerson('Bert'),
    addPerson(),
  ]);
  const ids = wishes.map(({ cuts = [], seen }, index) => {
    const video = videos.addVideo(fingerprintOf(String(index)));
    const writer = frames.writer(video, space, { stage: 'sight', parameters: 'p' });
    writer.addShots(
      cuts.slice(1).map((end, shot) => ({
        start: fromSeconds(cuts[shot]!),
        end: fromSeconds(end),
        transition: 'cut',
      })),
    );
    writer.commit({ state: 'done' });
    const first = store.tracks(undefined).length;
    show(
      database,
      video,
      seen.map(([second, quality], left) =>
        trackAt(second, {
          faces: [second, second + 1].map((time) => ({ ...faceAt(time, 100 * left), quality })),
          vector: undefined,
        }),
      ),
    );
    const tracks = store.tracks(undefined).slice(first);
    store.change(({ putMemberships }) =>
      putMemberships(new Map(tracks.map(({ id }, track) => [id, seen[track]![2]] as const))),
    );
    return video;
  });
  const search = createPeopleSearch(database);
  return {
    database,
    search,
    ids,
    who: { anna, bert, nameless },
    of: (person: number | 'unknown', videos?: readonly number[]) =>
      search
        .sightings(person, videos === undefined ? {} : { videos })
        .map(({ video, start, end, best, quality }) => [
          ids.indexOf(video),
          start / 1e6,
          end / 1e6,
          best / 1e6,
          quality,
        ]),
  };
}

const [ANNA, BERT, NAMELESS] = [1, 2, 3];

describe('sightings', () => {
  it('are the shots in which somebody is seen, once each, the best face first', () => {
    const { of } = rig(
      {
        cuts: [0, 10, 20, 30],
        seen: [
          [1, 0.3, ANNA],
          [4, 0.6, ANNA],
          [7, 0.5, ANNA],
          [10, 0.9, BERT],
          [21, 0.4, ANNA],
        ],
      },
      { cuts: [0, 5], seen: [[3, 0.5, ANNA]] },
    );
    expect(of(ANNA)).toEqual([
      [0, 0, 10, 5, 0.6],
      [1, 0, 5, 4, 0.5],
      [0, 20, 30, 22, 0.4],
    ]);
    expect(of(BERT)).toEqual([[0, 10, 20, 11, 0.9]]);
    expect(of(99)).toEqual([]);
  });

  it('name the track of the best face', () => {
    const { search, database } = rig({
      cuts: [0, 10],
      seen: [
        [1, 0.3, ANNA],
        [4, 0.6, ANNA],
      ],
    });
    const [{ track } = { track: 0 }] = search.sightings(ANNA, {});
    expect(database.prepare('SELECT best_us FROM track WHERE id = ?').pluck().get(track) as number).toBe(
      fromSeconds(5),
    );
  });

  it('of unknown people are faces of nobody, and of people without a name', () => {
    const { of } = rig({
      cuts: [0, 10, 20, 30, 40],
      seen: [
        [1, 0.3, ANNA],
        [2, 0.2],
        [11, 0.5, NAMELESS],
        [21, 0.9, BERT],
      ],
    });
    expect(of('unknown')).toEqual([
      [0, 10, 20, 12, 0.5],
      [0, 0, 10, 3, 0.2],
    ]);
    expect(of(NAMELESS)).toEqual([[0, 10, 20, 12, 0.5]]);
  });

  it('are looked for in the named videos alone', () => {
    const { of, ids } = rig(
      { cuts: [0, 10], seen: [[1, 0.3, ANNA]] },
      {
        cuts: [0, 10],
        seen: [
          [1, 0.4, ANNA],
          [2, 0.4],
        ],
      },
    );
    expect(of(ANNA, [ids[1]!])).toEqual([[1, 0, 10, 2, 0.4]]);
    expect(of('unknown', [ids[0]!])).toEqual([]);
    expect(of(ANNA, [])).toEqual([]);
  });

  it('go from the first face to the last where no shot is known, the last one as long as a frame', () => {
    const { of, database } = rig(
      {
        seen: [
          [1, 0.3, ANNA],
          [8, 0.2, ANNA],
        ],
      },
      { cuts: [0, 5], seen: [[6, 0.1, ANNA]] },
    );
    expect(of(ANNA)).toEqual([
      [0, 1, 3, 2, 0.3],
      [0, 8, 10, 9, 0.2],
      [1, 6, 8, 7, 0.1],
    ]);
    // No longer than the video, which a photo is not at all.
    database.exec('UPDATE video SET start_us = 0, duration_us = 2500000');
    expect(of(ANNA)[0]).toEqual([0, 1, 2.5, 2, 0.3]);
    expect(of(ANNA)[1]).toEqual([0, 8, 9, 9, 0.2]);
  });

  it('of one person never read every track', () => {
    const { database, search, ids } = rig({ cuts: [0, 10], seen: [[1, 0.3, ANNA]] });
    const work = () => {
      search.sightings(ANNA, {});
      search.sightings('unknown', { videos: ids });
    };
    const plans = queryPlansOf(database, work, { videos: '[1]' });
    expect(plans).toHaveLength(2);
    for (const plan of plans) {
      expect(plan.length).toBeGreaterThan(5);
      expect(plan.filter((detail) => /^SCAN (?:track|face|membership|shot|video)\b/.test(detail))).toEqual(
        [],
      );
    }
  });
});

describe('a library', () => {
  it('knows whether faces were looked for, whatever was found', () => {
    const { database, videos } = newLibrary();
    const search = createPeopleSearch(database);
    videos.putDone(videos.addVideo(fingerprintOf('a')), { stage: 'sight', parameters: 'p' });
    expect(search.hasLookedForFaces()).toBe(false);
    expect(rig({ seen: [] }).search.hasLookedForFaces()).toBe(true);
  });

  it('tells its people', () => {
    expect(rig().search.people()).toEqual([
      { id: ANNA, name: 'Anna' },
      { id: BERT, name: 'Bert' },
      { id: NAMELESS, name: undefined },
    ]);
  });
});
