import type Database from 'better-sqlite3';
import type { StageKey, StageRun, StoredPlace, VideoStore } from '../../domain/ports/library.ts';
import type { Fingerprint, FoundFile, Place, VideoFacts, Volume } from '../../domain/video.ts';
import { putChecksums, putPeopleChecksum, putWholeChecksum } from './checksums.ts';
import { removeFaces } from './remove-faces.ts';
import { removeSpeech } from './remove-speech.ts';
import { readSpacesOf, removeVectors } from './spaces.ts';

interface PlaceRow {
  id: bigint;
  video_id: bigint;
  volume: string;
  path: string;
  bytes: bigint;
  modified_ns: bigint;
  inode: bigint;
}

interface RunRow {
  state: StageRun['state'];
  code: string | null;
  message: string | null;
}

const SELECT_PLACE = `SELECT place.id, video_id, volume.identity AS volume, path, bytes, modified_ns, inode
  FROM place JOIN volume ON volume.id = place.volume_id`;

const UNPLACED = 'SELECT id FROM video WHERE NOT EXISTS (SELECT 1 FROM place WHERE video_id = video.id)';

/** The contents that a library knows, in SQLite. */
export function createVideoStore(database: Database.Database): VideoStore {
  const sql = prepareStatements(database);
  return {
    findPlace(place) {
      const row = sql.findPlace.get(place.volume.identity, place.path) as PlaceRow | undefined;
      return row === undefined ? undefined : toPlace(row);
    },
    findByFingerprint(fingerprint: Fingerprint) {
      const video = sql.findVideo.get(fingerprint.bytes, fingerprint.digest) as number | undefined;
      return video === undefined
        ? undefined
        : { video, places: (sql.placesOf.all(video) as PlaceRow[]).map(toPlace) };
    },
    addVideo: (fingerprint) => sql.addVideo.immediate(fingerprint),
    putPlace: (place, file, video) => sql.putPlace.immediate(place, file, video),
    removePlace: (id) => sql.removePlace.immediate(id),
    placesBelow(volume: Volume, folder: string) {
      const rows =
        folder === ''
          ? sql.placesOfVolume.all(volume.identity)
          : sql.placesBelow.all(volume.identity, folder, folder);
      return (rows as PlaceRow[]).map(toPlace);
    },
    placesOf: (video) => (sql.placesOf.all(video) as PlaceRow[]).map(toPlace),
    volumes: () => sql.volumes.all() as (Volume & { places: number })[],
    removeUnplaced: () => sql.removeUnplaced.immediate(),
    putFacts: (video, facts) => sql.putFacts.immediate(video, facts),
    stageRun(video: number, key: StageKey): StageRun | undefined {
      const row = sql.stageRun.get(video, key.stage, key.parameters) as RunRow | undefined;
      return row === undefined ? undefined : toRun(row);
    },
    stageRuns: (video, stage) =>
      (sql.stageRuns.all(video, stage) as (RunRow & { parameters: string })[]).map((row) => ({
        ...toRun(row),
        parameters: row.parameters,
      })),
    putDone: (video, key) => sql.putStageRun.immediate(video, key, { state: 'done' }),
    putFailure: (video, key, failure) =>
      sql.putStageRun.immediate(video, key, { state: 'failed', ...failure }),
  };
}

/** The statements of the store, compiled once. */
function prepareStatements(database: Database.Database) {
  const prepare = (sql: string) => database.prepare(sql);
  const findPlace = prepare(`${SELECT_PLACE} WHERE volume.identity = ? AND path = ?`).safeIntegers();
  const placesOf = prepare(`${SELECT_PLACE} WHERE video_id = ?`).safeIntegers();
  // Byte order makes "all paths that begin with FOLDER/" one range: "0" is the character after "/".
  const placesBelow = prepare(
    `${SELECT_PLACE} WHERE volume.identity = ? AND path >= ? || '/' AND path < ? || '0'`,
  ).safeIntegers();
  const placesOfVolume = prepare(`${SELECT_PLACE} WHERE volume.identity = ?`).safeIntegers();
  const findVideo = prepare('SELECT id FROM video WHERE bytes = ? AND digest = ?').pluck();
  const volumes = prepare(
    `SELECT identity, label, mount_path AS mountPath, count(*) AS places
     FROM place JOIN volume ON volume.id = place.volume_id GROUP BY volume.id`,
  );
  const stageRun = prepare(
    'SELECT state, code, message FROM stage_run WHERE video_id = ? AND stage = ? AND parameters = ?',
  );
  const stageRuns = prepare(
    'SELECT state, code, message, parameters FROM stage_run WHERE video_id = ? AND stage = ? ORDER BY parameters',
  );
  return {
    findPlace,
    placesOf,
    placesBelow,
    placesOfVolume,
    findVideo,
    volumes,
    stageRun,
    stageRuns,
    ...prepareChanges(database),
  };
}

