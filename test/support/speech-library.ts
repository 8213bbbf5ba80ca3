import { join } from 'node:path';
import { createFrameStore } from '../../src/adapters/sqlite/create-frame-store.ts';
import { createSegmentStore } from '../../src/adapters/sqlite/create-segment-store.ts';
import { createVideoStore } from '../../src/adapters/sqlite/create-video-store.ts';
import { closeLibrary, openLibraryToWrite } from '../../src/adapters/sqlite/open-library.ts';
import type { SpaceIdentity } from '../../src/domain/space.ts';
import type { EmbeddedPassage } from '../../src/domain/speech/embedded-passage.ts';
import type { Segment } from '../../src/domain/speech/segment.ts';
import { fingerprintOf, type randomFrames } from './library.ts';
import { say } from './said.ts';

export interface MadeVideo {
  readonly name: string;
  readonly said?: readonly Segment[];
  readonly passages?: readonly EmbeddedPassage[];
  /** Frames a second apart. */
  readonly frames?: ReturnType<typeof randomFrames>;
}

/** Writes a library as an index run would leave it, of videos in a folder that need not be there. */
export function writeSpeechLibrary(
  path: string,
  folder: string,
  videos: readonly MadeVideo[],
  spaces: { readonly passages?: SpaceIdentity; readonly sight?: SpaceIdentity } = {},
): void {
  const database = openLibraryToWrite(path, '0.0.0-test');
  const store = createVideoStore(database);
  const passages =
    spaces.passages === undefined ? undefined : createSegmentStore(database).ensureSpace(spaces.passages);
  const sight = spaces.sight === undefined ? undefined : createFrameStore(database).ensureSpace(spaces.sight);
  const volume = { identity: 'made', label: 'made', mountPath: '/' };
  for (const made of videos) {
    const video = store.addVideo(fingerprintOf(made.name));
    const absolutePath = join(folder, made.name);
    const file = { absolutePath, bytes: 1, modifiedNs: 0n, inode: 0n };
    store.putPlace({ volume, path: absolutePath.slice(1) }, file, video);
    if (sight !== undefined && made.frames !== undefined) {
      const writer = createFrameStore(database).writer(video, sight, { stage: 'sight', parameters: 'p' });
      writer.add(made.frames);
      writer.commit({ state: 'done' });
    }
    if (made.said !== undefined)
      say(database, video, made.said, {
        ...(passages === undefined ? {} : { space: passages }),
        passages: made.passages ?? [],
      });
  }
  closeLibrary(database);
}
