/**
 * The second form: shots, what is known of a frame's quality, measured speeds, and checksums over every row. Frames of
 * form 1 have no quality. Migrations are append-only: a released one is never changed.
 */
export const SCHEMA_002 = `
-- What lies between two cuts; the end is the next shot's start.
CREATE TABLE shot (
  video_id INTEGER NOT NULL REFERENCES video (id) ON DELETE CASCADE,
  start_us INTEGER NOT NULL,
  end_us INTEGER NOT NULL,
  transition TEXT NOT NULL CHECK (transition IN ('start', 'cut', 'fade', 'dissolve')),
  PRIMARY KEY (video_id, start_us)
) STRICT, WITHOUT ROWID;

ALTER TABLE frame ADD COLUMN sharpness REAL;
ALTER TABLE frame ADD COLUMN brightness REAL;
ALTER TABLE frame ADD COLUMN contrast REAL;
-- 64-bit perceptual hash; the same bits read as a signed number.
ALTER TABLE frame ADD COLUMN hash INTEGER;

-- How long a stage has worked on how much video, summed up: what is still to do is estimated from it.
CREATE TABLE pace (
  stage TEXT NOT NULL,
  parameters TEXT NOT NULL,
  video_us INTEGER NOT NULL,
  work_us INTEGER NOT NULL,
  PRIMARY KEY (stage, parameters)
) STRICT, WITHOUT ROWID;

-- SHA-256 over the rows of a video, part by part (docs/decisions/024); a part without rows has none.
CREATE TABLE checksum (
  video_id INTEGER NOT NULL REFERENCES video (id) ON DELETE CASCADE,
  part TEXT NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY (video_id, part)
) STRICT, WITHOUT ROWID;

-- Over the rows that belong to no video; null only until the migration's transaction ends.
ALTER TABLE library ADD COLUMN digest BLOB;
`;
