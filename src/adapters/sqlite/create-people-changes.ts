import type Database from 'better-sqlite3';
import type { PeopleChanges } from '../../domain/ports/people.ts';
import type { FacePlace } from '../../domain/track.ts';
import { partsOfFaces, putChecksums, putPeopleChecksum, putWholeChecksum } from './checksums.ts';
import { readSpacesOf, removeVectors } from './spaces.ts';

/**
 * What can be changed about people. Belongs into a transaction, at whose end `finish` renews the checksums of what was
 * changed.
 */
export function createPeopleChanges(database: Database.Database): {
  changes: PeopleChanges;
  finish(): void;
} {
  const changed = new Set<number>();
  const run = (sql: string, ...parameters: unknown[]) => database.prepare(sql).run(...parameters);
  const removeTracks = (tracks: string, ...parameters: unknown[]) => {
    const videos = database
      .prepare(`SELECT DISTINCT video_id FROM track WHERE id IN (${tracks})`)
      .pluck()
      .all(...parameters);
    for (const video of videos) changed.add(video as number);
    removeVectors(database, readSpacesOf(database, 'tracks'), tracks, ...parameters);
    run(`DELETE FROM track WHERE id IN (${tracks})`, ...parameters);
  };
  const changes: PeopleChanges = {
    addPerson: (name) => Number(run('INSERT INTO person (name) VALUES (?)', name ?? null).lastInsertRowid),
    namePerson: (person, name) => void run('UPDATE person SET name = ? WHERE id = ?', name ?? null, person),
    removePerson: (person) => void run('DELETE FROM person WHERE id = ?', person),
    passOn(from, to) {
      run('UPDATE decision SET person_id = ? WHERE person_id = ?', to, from);
      run('UPDATE OR IGNORE reference SET person_id = ? WHERE person_id = ?', to, from);
    },
    putMemberships(people) {
      const put = database.prepare(
        `INSERT INTO membership (track_id, person_id) VALUES (?, ?)
         ON CONFLICT (track_id) DO UPDATE SET person_id = excluded.person_id`,
      );
      const remove = database.prepare('DELETE FROM membership WHERE track_id = ?');
      for (const [track, person] of people) {
        if (person === undefined) remove.run(track);
        else put.run(track, person);
      }
    },
    addDecision(decision) {
      const other = decision.kind === 'is' ? undefined : decision.other;
      run(
        `INSERT INTO decision (kind, video_id, time_us, x, y, width, height, other_video_id, other_time_us, other_x, other_y,
           other_width, other_height, person_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        decision.kind,
        ...columnsOf(decision.place),
        ...(other === undefined ? Array(6).fill(null) : columnsOf(other)),
        decision.kind === 'is' ? decision.person : null,
      );
    },
    addReference: ({ id }, { person, same, photo, thumbnail, vector }) =>
      void run(
        `INSERT INTO reference (person_id, space_id, positive, photo, thumbnail, value) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (person_id, photo, positive) DO UPDATE SET space_id = excluded.space_id,
           thumbnail = excluded.thumbnail, value = excluded.value`,
        person,
        id,
        same ? 1 : 0,
        photo,
        thumbnail,
        vector,
      ),
    forgetTracks(tracks) {
      for (const track of tracks) {
        run(
          `INSERT INTO decision (kind, video_id, time_us, x, y, width, height)
           SELECT 'forgotten', video_id, time_us, x, y, width, height FROM face JOIN track ON track.id = track_id WHERE track_id = ?`,
          track,
        );
        removeTracks('?', track);
      }
    },
    forgetAll() {
      removeTracks('SELECT id FROM track');
      for (const table of ['decision', 'reference', 'person']) run(`DELETE FROM ${table}`);
    },
  };
  return {
    changes,
    finish() {
      const parts = partsOfFaces(readSpacesOf(database, 'tracks'));
      for (const video of changed) putChecksums(database, video, parts);
      putPeopleChecksum(database);
      putWholeChecksum(database);
    },
  };
}

function columnsOf({ video, time, box }: FacePlace): readonly number[] {
  return [video, time, box.left, box.top, box.width, box.height];
}
