import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { createFrameStore } from '../../src/adapters/sqlite/create-frame-store.ts';
import { createPeopleStore } from '../../src/adapters/sqlite/create-people-store.ts';
import { createSegmentStore } from '../../src/adapters/sqlite/create-segment-store.ts';
import { createVideoStore } from '../../src/adapters/sqlite/create-video-store.ts';
import { closeLibrary, openLibraryToWrite } from '../../src/adapters/sqlite/open-library.ts';
import type { SpaceIdentity } from '../../src/domain/space.ts';
import type { EmbeddedPassage } from '../../src/domain/speech/embedded-passage.ts';
import type { Segment } from '../../src/domain/speech/segment.ts';
import { fromSeconds } from '../../src/domain/time.ts';
import type { Track } from '../../src/domain/track.ts';
import { fingerprintOf, type randomFrames } from './library.ts';
import { say } from './said.ts';
import { faceAt, show, trackAt } from './shown.ts';

export interface MadeVideo {
  readonly name: string;
  readonly said?: readonly Segment[];
  readonly passages?: readonly EmbeddedPassage[];
  /** Frames a second apart. */
  readonly frames?: ReturnType<typeof randomFrames>;
  /** Where its shots begin, and the last one ends; seconds. */
  readonly cuts?: readonly number[];
  /** Faces, each from a second to the next one. */
  readonly seen?: readonly MadeFace[];
}

export interface MadeFace {
  readonly second: number;
  /** A name; a number for somebody without one; undefined for nobody's. */
  readonly of?: string | number;
  readonly quality?: number;
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
      const cuts = (made.cuts ?? []).map(fromSeconds);
      writer.addShots(
        cuts.slice(1).map((end, index) => ({ start: cuts[index]!, end, transition: 'cut' as const })),
      );
      writer.commit({ state: 'done' });
    }
    if (made.said !== undefined)
      say(database, video, made.said, {
        ...(passages === undefined ? {} : { space: passages }),
        passages: made.passages ?? [],
      });
    if (made.seen !== undefined) show(database, video, made.seen.map(toTrack));
  }
  name(
    database,
    videos.flatMap(({ seen = [] }) => seen),
  );
  closeLibrary(database);
}

function toTrack({ second, quality = 0.5 }: MadeFace, index: number): Track {
  const faces = [second, second + 1].map((time) => ({ ...faceAt(time, 100 * index), quality }));
  return trackAt(second, { faces, vector: undefined });
}

/** Makes people of faces, in the order in which they were stored. */
function name(database: Database.Database, seen: readonly MadeFace[]): void {
  const store = createPeopleStore(database);
  const tracks = store.tracks(undefined);
  store.change((changes) => {
    const people = new Map<string | number, number>();
    const memberships = new Map<number, number>();
    for (const [index, { of }] of seen.entries()) {
      if (of === undefined) continue;
      if (!people.has(of)) people.set(of, changes.addPerson(typeof of === 'string' ? of : undefined));
      memberships.set(tracks[index]!.id, people.get(of)!);
    }
    changes.putMemberships(memberships);
  });
}
