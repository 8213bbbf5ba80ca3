import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createFaceStore } from '../../../src/adapters/sqlite/create-face-store.ts';
import { NEWEST_VERSION, schemaOf } from '../../../src/adapters/sqlite/migrate.ts';
import { vectorTableSql } from '../../../src/adapters/sqlite/schema-001.ts';
import { passageVectorTableSql } from '../../../src/adapters/sqlite/schema-003.ts';
import { trackVectorTableSql } from '../../../src/adapters/sqlite/schema-004.ts';
import { faultsOf, filledLibrary } from '../../support/checked-library.ts';
import { fingerprintOf, newLibrary, randomFrames, randomNumbers, SPACE } from '../../support/library.ts';
import { SENTENCES, say } from '../../support/said.ts';
import { show, trackAt } from '../../support/shown.ts';

/** Changes a library with SQL of another tool. */
function change(path: string, sql: string): void {
  const database = new Database(path);
  // A tool may well write to what FTS5 keeps.
  database.unsafeMode(true);
  database.pragma('foreign_keys = OFF');
  const { changes } = database.prepare(sql).run();
  database.close();
  expect(changes, sql).toBeGreaterThan(0);
}

const COLUMNS = (() => {
  const database = new Database(':memory:');
  // FTS5 makes its own tables.
  for (const { name, sql } of schemaOf(NEWEST_VERSION))
    if (sql !== null && !name.startsWith('segment_text_')) database.exec(sql);
  database.exec(vectorTableSql(1));
  database.exec(passageVectorTableSql(2));
  database.exec(trackVectorTableSql(3));
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'segment_text' ORDER BY name")
    .pluck()
    .all() as string[];
  const columns = tables.flatMap((table) =>
    (database.pragma(`table_info(${table})`) as { name: string; type: string }[]).map(
      ({ name, type }) => [`${table}.${name}`, table, name, type] as const,
    ),
  );
  database.close();
  return columns;
})();

/** Another value of the same type. */
const OTHER: Readonly<Record<string, string>> = {
  INTEGER: '%s + 1000',
  REAL: '%s + 0.001',
  TEXT: "%s || 'x'",
  '': "CASE typeof(%s) WHEN 'integer' THEN %s + 1000 ELSE CAST(%s || 'x' AS BLOB) END",
  BLOB: 'CAST(substr(%s, 1, length(%s) - 1) AS BLOB)',
};

describe('a library that is whole', () => {
  it('has no fault', async () => {
    expect(await faultsOf(filledLibrary())).toEqual([]);
  });

  it('has none after many additions, moves and removals', async () => {
    const { path, database, videos, frames, paces } = newLibrary();
    const random = randomNumbers(5);
    const spaces = [frames.ensureSpace(SPACE), frames.ensureSpace({ ...SPACE, weights: 'other' })];
    const tracks = createFaceStore(database).ensureSpace({ ...SPACE, weights: 'faces', dimension: 4 });
    const key = { stage: 'sight', parameters: 'p' } as const;
    const volume = { identity: 'v', label: 'v', mountPath: '/v' };
    for (let round = 0; round < 60; round++) {
      const name = String(Math.floor(random() * 6));
      const video = videos.addVideo(fingerprintOf(name));
      const place = { volume: { ...volume, label: `v${round % 3}` }, path: String(Math.floor(random() * 6)) };
      videos.putPlace(place, { absolutePath: '/v/x', bytes: round, modifiedNs: 0n, inode: 0n }, video);
      const what = random();
      if (what < 0.2) {
        videos.removePlace(videos.findPlace(place)!.id);
        videos.removeUnplaced();
      } else if (what < 0.3) videos.putFailure(video, key, { code: 'c', message: 'm' });
      else if (what < 0.4) videos.putDone(video, key);
      else if (what < 0.55) show(database, video, [trackAt(round), trackAt(round + 1)], tracks);
      else if (what < 0.7) say(database, video, SENTENCES.slice(round % 5, round % 11));
      else {
        const writer = frames.writer(video, spaces[round % 2]!, key);
        writer.add(randomFrames(Math.floor(random() * 9), random, 8, Math.floor(random() * 4)));
        writer.addShots([{ start: round, end: round + 1, transition: 'cut' }]);
        writer.commit({ state: 'done' });
        paces.addToPace(key, 1.4, 2);
      }
      expect(await faultsOf(path), `after round ${round}`).toEqual([]);
    }
  });
});

