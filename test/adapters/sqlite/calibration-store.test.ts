import { expect, it } from 'vitest';
import { putCalibrationsChecksum } from '../../../src/adapters/sqlite/checksums.ts';
import { createCalibrationStore } from '../../../src/adapters/sqlite/create-calibration-store.ts';
import { createLibraryChecker } from '../../../src/adapters/sqlite/create-library-checker.ts';
import { measureStatistics } from '../../../src/domain/calibration/measure-statistics.ts';
import { fingerprintOf, newLibrary, randomFrames, randomNumbers, SPACE } from '../../support/library.ts';
import { queryPlansOf } from '../../support/query-plans.ts';

/** A library of frames in one space, and a calibration for it. */
function rig(frames = 60) {
  const library = newLibrary();
  const random = randomNumbers(4);
  const ensured = library.frames.ensureSpace(SPACE);
  const writer = library.frames.writer(library.videos.addVideo(fingerprintOf('a')), ensured, {
    stage: 'sight',
    parameters: 'p',
  });
  const stored = randomFrames(frames, random);
  writer.add(stored);
  writer.commit({ state: 'done' });
  const store = createCalibrationStore(library.database);
  const [space] = store.spaces();
  const vectors = randomFrames(30, random).map(({ vector }) => vector);
  const statistics = measureStatistics(
    vectors,
    stored.map(({ vector }) => vector),
    frames,
  );
  const calibration = { tower: 'tower', prompts: 'list', vectors, statistics };
  return { ...library, store, space: space!, stored: stored.map(({ vector }) => vector), calibration };
}

const faultsOf = (library: ReturnType<typeof rig>) => createLibraryChecker(library.database).checkWhole();

it('gives back what it was given, and the newer one of two', () => {
  const { store, space, calibration } = rig();
  expect(store.statisticsOf(space)).toBeUndefined();
  expect(store.calibrationOf(space)).toBeUndefined();
  store.put(space, { ...calibration, tower: 'older' });
  store.put(space, calibration);
  expect(store.calibrationOf(space)).toEqual(calibration);
  expect(store.statisticsOf(space)).toEqual(calibration.statistics);
});

it('samples evenly: all where there are few, else from one end to the other', () => {
  const { store, space, stored, database } = rig();
  expect(store.sample(space, 1000)).toEqual(stored);
  const some = store.sample(space, 10);
  expect(some).toEqual(stored.filter((_, index) => index % 6 === 0));
  // Most of what came first is gone: numbers have gaps.
  database.exec('DELETE FROM vector_1 WHERE frame_id BETWEEN 2 AND 50');
  const left = store.sample(space, 5);
  expect(left[0]).toEqual(stored[0]);
  expect(left.length).toBeGreaterThanOrEqual(2);
  expect(new Set(left.map((vector) => vector[0])).size).toBe(left.length);
});

it('samples by looking rows up, never by going through all of them', () => {
  const { store, space, database } = rig();
  const plans = queryPlansOf(database, () => void store.sample(space, 10)).flat();
  expect(plans.some((detail) => detail.startsWith('SEARCH vector_1'))).toBe(true);
  expect(plans.filter((detail) => detail.startsWith('SCAN vector_1'))).toEqual([]);
});

it('leaves vectors out that are not of finite numbers, or of another length', () => {
  const { store, space, stored, database } = rig(4);
  database
    .prepare('UPDATE vector_1 SET value = ? WHERE frame_id = 1')
    .run(Buffer.from(new Float32Array(8).fill(Number.NaN).buffer));
  database.exec("UPDATE vector_1 SET value = x'0102030405' WHERE frame_id = 3");
  expect(store.sample(space, 10)).toEqual([stored[1], stored[3]]);
});

it('leaves vectors out of which a damaged page says that they are none', () => {
  const { store, space, stored, database } = rig(4);
  // As SQLite reads a page of zeros; no statement may write this.
  database.unsafeMode();
  database.exec(`PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(replace(sql, 'NOT NULL', ''), 'STRICT', '') WHERE name = 'vector_1';
    PRAGMA writable_schema = RESET;
    UPDATE vector_1 SET value = NULL WHERE frame_id = 1;
    UPDATE vector_1 SET value = 'text' WHERE frame_id = 3`);
  expect(store.sample(space, 10)).toEqual([stored[1], stored[3]]);
});

it.each(['vectors', 'statistics'])('verify notices one bit of %s that is not as written', (column) => {
  const library = rig();
  library.store.put(library.space, library.calibration);
  expect(faultsOf(library)).toEqual([]);
  const bytes = library.database.prepare(`SELECT ${column} FROM calibration`).pluck().get() as Buffer;
  bytes[41]! ^= 4;
  library.database.prepare(`UPDATE calibration SET ${column} = ?`).run(bytes);
  expect(faultsOf(library)).toEqual([
    { kind: 'checksum', message: expect.stringContaining('what scores are held against') },
  ]);
});

it('goes with its space', () => {
  const library = rig();
  library.store.put(library.space, library.calibration);
  library.database.exec('DELETE FROM space');
  expect(library.count('calibration')).toBe(0);
  putCalibrationsChecksum(library.database);
  expect(library.database.prepare('SELECT calibration_digest FROM library').pluck().get()).toBeNull();
});

it.each([
  ['statistics', Buffer.alloc(25)],
  ['statistics', Buffer.alloc(24 + 64, 0xff)],
  ['vectors', Buffer.alloc(31)],
])('refuses %s that can not be such', (column, bytes) => {
  const { store, space, calibration, database } = rig();
  store.put(space, calibration);
  database.prepare(`UPDATE calibration SET ${column} = ?`).run(bytes);
  expect(() => store.calibrationOf(space)).toThrow(expect.objectContaining({ code: 'library-damaged' }));
});
