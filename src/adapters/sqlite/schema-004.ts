/**
 * The fourth form: faces, followed through shots, and the people that they belong to. Migrations are append-only: a
 * released one is never changed.
 */
export const SCHEMA_004 = `
-- A face followed through one shot. Numbers count from 0 within a video.
CREATE TABLE track (
  id INTEGER PRIMARY KEY,
  video_id INTEGER NOT NULL REFERENCES video (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  -- The time of the face that shows it best, which the thumbnail is of.
  best_us INTEGER NOT NULL,
  thumbnail BLOB NOT NULL,
  UNIQUE (video_id, number)
) STRICT;

-- One face of a track: pixels of the video as it is shown, with fractions; landmarks as JSON, [[x, y], …].
CREATE TABLE face (
  track_id INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
  time_us INTEGER NOT NULL,
  x REAL NOT NULL,
  y REAL NOT NULL,
  width REAL NOT NULL,
  height REAL NOT NULL,
  landmarks TEXT NOT NULL,
  score REAL NOT NULL,
  quality REAL NOT NULL,
  PRIMARY KEY (track_id, time_us)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  -- Null while nobody has said who it is.
  name TEXT UNIQUE
) STRICT;

-- Whose face a track is. A track that is nobody's has no row.
CREATE TABLE membership (
  track_id INTEGER PRIMARY KEY REFERENCES track (id) ON DELETE CASCADE,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX membership_person ON membership (person_id);

-- What the user said, about faces by their places, as tracks change when a video is gone through again:
-- 'is' (the face is person_id's), 'same' and 'apart' (it and the other one), 'forgotten' (it is never kept again).
CREATE TABLE decision (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  video_id INTEGER NOT NULL REFERENCES video (id) ON DELETE CASCADE,
  time_us INTEGER NOT NULL,
  x REAL NOT NULL,
  y REAL NOT NULL,
  width REAL NOT NULL,
  height REAL NOT NULL,
  other_video_id INTEGER REFERENCES video (id) ON DELETE CASCADE,
  other_time_us INTEGER,
  other_x REAL,
  other_y REAL,
  other_width REAL,
  other_height REAL,
  person_id INTEGER REFERENCES person (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX decision_video ON decision (video_id);

-- Faces of photos that the user gave for a person: positive 1 for how the person looks, 0 for who it is not.
CREATE TABLE reference (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  space_id INTEGER NOT NULL REFERENCES space (id),
  positive INTEGER NOT NULL CHECK (positive IN (0, 1)),
  -- SHA-256 of the photo's bytes.
  photo BLOB NOT NULL,
  thumbnail BLOB NOT NULL,
  value BLOB NOT NULL,
  UNIQUE (person_id, photo, positive)
) STRICT;

-- SHA-256 over people, memberships, decisions and references.
ALTER TABLE library ADD COLUMN people_digest BLOB;
`;

/** The statement that makes the table of vectors of a space of tracks. */
export function trackVectorTableSql(spaceId: number): string {
  return `CREATE TABLE ${trackVectorTable(spaceId)} (
  track_id INTEGER PRIMARY KEY REFERENCES track (id) ON DELETE CASCADE,
  value BLOB NOT NULL
) STRICT`;
}

export function trackVectorTable(spaceId: number): string {
  if (!Number.isInteger(spaceId)) throw new TypeError('a space id is an integer');
  return `track_vector_${spaceId}`;
}
