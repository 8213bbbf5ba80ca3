/**
 * The fifth form: short codes of vectors, when a video was recorded, and what a query's scores are held against.
 * Migrations are append-only: a released one is never changed.
 */
export const SCHEMA_005 = `
-- When it was recorded, in microseconds since 1970 (UTC); null where that is not known.
ALTER TABLE video ADD COLUMN recorded_us INTEGER;

-- How vectors of a space become codes, fitted to the vectors that there were (docs/decisions/037).
CREATE TABLE code_rule (
  id INTEGER PRIMARY KEY,
  space_id INTEGER NOT NULL REFERENCES space (id) ON DELETE CASCADE,
  -- How many vectors the space held then.
  vectors INTEGER NOT NULL,
  value BLOB NOT NULL
) STRICT;
CREATE INDEX code_rule_space ON code_rule (space_id);

-- The codes of the vectors whose numbers divided by 4096 give the chunk's, and whose videos they are.
CREATE TABLE code_chunk (
  space_id INTEGER NOT NULL REFERENCES space (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  rule_id INTEGER NOT NULL REFERENCES code_rule (id),
  owners BLOB NOT NULL,
  codes BLOB NOT NULL,
  PRIMARY KEY (space_id, number)
) STRICT;
CREATE INDEX code_chunk_rule ON code_chunk (rule_id);

-- What the scores of a space's queries are held against.
CREATE TABLE calibration (
  space_id INTEGER PRIMARY KEY REFERENCES space (id) ON DELETE CASCADE,
  tower TEXT NOT NULL,
  prompts TEXT NOT NULL,
  dimension INTEGER NOT NULL,
  vectors BLOB NOT NULL,
  statistics BLOB
) STRICT;

-- SHA-256 over the rules of codes, and over calibrations; null where there are none.
ALTER TABLE library ADD COLUMN code_rule_digest BLOB;
ALTER TABLE library ADD COLUMN calibration_digest BLOB;
`;
