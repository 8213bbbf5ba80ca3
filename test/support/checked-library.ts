import type Database from 'better-sqlite3';
import {
  putCalibrationsChecksum,
  putChecksums,
  putCodeRulesChecksum,
} from '../../src/adapters/sqlite/checksums.ts';
import { createFaceStore } from '../../src/adapters/sqlite/create-face-store.ts';
import { createLibraryChecker } from '../../src/adapters/sqlite/create-library-checker.ts';
import { createPeopleStore } from '../../src/adapters/sqlite/create-people-store.ts';
import { createSegmentStore } from '../../src/adapters/sqlite/create-segment-store.ts';
import { findHeaderFaults } from '../../src/adapters/sqlite/find-header-faults.ts';
import { closeLibrary, openLibraryToRead } from '../../src/adapters/sqlite/open-library.ts';
import { renewCodes } from '../../src/adapters/sqlite/renew-codes.ts';
import { verifyLibrary } from '../../src/app/verify-library.ts';
import { toBytes } from '../../src/domain/codes/code-rule-bytes.ts';
import { fitCodeRule } from '../../src/domain/codes/fit-code-rule.ts';
import type { LibraryFault } from '../../src/domain/ports/library.ts';
import type { Space } from '../../src/domain/space.ts';
import { unit } from '../../src/domain/vector.ts';
import { fingerprintOf, newLibrary, randomNumbers, SPACE } from './library.ts';
import { SENTENCES, say } from './said.ts';
import { show, trackAt } from './shown.ts';

/** A closed library with three videos, each with frames, shots, speech, faces, places and records, and rows in every other table. */
export function filledLibrary({ thumbnailBytes = 12_000 } = {}): string {
  const { path, database, videos, frames, paces } = newLibrary();
  const random = randomNumbers(11);
  const space = frames.ensureSpace({ ...SPACE, dimension: 64 });
  const passages = createSegmentStore(database).ensureSpace({ ...SPACE, weights: 'text', dimension: 16 });
  const tracks = createFaceStore(database).ensureSpace({ ...SPACE, weights: 'faces', dimension: 4 });
  const volume = { identity: 'uuid-1', label: 'drive', mountPath: '/mnt/drive' };
  const key = { stage: 'sight', parameters: 'p' } as const;
  for (const name of ['a', 'b', 'c']) {
    const video = videos.addVideo(fingerprintOf(name));
    const file = { absolutePath: `/mnt/drive/${name}.mp4`, bytes: 5, modifiedNs: 7n, inode: 9n };
    videos.putPlace({ volume, path: `${name}.mp4` }, file, video);
    videos.putFacts(video, {
      container: 'mp4',
      codec: 'h264',
      width: 640,
      height: 360,
      duration: 9_000_000,
      start: 40_000,
      frameRate: 25,
      hasAudio: true,
      dynamicRange: 'sdr',
      interlaced: false,
    });
    const writer = frames.writer(video, space, key);
    writer.add(
      Array.from({ length: 8 }, (_, second) => ({
        time: second * 1_000_000,
        vector: unit(Array.from({ length: 64 }, () => random() - 0.5)),
        thumbnail: Uint8Array.from({ length: thumbnailBytes }, () => random() * 256),
        quality: {
          sharpness: random() * 50,
          brightness: random(),
          contrast: random(),
          hash: BigInt(Math.floor(random() * 2 ** 48)),
        },
      })),
    );
    writer.addShots([
      { start: 0, end: 4_000_000, transition: 'start' },
      { start: 4_000_000, end: 9_000_000, transition: 'cut' },
    ]);
    writer.commit({ state: 'partial', code: 'media-damaged', message: 'damaged' });
    const vector = unit(Array.from({ length: 16 }, () => random() - 0.5));
    say(database, video, SENTENCES, {
      space: passages,
      passages: [
        { first: 0, last: 2, vector },
        { first: 3, last: 9, vector },
      ],
    });
    paces.addToPace(key, 9_000_000, 1_000_000);
    show(database, video, [trackAt(0), trackAt(5, { vector: undefined })], tracks);
  }
  fillPeople(database, tracks);
  fillFifthForm(database, space);
  closeLibrary(database);
  return path;
}

function vectorsOf(database: Database.Database, { id }: Space): Float32Array {
  const values = database.prepare(`SELECT value FROM vector_${id}`).pluck().all() as Buffer[];
  return new Float32Array(new Uint8Array(Buffer.concat(values)).buffer);
}

/** Rows in what the fifth form brought, though so few vectors would have no codes. */
function fillFifthForm(database: Database.Database, space: Space): void {
  database.exec('UPDATE video SET recorded_us = 1000000 * id');
  for (const video of [1, 2, 3]) putChecksums(database, video, ['facts']);
  database
    .prepare('INSERT INTO code_rule (space_id, vectors, value) VALUES (?, 24, ?)')
    .run(space.id, toBytes(fitCodeRule(vectorsOf(database, space), space.dimension)));
  putCodeRulesChecksum(database);
  while (renewCodes(database, space));
  database
    .prepare("INSERT INTO calibration VALUES (?, 'tower', '[]', 64, ?, ?)")
    .run(space.id, Buffer.alloc(256), Buffer.alloc(8));
  putCalibrationsChecksum(database);
}

/** Two people, one of them named, with a decision of each kind and references. */
function fillPeople(database: Database.Database, space: Space): void {
  const store = createPeopleStore(database);
  const [first, second, third, fourth] = store.tracks(space);
  store.change((changes) => {
    const [anna, nobody] = [changes.addPerson('Anna'), changes.addPerson()];
    changes.putMemberships(
      new Map([
        [first!.id, anna],
        [third!.id, nobody],
      ]),
    );
    changes.addDecision({ kind: 'is', place: first!.place, person: anna });
    changes.addDecision({ kind: 'same', place: first!.place, other: second!.place });
    changes.addDecision({ kind: 'apart', place: first!.place, other: third!.place });
    changes.forgetTracks([fourth!.id]);
    const reference = { photo: new Uint8Array(32), thumbnail: new Uint8Array(9), vector: unit([1, 0, 0, 1]) };
    changes.addReference(space, { person: anna, same: true, ...reference });
    changes.addReference(space, { person: nobody, same: false, ...reference });
  });
}

/** What `heimdex verify` would find, in this process. */
export async function faultsOf(path: string): Promise<readonly LibraryFault[]> {
  const header = findHeaderFaults(path);
  const database = openLibraryToRead(path);
  try {
    const { faults } = await verifyLibrary(createLibraryChecker(database), () => {}, AbortSignal.any([]));
    return [...header, ...faults];
  } finally {
    closeLibrary(database);
  }
}
