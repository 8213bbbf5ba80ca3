import type Database from 'better-sqlite3';
import type { Person } from '../../domain/ports/people.ts';
import type { PeopleSearch, Sighting } from '../../domain/ports/people-search.ts';
import { fromSeconds } from '../../domain/time.ts';

/** A face of a video whose shots are not known stands for so long, as its frame does (domain/stretch.ts). */
const ALONE = fromSeconds(1);

/** When the last of a track's faces ends: a second after it, as far as the video goes. */
const LAST_ALONE = `max(max(time_us), min(max(time_us) + ${ALONE},
  ifnull((SELECT start_us + duration_us FROM video WHERE id = seen.video), max(time_us) + ${ALONE})))`;

/** Tracks of a person, found by the index of memberships; and of nobody who has a name. */
const OF_PERSON = `membership CROSS JOIN track ON track.id = membership.track_id WHERE membership.person_id = @person`;
const OF_UNKNOWN = `track LEFT JOIN membership ON membership.track_id = track.id
  LEFT JOIN person ON person.id = membership.person_id WHERE person.name IS NULL`;

/** Where people are seen, in SQLite. */
export function createPeopleSearch(database: Database.Database): PeopleSearch {
  return {
    hasLookedForFaces: () =>
      database.prepare("SELECT 1 FROM stage_run WHERE stage = 'faces' LIMIT 1").get() !== undefined,
    people: () =>
      (
        database.prepare('SELECT id, name FROM person ORDER BY id').all() as {
          id: number;
          name: string | null;
        }[]
      ).map(({ id, name }): Person => ({ id, name: name ?? undefined })),
    sightings(person, { videos }) {
      const inVideos =
        videos === undefined ? '' : 'AND track.video_id IN (SELECT value FROM json_each(@videos))';
      return database
        .prepare(
          `WITH seen AS (
             SELECT track.id AS track, track.video_id AS video, best_us AS best,
               (SELECT quality FROM face WHERE track_id = track.id AND time_us = best_us) AS quality,
               -- A track lies in one shot: of those that begin before a face of it the last one.
               (SELECT max(start_us) FROM shot WHERE shot.video_id = track.video_id AND start_us <= best_us) AS cut
             FROM ${person === 'unknown' ? OF_UNKNOWN : OF_PERSON} ${inVideos})
           -- Of the row with the highest quality SQLite gives the other columns, too.
           SELECT video, coalesce(start_us, (SELECT min(time_us) FROM face WHERE track_id = track)) AS start,
             coalesce(end_us, (SELECT ${LAST_ALONE} FROM face WHERE track_id = track)) AS end,
             track, best, max(quality) AS quality
           FROM seen LEFT JOIN shot ON shot.video_id = video AND start_us = cut AND end_us > best
           GROUP BY 1, 2, 3 ORDER BY 6 DESC, 1, 2`,
        )
        .all({
          ...(person === 'unknown' ? {} : { person }),
          ...(videos === undefined ? {} : { videos: JSON.stringify(videos) }),
        }) as Sighting[];
    },
  };
}
