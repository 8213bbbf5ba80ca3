import type Database from 'better-sqlite3';
import type { Space } from '../../domain/space.ts';
import { digestRows, type RowQuery } from './digest-rows.ts';
import { vectorTable } from './schema-001.ts';
import { passageVectorTable } from './schema-003.ts';

/**
 * Rows of a video that change together: its facts with its places and the ledger; its frames; its shots; a space's
 * vectors of its frames; its segments with their full text; its passages; a space's vectors of these.
 */
export type ChecksumPart =
  | 'facts'
  | 'frames'
  | 'shots'
  | `space ${number}`
  | 'segments'
  | 'passages'
  | `passage space ${number}`;

const FACTS = [
  `SELECT id, bytes, digest, container, codec, width, height, duration_us, start_us, frame_rate, has_audio
   FROM video WHERE id = ?`,
  'SELECT id, volume_id, path, bytes, modified_ns, inode FROM place WHERE video_id = ? ORDER BY id',
  `SELECT stage, parameters, state, code, message FROM stage_run WHERE video_id = ? ORDER BY stage, parameters`,
];

const FRAMES =
  'SELECT id, time_us, thumbnail, sharpness, brightness, contrast, hash FROM frame WHERE video_id = ? ORDER BY time_us';

const SHOTS = 'SELECT start_us, end_us, transition FROM shot WHERE video_id = ? ORDER BY start_us';

const SEGMENTS = `SELECT segment.id, number, start_us, end_us, text, language, confidence, source, words, folded
  FROM segment LEFT JOIN segment_text ON segment_text.rowid = segment.id WHERE video_id = ? ORDER BY number`;

const PASSAGES =
  'SELECT id, first, last, start_us, end_us FROM passage WHERE video_id = ? ORDER BY first, last';

/** What belongs to no video, in form 2. */
const WHOLE_2 = [
  'SELECT identity, created_by FROM library',
  'SELECT version, heimdex FROM migration ORDER BY version',
  'SELECT id, identity, label, mount_path FROM volume ORDER BY id',
  'SELECT id, model, revision, weights, preprocessing, dimension, vectors FROM space ORDER BY id',
  'SELECT stage, parameters, video_us, work_us FROM pace ORDER BY stage, parameters',
];

const WHOLE = [...WHOLE_2, 'SELECT id, holds FROM space ORDER BY id'];

const TEXT_INDEX = [
  'SELECT id, block FROM segment_text_data ORDER BY id',
  'SELECT segid, term, pgno FROM segment_text_idx ORDER BY segid, term',
  'SELECT k, v FROM segment_text_config ORDER BY k',
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

/**
 * The digest of the rows that belong to no video, as they are now.
 *
 * @param form the form of the library, where it is older than the newest
 */
export function digestOfWhole(database: Database.Database, form?: number): Buffer | undefined {
  return digestAll(database, form === 2 ? WHOLE_2 : WHOLE);
}

/** The digest of what FTS5 keeps beside the texts, as it is now. */
export function digestOfTextIndex(database: Database.Database): Buffer | undefined {
  return digestAll(database, TEXT_INDEX);
}

function digestAll(database: Database.Database, queries: readonly string[]): Buffer | undefined {
  return digestRows(
    database,
    queries.map((sql) => ({ sql, parameters: [] })),
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
export function putWholeChecksum(database: Database.Database, form?: number): void {
  database.prepare('UPDATE library SET digest = ?').run(digestOfWhole(database, form));
}

/** Records the digest of the full text's index. Belongs into the transaction that changed segments. */
export function putTextIndexChecksum(database: Database.Database): void {
  // FTS5 keeps what it was given in memory until the transaction ends, or it is told otherwise.
  database.prepare("INSERT INTO segment_text (segment_text) VALUES ('flush')").run();
  database.prepare('UPDATE library SET text_index_digest = ?').run(digestOfTextIndex(database));
}

/** The parts that what is seen in a video has. */
export function partsOfSight(spaces: readonly { readonly id: number }[]): ChecksumPart[] {
  return ['facts', 'frames', 'shots', ...spaces.map(({ id }): ChecksumPart => `space ${id}`)];
}

/** The parts that what is said in a video has. */
export function partsOfSpeech(spaces: readonly { readonly id: number }[]): ChecksumPart[] {
  return ['facts', 'segments', 'passages', ...spaces.map(({ id }): ChecksumPart => `passage space ${id}`)];
}

/** Every part that a video may have in a library with these spaces. */
export function partsOf(spaces: readonly Pick<Space, 'id' | 'holds'>[]): ChecksumPart[] {
  const [frames, passages] = (['frames', 'passages'] as const).map((holds) =>
    spaces.filter((space) => space.holds === holds),
  );
  return [...new Set([...partsOfSight(frames!), ...partsOfSpeech(passages!)])];
}

function sqlOf(part: ChecksumPart): readonly string[] {
  if (part === 'facts') return FACTS;
  if (part === 'frames') return [FRAMES];
  if (part === 'shots') return [SHOTS];
  if (part === 'segments') return [SEGMENTS];
  if (part === 'passages') return [PASSAGES];
  const space = Number(part.slice(part.lastIndexOf(' ') + 1));
  return [
    part.startsWith('space')
      ? vectorsSql(vectorTable(space), 'frame')
      : vectorsSql(passageVectorTable(space), 'passage'),
  ];
}

function vectorsSql(table: string, of: 'frame' | 'passage'): string {
  return `SELECT ${of}_id, value FROM ${table} WHERE ${of}_id IN (SELECT id FROM ${of} WHERE video_id = ?) ORDER BY ${of}_id`;
}
