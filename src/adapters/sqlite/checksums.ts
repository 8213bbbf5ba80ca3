import type Database from 'better-sqlite3';
import type { Space } from '../../domain/space.ts';
import { digestRows, type RowQuery } from './digest-rows.ts';
import { tableOf } from './vector-tables.ts';

/**
 * Rows of a video that change together: its facts with its places and the ledger; its frames; its shots; a space's
 * vectors of its frames; its segments with their full text; its passages; a space's vectors of these; its tracks with their
 * faces; a space's vectors of these.
 */
export type ChecksumPart =
  | 'facts'
  | 'frames'
  | 'shots'
  | `space ${number}`
  | 'segments'
  | 'passages'
  | `passage space ${number}`
  | 'tracks'
  | `track space ${number}`;

const FACTS_2 = [
  `SELECT id, bytes, digest, container, codec, width, height, duration_us, start_us, frame_rate, has_audio
   FROM video WHERE id = ?`,
  'SELECT id, volume_id, path, bytes, modified_ns, inode FROM place WHERE video_id = ? ORDER BY id',
  `SELECT stage, parameters, state, code, message FROM stage_run WHERE video_id = ? ORDER BY stage, parameters`,
];

/** Where it is not known there is no row: so the digests of form 4 hold. */
const RECORDED = 'SELECT recorded_us FROM video WHERE id = ? AND recorded_us IS NOT NULL';
const FIRST_WITH_RECORDED = 5;

const FRAMES =
  'SELECT id, time_us, thumbnail, sharpness, brightness, contrast, hash FROM frame WHERE video_id = ? ORDER BY time_us';

const SHOTS = 'SELECT start_us, end_us, transition FROM shot WHERE video_id = ? ORDER BY start_us';

const SEGMENTS = `SELECT segment.id, number, start_us, end_us, text, language, confidence, source, words, folded
  FROM segment LEFT JOIN segment_text ON segment_text.rowid = segment.id WHERE video_id = ? ORDER BY number`;

const PASSAGES =
  'SELECT id, first, last, start_us, end_us FROM passage WHERE video_id = ? ORDER BY first, last';

const TRACKS = [
  'SELECT id, number, best_us, thumbnail FROM track WHERE video_id = ? ORDER BY number',
  `SELECT track_id, time_us, x, y, face.width, face.height, landmarks, score, quality
   FROM face JOIN track ON track.id = track_id WHERE video_id = ? ORDER BY track_id, time_us`,
];

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

const PEOPLE = [
  'SELECT id, name FROM person ORDER BY id',
  'SELECT track_id, person_id FROM membership ORDER BY track_id',
  `SELECT id, kind, video_id, time_us, x, y, width, height, other_video_id, other_time_us, other_x, other_y, other_width,
     other_height, person_id FROM decision ORDER BY id`,
  'SELECT id, person_id, space_id, positive, photo, thumbnail, value FROM reference ORDER BY id',
];

const CODE_RULES = ['SELECT id, space_id, vectors, value FROM code_rule ORDER BY id'];

const CALIBRATIONS = [
  'SELECT space_id, tower, prompts, dimension, vectors, statistics FROM calibration ORDER BY space_id',
];

/**
 * The digest of a part as its rows are now; undefined where it has none.
 *
 * @param form the form of the library, where it is older than the newest
 */
export function digestOfPart(
  database: Database.Database,
  video: number,
  part: ChecksumPart,
  form?: number,
): Buffer | undefined {
  const queries = sqlOf(part, form).map((sql): RowQuery => ({ sql, parameters: [video] }));
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

/** The digest of people and of what was said of them, as it is now; undefined where there is none. */
export function digestOfPeople(database: Database.Database): Buffer | undefined {
  return digestAll(database, PEOPLE);
}

/** The digest of how vectors become codes, as it is now; undefined where none do. */
export function digestOfCodeRules(database: Database.Database): Buffer | undefined {
  return digestAll(database, CODE_RULES);
}

/** The digest of what scores are held against, as it is now; undefined where there is none. */
export function digestOfCalibrations(database: Database.Database): Buffer | undefined {
  return digestAll(database, CALIBRATIONS);
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
  form?: number,
): void {
  for (const part of parts) {
    const digest = digestOfPart(database, video, part, form);
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

/** Records the digest of people. Belongs into the transaction that changed them, their tracks' memberships included. */
export function putPeopleChecksum(database: Database.Database): void {
  database.prepare('UPDATE library SET people_digest = ?').run(digestOfPeople(database) ?? null);
}

/** Records the digest of how vectors become codes. Belongs into the transaction that changed it. */
export function putCodeRulesChecksum(database: Database.Database): void {
  database.prepare('UPDATE library SET code_rule_digest = ?').run(digestOfCodeRules(database) ?? null);
}

/** Records the digest of what scores are held against. Belongs into the transaction that changed it. */
export function putCalibrationsChecksum(database: Database.Database): void {
  database.prepare('UPDATE library SET calibration_digest = ?').run(digestOfCalibrations(database) ?? null);
}

/** The parts that what is seen in a video has. */
export function partsOfSight(spaces: readonly { readonly id: number }[]): ChecksumPart[] {
  return ['facts', 'frames', 'shots', ...spaces.map(({ id }): ChecksumPart => `space ${id}`)];
}

/** The parts that what is said in a video has. */
export function partsOfSpeech(spaces: readonly { readonly id: number }[]): ChecksumPart[] {
  return ['facts', 'segments', 'passages', ...spaces.map(({ id }): ChecksumPart => `passage space ${id}`)];
}

/** The parts that the faces in a video have. */
export function partsOfFaces(spaces: readonly { readonly id: number }[]): ChecksumPart[] {
  return ['facts', 'tracks', ...spaces.map(({ id }): ChecksumPart => `track space ${id}`)];
}

/** Every part that a video may have in a library with these spaces. */
export function partsOf(spaces: readonly Pick<Space, 'id' | 'holds'>[]): ChecksumPart[] {
  const of = (holds: Space['holds']) => spaces.filter((space) => space.holds === holds);
  return [
    ...new Set([
      ...partsOfSight(of('frames')),
      ...partsOfSpeech(of('passages')),
      ...partsOfFaces(of('tracks')),
    ]),
  ];
}

function sqlOf(part: ChecksumPart, form = FIRST_WITH_RECORDED): readonly string[] {
  if (part === 'facts') return form < FIRST_WITH_RECORDED ? FACTS_2 : [...FACTS_2, RECORDED];
  if (part === 'frames') return [FRAMES];
  if (part === 'shots') return [SHOTS];
  if (part === 'segments') return [SEGMENTS];
  if (part === 'passages') return [PASSAGES];
  if (part === 'tracks') return TRACKS;
  const [, kind, id] = /^(passage |track |)space (\d+)$/.exec(part)!;
  const holds = kind === 'passage ' ? 'passages' : kind === 'track ' ? 'tracks' : 'frames';
  return [vectorsSql(tableOf({ id: Number(id), holds }))];
}

function vectorsSql({ name, of }: { readonly name: string; readonly of: string }): string {
  return `SELECT ${of}_id, value FROM ${name} WHERE ${of}_id IN (SELECT id FROM ${of} WHERE video_id = ?) ORDER BY ${of}_id`;
}
