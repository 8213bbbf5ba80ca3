import type Database from 'better-sqlite3';
import type { StageKey, StageRun } from '../../domain/ports/library.ts';
import type { SegmentStore, SegmentWriter } from '../../domain/ports/segments.ts';
import type { Space } from '../../domain/space.ts';
import type { EmbeddedPassage } from '../../domain/speech/embedded-passage.ts';
import { foldText } from '../../domain/speech/fold-text.ts';
import type { Segment } from '../../domain/speech/segment.ts';
import { partsOfSpeech, putChecksums, putTextIndexChecksum, putWholeChecksum } from './checksums.ts';
import { putStageRun } from './create-video-store.ts';
import { removeSpeech } from './remove-speech.ts';
import { passageVectorTable } from './schema-003.ts';
import { SEGMENT_COLUMNS, toSegmentRow } from './segment-rows.ts';
import { addToCount, ensureSpace, readSpacesOf } from './spaces.ts';

/**
 * What is said in videos, in SQLite, with full text and vectors. Text is small: ten hours of speech wait in a few
 * megabytes of memory until they are committed.
 */
export function createSegmentStore(database: Database.Database): SegmentStore {
  return {
    ensureSpace: (identity) => ensureSpace(database, identity, 'passages'),
    writer: (video, space, key) => createWriter(database, video, space, key),
  };
}

function createWriter(
  database: Database.Database,
  video: number,
  space: Space | undefined,
  key: StageKey,
): SegmentWriter {
  let segments: Segment[] = [];
  let passages: EmbeddedPassage[] = [];
  const commit = database.transaction((run: StageRun) => {
    removeSpeech(database, '?', video);
    insertSegments(database, video, segments);
    insertPassages(database, video, space, passages, segments);
    // Its rows are gone: a run with other parameters has to be done again.
    database
      .prepare('DELETE FROM stage_run WHERE video_id = ? AND stage = ? AND parameters <> ?')
      .run(video, key.stage, key.parameters);
    putStageRun(database, video, key, run);
    putChecksums(database, video, partsOfSpeech(readSpacesOf(database, 'passages')));
    if (segments.length > 0) putTextIndexChecksum(database);
    putWholeChecksum(database);
  });
  const forget = () => {
    segments = [];
    passages = [];
  };
  return {
    addSegments(more) {
      for (const segment of more) segments.push(segment);
    },
    addPassages(more) {
      for (const passage of more) refuseMisfit(passage, space, segments.length);
      for (const passage of more) passages.push(passage);
    },
    commit(run) {
      commit.immediate(run);
      forget();
    },
    discard: forget,
  };
}

function refuseMisfit(
  { first, last, vector }: EmbeddedPassage,
  space: Space | undefined,
  segments: number,
): void {
  if (
    !(Number.isInteger(first) && Number.isInteger(last) && first >= 0 && first <= last && last < segments)
  ) {
    throw new RangeError(`a passage of segments ${first} to ${last}, where there are ${segments}`);
  }
  if (vector !== undefined && vector.length !== space?.dimension) {
    throw new RangeError(
      `a vector of ${vector.length} numbers for ${space === undefined ? 'no space' : `a space of ${space.dimension}`}`,
    );
  }
}

function insertSegments(database: Database.Database, video: number, segments: readonly Segment[]): void {
  const insert = database.prepare(
    `INSERT INTO segment (video_id, number, ${SEGMENT_COLUMNS})
     VALUES (@video, @number, @start_us, @end_us, @text, @language, @confidence, @source, @words)`,
  );
  const insertText = database.prepare('INSERT INTO segment_text (rowid, folded) VALUES (?, ?)');
  for (const [number, segment] of segments.entries()) {
    const row = toSegmentRow(segment);
    const { lastInsertRowid } = insert.run({ video, number, ...row });
    insertText.run(lastInsertRowid, foldText(row.text).text);
  }
}

function insertPassages(
  database: Database.Database,
  video: number,
  space: Space | undefined,
  passages: readonly EmbeddedPassage[],
  segments: readonly Segment[],
): void {
  const insert = database.prepare(
    'INSERT INTO passage (video_id, first, last, start_us, end_us) VALUES (?, ?, ?, ?, ?)',
  );
  const insertVector =
    space === undefined
      ? undefined
      : database.prepare(`INSERT INTO ${passageVectorTable(space.id)} (passage_id, value) VALUES (?, ?)`);
  let vectors = 0;
  for (const { first, last, vector } of passages) {
    const covered = segments.slice(first, last + 1);
    const start = Math.min(...covered.map((segment) => segment.start));
    const end = Math.max(...covered.map((segment) => segment.end));
    const { lastInsertRowid } = insert.run(video, first, last, start, end);
    if (vector === undefined) continue;
    insertVector!.run(lastInsertRowid, vector);
    vectors++;
  }
  if (space !== undefined) addToCount(database, space, vectors);
}
