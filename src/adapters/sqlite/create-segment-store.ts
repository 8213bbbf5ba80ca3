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
  const segments = new Map<number, Segment>();
  let next = 0;
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
    if (segments.size > 0) putTextIndexChecksum(database);
    putWholeChecksum(database);
  });
  const forget = () => {
    segments.clear();
    next = 0;
    passages = [];
  };
  return {
    addText(text) {
      const first = next;
      for (const segment of text) segments.set(next++, segment);
      // The number that is left out is what tells two texts of one source apart.
      if (text.length > 0) next++;
      return first;
    },
    addPassages(more) {
      for (const passage of more) refuseMisfit(passage, space, segments);
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
  segments: ReadonlyMap<number, Segment>,
): void {
  if (covered(segments, first, last) === undefined) {
    throw new RangeError(`a passage of segments ${first} to ${last}, which are not all there`);
  }
  if (vector !== undefined && vector.length !== space?.dimension) {
    throw new RangeError(
      `a vector of ${vector.length} numbers for ${space === undefined ? 'no space' : `a space of ${space.dimension}`}`,
    );
  }
}

/** The segments of a passage; undefined where one is not there, as between two texts. */
function covered(
  segments: ReadonlyMap<number, Segment>,
  first: number,
  last: number,
): readonly Segment[] | undefined {
  const found: Segment[] = [];
  for (let number = first; number <= last; number++) {
    const segment = segments.get(number);
    if (segment === undefined) return undefined;
    found.push(segment);
  }
  return found.length === 0 ? undefined : found;
}

function insertSegments(
  database: Database.Database,
  video: number,
  segments: ReadonlyMap<number, Segment>,
): void {
  const insert = database.prepare(
    `INSERT INTO segment (video_id, number, ${SEGMENT_COLUMNS})
     VALUES (@video, @number, @start_us, @end_us, @text, @language, @confidence, @source, @words)`,
  );
  const insertText = database.prepare('INSERT INTO segment_text (rowid, folded) VALUES (?, ?)');
  for (const [number, segment] of segments) {
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
  segments: ReadonlyMap<number, Segment>,
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
    const own = covered(segments, first, last)!;
    const start = Math.min(...own.map((segment) => segment.start));
    const end = Math.max(...own.map((segment) => segment.end));
    const { lastInsertRowid } = insert.run(video, first, last, start, end);
    if (vector === undefined) continue;
    insertVector!.run(lastInsertRowid, vector);
    vectors++;
  }
  if (space !== undefined) addToCount(database, space, vectors);
}
