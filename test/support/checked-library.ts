import { createLibraryChecker } from '../../src/adapters/sqlite/create-library-checker.ts';
import { createSegmentStore } from '../../src/adapters/sqlite/create-segment-store.ts';
import { findHeaderFaults } from '../../src/adapters/sqlite/find-header-faults.ts';
import { closeLibrary, openLibraryToRead } from '../../src/adapters/sqlite/open-library.ts';
import { verifyLibrary } from '../../src/app/verify-library.ts';
import type { LibraryFault } from '../../src/domain/ports/library.ts';
import { unit } from '../../src/domain/vector.ts';
import { fingerprintOf, newLibrary, randomNumbers, SPACE } from './library.ts';
import { SENTENCES, say } from './said.ts';

/** A closed library with three videos, each with frames, shots, speech, places and records, and rows in every other table. */
export function filledLibrary({ thumbnailBytes = 12_000 } = {}): string {
  const { path, database, videos, frames, paces } = newLibrary();
  const random = randomNumbers(11);
  const space = frames.ensureSpace({ ...SPACE, dimension: 64 });
  const passages = createSegmentStore(database).ensureSpace({ ...SPACE, weights: 'text', dimension: 16 });
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
  }
  closeLibrary(database);
  return path;
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
