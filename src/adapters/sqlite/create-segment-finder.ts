import type Database from 'better-sqlite3';
import type { RunRecord } from '../../domain/find-stale.ts';
import type { SegmentFinder } from '../../domain/ports/segments.ts';
import type { Segment } from '../../domain/speech/segment.ts';
import { createSearchStore } from './create-search-store.ts';
import { fromSegmentRow, SEGMENT_COLUMNS, type SegmentRow } from './segment-rows.ts';

/** What is said in a video, in SQLite. */
export function createSegmentFinder(database: Database.Database): SegmentFinder {
  const select = database.prepare(
    `SELECT number, ${SEGMENT_COLUMNS} FROM segment WHERE video_id = ? ORDER BY number`,
  );
  const selectRuns = database.prepare(
    `SELECT parameters, state FROM stage_run WHERE video_id = ? AND stage = 'speech' ORDER BY parameters`,
  );
  return {
    places: () => createSearchStore(database).places(),
    texts: (video) => {
      const texts: Segment[][] = [];
      let next: number | undefined;
      for (const row of select.all(video) as (SegmentRow & { number: number })[]) {
        if (row.number === next) texts.at(-1)!.push(fromSegmentRow(row));
        else texts.push([fromSegmentRow(row)]);
        next = row.number + 1;
      }
      return texts;
    },
    runs: (video) => selectRuns.all(video) as RunRecord[],
  };
}
