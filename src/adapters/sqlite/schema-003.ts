/**
 * The third form: what is said, with its full text, and vectors of passages. Migrations are append-only: a released one
 * is never changed.
 */
export const SCHEMA_003 = `
-- A stretch of transcript. Numbers count from 0 within a video; those of one source follow each other.
CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  video_id INTEGER NOT NULL REFERENCES video (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  start_us INTEGER NOT NULL,
  end_us INTEGER NOT NULL,
  text TEXT NOT NULL,
  language TEXT,
  confidence REAL,
  source TEXT NOT NULL CHECK (source IN ('speech', 'track', 'sidecar')),
  -- JSON, [[text, start_us, end_us, confidence], …]; null where no times of words are known.
  words TEXT,
  UNIQUE (video_id, number)
) STRICT;

-- The text of each segment in the form in which words are compared, under the segment's number.
CREATE VIRTUAL TABLE segment_text USING fts5(folded, tokenize='trigram case_sensitive 1');

-- Neighbouring segments, by their numbers within the video: what a text model makes a vector of.
CREATE TABLE passage (
  id INTEGER PRIMARY KEY,
  video_id INTEGER NOT NULL REFERENCES video (id) ON DELETE CASCADE,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  start_us INTEGER NOT NULL,
  end_us INTEGER NOT NULL,
  UNIQUE (video_id, first, last)
) STRICT;

-- What a space's vectors stand for: 'frames' (vector_<id>) or 'passages' (passage_vector_<id>: passage_id, value). No
-- CHECK: a later form may know more, and a CHECK can't be changed.
ALTER TABLE space ADD COLUMN holds TEXT NOT NULL DEFAULT 'frames';

-- SHA-256 over what FTS5 keeps beside the texts: its own check misses some of it. Null only until the migration's
-- transaction ends.
ALTER TABLE library ADD COLUMN text_index_digest BLOB;
`;

/** The statement that makes the table of vectors of a space of passages. */
export function passageVectorTableSql(spaceId: number): string {
  return `CREATE TABLE ${passageVectorTable(spaceId)} (
  passage_id INTEGER PRIMARY KEY REFERENCES passage (id) ON DELETE CASCADE,
  value BLOB NOT NULL
) STRICT`;
}

export function passageVectorTable(spaceId: number): string {
  if (!Number.isInteger(spaceId)) throw new TypeError('a space id is an integer');
  return `passage_vector_${spaceId}`;
}
