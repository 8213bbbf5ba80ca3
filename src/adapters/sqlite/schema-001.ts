/** The first form of the library file. Migrations are append-only: a released one is never changed. */
export const SCHEMA_001 = `
CREATE TABLE library (
  identity TEXT NOT NULL,
  created_by TEXT NOT NULL
) STRICT;

CREATE TABLE migration (
  version INTEGER PRIMARY KEY,
  heimdex TEXT NOT NULL
) STRICT;

CREATE TABLE volume (
  id INTEGER PRIMARY KEY,
  identity TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  mount_path TEXT NOT NULL
) STRICT;

-- One row for each content; facts are null until the file was probed.
CREATE TABLE video (
  id INTEGER PRIMARY KEY,
  bytes INTEGER NOT NULL,
  digest BLOB NOT NULL,
  container TEXT,
  codec TEXT,
  width INTEGER,
  height INTEGER,
  duration_us INTEGER,
  start_us INTEGER,
  frame_rate REAL,
  has_audio INTEGER,
  UNIQUE (bytes, digest)
) STRICT;

-- One row for each file; several files may hold one content.
CREATE TABLE place (
  id INTEGER PRIMARY KEY,
  video_id INTEGER NOT NULL REFERENCES video (id),
  volume_id INTEGER NOT NULL REFERENCES volume (id),
  path TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  modified_ns INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  UNIQUE (volume_id, path)
) STRICT;
CREATE INDEX place_video ON place (video_id);

CREATE TABLE stage_run (
  video_id INTEGER NOT NULL REFERENCES video (id) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  parameters TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('done', 'partial', 'failed')),
  code TEXT,
  message TEXT,
  PRIMARY KEY (video_id, stage, parameters)
) STRICT, WITHOUT ROWID;

CREATE TABLE frame (
  id INTEGER PRIMARY KEY,
  video_id INTEGER NOT NULL REFERENCES video (id) ON DELETE CASCADE,
  time_us INTEGER NOT NULL,
  thumbnail BLOB NOT NULL,
  UNIQUE (video_id, time_us)
) STRICT;

-- The vectors of a space lie in a table of their own, vector_<id>: frame_id, value (32-bit floats, little-endian).
CREATE TABLE space (
  id INTEGER PRIMARY KEY,
  model TEXT NOT NULL,
  revision TEXT NOT NULL,
  weights TEXT NOT NULL,
  preprocessing TEXT NOT NULL,
  dimension INTEGER NOT NULL,
  -- Kept by every transaction that adds or removes vectors: counting a large table would read all of it.
  vectors INTEGER NOT NULL DEFAULT 0,
  UNIQUE (weights, preprocessing, dimension)
) STRICT;
`;

/** The statement that makes a space's table of vectors. */
export function vectorTableSql(spaceId: number): string {
  return `CREATE TABLE ${vectorTable(spaceId)} (
  frame_id INTEGER PRIMARY KEY REFERENCES frame (id) ON DELETE CASCADE,
  value BLOB NOT NULL
) STRICT`;
}

export function vectorTable(spaceId: number): string {
  if (!Number.isInteger(spaceId)) throw new TypeError('a space id is an integer');
  return `vector_${spaceId}`;
}
