import type Database from 'better-sqlite3';
import type { VideoFilter } from '../../domain/ports/library.ts';
import type { PassageHit, SegmentFacts, TextSearch, WordCandidate } from '../../domain/ports/segments.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { passageVectorTable } from './schema-003.ts';
import { fromSegmentRow, SEGMENT_COLUMNS, type SegmentRow } from './segment-rows.ts';
import { readSpacesOf } from './spaces.ts';
import { findSpoken, hasListened, listLanguages } from './spoken-languages.ts';

/** FTS5's trigram index knows no shorter words, in code points. */
const SHORTEST_INDEXED = 3;
/** A longer word is asked for by its beginning alone: whoever asks compares the rest. */
const LONGEST_ASKED = 64;
/** More words than this in one question only cost time. SQLite allows 32766 parameters, and expressions 1000 deep. */
const MOST_WORDS = 200;
/** As many segments tell the mean length to a few percent. */
const LENGTH_SAMPLE = 4096;

const FACTS = ['id', 'video_id AS video', SEGMENT_COLUMNS].join(', ');

type FactsRow = SegmentRow & { id: number; video: number };

/** Words and passages of what is said, in SQLite. */
export function createTextSearch(database: Database.Database): TextSearch {
  const segmentsById = database.prepare(`SELECT ${FACTS} FROM segment WHERE id = ?`);
  const segmentsOfPassage = database.prepare(
    `SELECT ${FACTS} FROM segment WHERE video_id = (SELECT video_id FROM passage WHERE id = @passage)
     AND number BETWEEN (SELECT first FROM passage WHERE id = @passage) AND (SELECT last FROM passage WHERE id = @passage)
     ORDER BY number`,
  );
  return {
    hasSegments: () => database.prepare('SELECT 1 FROM segment LIMIT 1').get() !== undefined,
    hasListened: () => hasListened(database),
    languages: () => listLanguages(database),
    stretchesIn: (language, filter) => findSpoken(database, language, filter),
    statistics: (words) => ({
      segments: database.prepare('SELECT count(*) FROM segment').pluck().get() as number,
      meanLength:
        (database
          .prepare(`SELECT avg(length(folded)) FROM (SELECT folded FROM segment_text LIMIT ${LENGTH_SAMPLE})`)
          .pluck()
          .get() as number | null) ?? 0,
      frequencies: words.map((word) => countSegments(database, word)),
    }),
    candidates: (words, filter) => findCandidates(database, words, filter),
    segments: (ids) =>
      ids.flatMap((id) => {
        const row = segmentsById.get(id) as FactsRow | undefined;
        return row === undefined ? [] : [toFacts(row)];
      }),
    spaces: () => readSpacesOf(database, 'passages'),
    nearest(space, vector, k, { videos }) {
      const table = passageVectorTable(space.id);
      const restriction =
        videos === undefined ? '' : 'AND passage.video_id IN (SELECT value FROM json_each(@videos))';
      const hits = database
        .prepare(
          `SELECT passage.id AS passage, video_id AS video, start_us AS start, end_us AS end,
             1 - vec_distance_cosine(value, @vector) AS score
           FROM ${table} JOIN passage ON passage.id = passage_id
           WHERE length(value) = @bytes ${restriction} ORDER BY score DESC, video, start LIMIT @k`,
        )
        .all({
          vector,
          bytes: space.dimension * 4,
          k,
          ...(videos === undefined ? {} : { videos: JSON.stringify(videos) }),
        }) as (PassageHit & { score: number | null })[];
      // A vector that is not of finite numbers is near nothing.
      return hits.filter(({ score }) => score !== null);
    },
    vectorOf(space, passage) {
      const bytes = database
        .prepare(
          `SELECT value FROM ${passageVectorTable(space.id)} WHERE passage_id = ? AND length(value) = ?`,
        )
        .pluck()
        .get(passage, space.dimension * 4) as Buffer;
      // A copy: SQLite's buffer need not lie on a multiple of four.
      return new Float32Array(new Uint8Array(bytes).buffer) as UnitVector;
    },
    segmentsOf: (passage) => (segmentsOfPassage.all({ passage }) as FactsRow[]).map(toFacts),
  };
}

function toFacts({ id, video, ...row }: FactsRow): SegmentFacts {
  return { id, video, ...fromSegmentRow(row) };
}

function countSegments(database: Database.Database, word: string): number {
  const [condition, parameter] = isIndexed(word)
    ? ['segment_text MATCH ?', quoted(word)]
    : ['instr(folded, ?) > 0', word];
  return database
    .prepare(`SELECT count(*) FROM segment_text WHERE ${condition}`)
    .pluck()
    .get(parameter) as number;
}

/**
 * By the index where it knows a word that every candidate holds, or all words of which one is enough; else every text is
 * looked through.
 */
function* findCandidates(
  database: Database.Database,
  { allOf, anyOf }: { allOf: readonly string[]; anyOf: readonly string[] },
  { videos }: VideoFilter,
): Generator<WordCandidate> {
  const [all, any] = [allOf.slice(0, MOST_WORDS), anyOf.slice(0, MOST_WORDS)];
  const conditions: string[] = [];
  const parameters: string[] = [];
  const add = (condition: string, ...values: string[]) => {
    conditions.push(condition);
    parameters.push(...values);
  };
  const indexed = all.filter(isIndexed).map(quoted);
  const byAny = any.length > 0 && any.every(isIndexed);
  const match = [...indexed, ...(byAny ? [`(${any.map(quoted).join(' OR ')})`] : [])].join(' AND ');
  if (match !== '') add('segment_text MATCH ?', match);
  for (const word of all.filter((each) => !isIndexed(each))) add('instr(folded, ?) > 0', word);
  if (any.length > 0 && !byAny) add(`(${any.map(() => 'instr(folded, ?) > 0').join(' OR ')})`, ...any);
  if (conditions.length === 0) return;
  if (videos !== undefined) {
    const ofVideos = 'SELECT id FROM segment WHERE video_id IN (SELECT value FROM json_each(?))';
    add(`rowid IN (${ofVideos})`, JSON.stringify(videos));
  }
  yield* database
    .prepare(`SELECT rowid AS segment, folded FROM segment_text WHERE ${conditions.join(' AND ')}`)
    .iterate(...parameters) as IterableIterator<WordCandidate>;
}

function isIndexed(word: string): boolean {
  return [...word].length >= SHORTEST_INDEXED;
}

/** A word as a string of FTS5's query language, in which nothing has a meaning but the quote itself. */
function quoted(word: string): string {
  const asked = [...word].slice(0, LONGEST_ASKED).join('');
  // A NUL would end the question; no text holds one.
  return `"${asked.replaceAll('"', '""').replaceAll('\0', ' ')}"`;
}
