import type Database from 'better-sqlite3';
import { digestRows, type RowQuery } from './digest-rows.ts';
import { vectorTable } from './schema-001.ts';

/** Rows of a video that change together: its facts with its places and the ledger; its frames; its shots; a space's vectors. */
export type ChecksumPart = 'facts' | 'frames' | 'shots' | `space ${number}`;

const FACTS = [
  `SELECT id, bytes, digest, container, codec, width, height, duration_us, start_us, frame_rate, has_audio
   FROM video WHERE id = ?`,
  'SELECT id, volume_id, path, bytes, modified_ns, inode FROM place WHERE video_id = ? ORDER BY id',
  `SELECT stage, parameters, state, code, message FROM stage_run WHERE video_id = ? ORDER BY stage, parameters`,
];

const FRAMES =
  'SELECT id, time_us, thumbnail, sharpness, brightness, contrast, hash FROM frame WHERE video_id = ? ORDER BY time_us';

const SHOTS = 'SELECT start_us, end_us, transition FROM shot WHERE video_id = ? ORDER BY start_us';

const WHOLE = [
  'SELECT identity, created_by FROM library',
  'SELECT version, heimdex FROM migration ORDER BY version',
  'SELECT id, identity, label, mount_path FROM volume ORDER BY id',
  'SELECT id, model, revision, weights, preprocessing, dimension, vectors FROM space ORDER BY id',
  'SELECT stage, parameters, video_us, work_us FROM pace ORDER BY stage, parameters',
];

/** The digest of a part as its rows are now; undefined where it has none. */
export function digestOfPart(
  database: Database.Database,
  video: number,
  part: ChecksumPart,
): Buffer | undefined {
  const queries = sqlOf(part).map((sql): RowQuery => ({ sql, parameters: [video] }));
  return digestRows(database, queries);
}

/** The digest of the rows that belong to no video, as they are now. */
export function digestOfWhole(database: Database.Database): Buffer | undefined {
  return digestRows(
    database,
    WHOLE.map((sql) => ({ sql, parameters: [] })),
  );
}

/** Records the digests of parts of a video. Belongs into the transaction that changed their rows. */
export function putChecksums(
  database: Database.Database,
  video: number,
  parts: readonly ChecksumPart[],
): void {
  for (const part of parts) {
    const digest = digestOfPart(database, video, part);
    if (digest === undefined) {
      database.prepare('DELETE FROM checksum WHERE video_id = ? AND part = ?').run(video, part);
      continue;
    }
    database
      .prepare(
        `INSERT INTO checksum (video_id, part, digest) VALUES (?, ?, ?)
         ON CONFLICT (video_id, part) DO UPDATE SET digest = excluded.digest`,
      )
      .run(video, part, digest);
  }
}

/** Records the digest of the rows that belong to no video. Belongs into the transaction that changed them. */
export function putWholeChecksum(database: Database.Database): void {
  database.prepare('UPDATE library SET digest = ?').run(digestOfWhole(database));
}

/** Every part that a video may have in a library with these spaces. */
export function partsOf(spaces: readonly { readonly id: number }[]): ChecksumPart[] {
  return ['facts', 'frames', 'shots', ...spaces.map(({ id }): ChecksumPart => `space ${id}`)];
}

function sqlOf(part: ChecksumPart): readonly string[] {
  if (part === 'facts') return FACTS;
  if (part === 'frames') return [FRAMES];
  if (part === 'shots') return [SHOTS];
  const table = vectorTable(Number(part.slice('space '.length)));
  return [
    `SELECT frame_id, value FROM ${table} WHERE frame_id IN (SELECT id FROM frame WHERE video_id = ?) ORDER BY frame_id`,
  ];
}