describe('a library in which another tool has changed', () => {
  it('is held against every column that there is', () => {
    expect(COLUMNS.length).toBeGreaterThan(50);
  });

  it.each(COLUMNS)('%s', async (_, table, column, type) => {
    const path = filledLibrary();
    if (column === 'transition') change(path, "UPDATE shot SET transition = 'fade' WHERE transition = 'cut'");
    else if (column === 'source') change(path, "UPDATE segment SET source = 'track' WHERE id = 1");
    else if (column === 'state') change(path, "UPDATE stage_run SET state = 'done' WHERE video_id = 1");
    else if (column === 'positive') change(path, 'UPDATE reference SET positive = 1 - positive');
    else {
      // Numbers of rows may meet those of others on the way.
      const one = column === 'id' ? ` WHERE id = (SELECT max(id) FROM ${table})` : '';
      change(path, `UPDATE ${table} SET ${column} = ${OTHER[type]!.replaceAll('%s', column)}${one}`);
    }
    let faults: unknown;
    try {
      faults = await faultsOf(path);
    } catch (error) {
      // A space's number names its table: that is a matter of form.
      expect(error).toMatchObject({ code: 'library-damaged' });
      return;
    }
    expect(faults).not.toEqual([]);
  });

  it.each([
    'frame',
    'shot',
    'place',
    'stage_run',
    'checksum',
    'vector_1',
    'video',
    'pace',
    'volume',
    'migration',
    'segment',
    'passage',
    'passage_vector_2',
    'segment_text',
    'segment_text_content',
    'segment_text_docsize',
    'segment_text_data',
    'segment_text_idx',
    'segment_text_config',
    'track',
    'face',
    'track_vector_3',
    'person',
    'membership',
    'decision',
    'reference',
    'code_rule',
    'calibration',
  ])('a row of %s, which it removed', async (table) => {
    const path = filledLibrary();
    const from = { frame: 'id = 3', segment_text: 'rowid = 5' }[table] ?? 'true';
    change(path, `DELETE FROM ${table} WHERE ${from}`);
    expect(await faultsOf(path)).not.toEqual([]);
  });

  it('a full text of a segment that is not there, which it added', async () => {
    const path = filledLibrary();
    change(path, "INSERT INTO segment_text (rowid, folded) VALUES (777, 'nobody said so')");
    expect(await faultsOf(path)).toContainEqual({
      kind: 'count',
      message: '30 full texts expected, 31 are there',
    });
  });

  it('names the video of a segment that says something else, and of one whose full text is gone', async () => {
    for (const sql of [
      "UPDATE segment SET text = text || '!' WHERE video_id = 2 AND number = 4",
      "UPDATE segment_text SET folded = 'something else' WHERE rowid = 12",
      'DELETE FROM segment_text WHERE rowid = 12',
    ]) {
      const path = filledLibrary();
      change(path, sql);
      expect(await faultsOf(path), sql).toContainEqual({
        kind: 'checksum',
        path: '/mnt/drive/b.mp4',
        message: 'video 2: segments: not as written',
      });
    }
  });

  it('names the file of the video whose rows are not as they were written', async () => {
    const path = filledLibrary();
    change(path, "UPDATE frame SET thumbnail = x'00' WHERE video_id = 2 AND time_us = 0");
    expect(await faultsOf(path)).toEqual([
      { kind: 'checksum', path: '/mnt/drive/b.mp4', message: 'video 2: frames: not as written' },
    ]);
  });
});