/** The transactions of the store: each changes rows and the checksums over them. */
function prepareChanges(database: Database.Database) {
  const prepare = (sql: string) => database.prepare(sql);
  const putFactsChecksum = (video: number) => putChecksums(database, video, ['facts']);
  // Another process may have added the same content since it was looked for.
  const addVideo = prepare(
    `INSERT INTO video (bytes, digest) VALUES (?, ?)
     ON CONFLICT (bytes, digest) DO UPDATE SET bytes = excluded.bytes RETURNING id`,
  ).pluck();
  const putVolume = prepare(
    `INSERT INTO volume (identity, label, mount_path) VALUES (?, ?, ?)
     ON CONFLICT (identity) DO UPDATE SET label = excluded.label, mount_path = excluded.mount_path RETURNING id`,
  ).pluck();
  const videoAt = prepare('SELECT video_id FROM place WHERE volume_id = ? AND path = ?').pluck();
  const insertPlace = prepare(
    `INSERT INTO place (video_id, volume_id, path, bytes, modified_ns, inode) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (volume_id, path) DO UPDATE SET video_id = excluded.video_id, bytes = excluded.bytes,
       modified_ns = excluded.modified_ns, inode = excluded.inode`,
  );
  const removePlace = prepare('DELETE FROM place WHERE id = ? RETURNING video_id').pluck();
  const putFacts = prepare(
    `UPDATE video SET container = @container, codec = @codec, width = @width, height = @height, duration_us = @duration,
       start_us = @start, frame_rate = @frameRate, has_audio = @hasAudio,
       recorded_us = @recorded WHERE id = @id`,
  );
  return {
    addVideo: database.transaction((fingerprint: Fingerprint): number => {
      const video = addVideo.get(fingerprint.bytes, fingerprint.digest) as number;
      putFactsChecksum(video);
      return video;
    }),
    putPlace: database.transaction((place: Place, file: FoundFile, video: number) => {
      const volume = putVolume.get(place.volume.identity, place.volume.label, place.volume.mountPath);
      const before = videoAt.get(volume, place.path) as number | undefined;
      insertPlace.run(video, volume, place.path, file.bytes, file.modifiedNs, file.inode);
      for (const changed of new Set([video, before ?? video])) putFactsChecksum(changed);
      putWholeChecksum(database);
    }),
    removePlace: database.transaction((id: number) => {
      const video = removePlace.get(id) as number | undefined;
      if (video !== undefined) putFactsChecksum(video);
    }),
    removeUnplaced: database.transaction((): number => {
      const frames = `SELECT frame.id FROM frame WHERE video_id IN (${UNPLACED})`;
      removeVectors(database, readSpacesOf(database, 'frames'), frames);
      removeSpeech(database, UNPLACED);
      removeFaces(database, UNPLACED);
      const { changes } = database.prepare(`DELETE FROM video WHERE id IN (${UNPLACED})`).run();
      if (changes > 0) {
        putWholeChecksum(database);
        // Decisions about faces go with their videos.
        putPeopleChecksum(database);
      }
      return changes;
    }),
    putFacts: database.transaction((video: number, facts: VideoFacts) => {
      const { recorded = null, hasAudio } = facts;
      putFacts.run({ ...facts, recorded, hasAudio: hasAudio ? 1 : 0, id: video });
      putFactsChecksum(video);
    }),
    putStageRun: database.transaction((video: number, key: StageKey, run: StageRun) => {
      putStageRun(database, video, key, run);
      putFactsChecksum(video);
    }),
  };
}

/** Records how a stage ended. Part of the caller's transaction, which renews the checksum. */
export function putStageRun(database: Database.Database, video: number, key: StageKey, run: StageRun): void {
  database
    .prepare(
      `INSERT INTO stage_run (video_id, stage, parameters, state, code, message) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (video_id, stage, parameters) DO UPDATE SET state = excluded.state, code = excluded.code, message = excluded.message`,
    )
    .run(video, key.stage, key.parameters, run.state, run.code ?? null, run.message ?? null);
}

function toRun({ state, code, message }: RunRow): StageRun {
  return code === null || message === null ? { state } : { state, code, message };
}

function toPlace(row: PlaceRow): StoredPlace {
  return {
    id: Number(row.id),
    video: Number(row.video_id),
    volume: row.volume,
    path: row.path,
    bytes: Number(row.bytes),
    modifiedNs: row.modified_ns,
    inode: row.inode,
  };
}
