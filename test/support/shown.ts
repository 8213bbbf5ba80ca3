import type Database from 'better-sqlite3';
import { createFaceStore } from '../../src/adapters/sqlite/create-face-store.ts';
import type { Landmarks } from '../../src/domain/face.ts';
import type { StageKey } from '../../src/domain/ports/library.ts';
import type { Space } from '../../src/domain/space.ts';
import { fromSeconds } from '../../src/domain/time.ts';
import type { Track, TrackFace } from '../../src/domain/track.ts';
import { unit } from '../../src/domain/vector.ts';

export const FACES: StageKey = { stage: 'faces', parameters: 'p' };

const POINT = { x: 1, y: 2 };
const LANDMARKS: Landmarks = [POINT, POINT, POINT, POINT, POINT];

/** A face 40 pixels wide at a second, so far from the left edge. */
export function faceAt(second: number, left = 100): TrackFace {
  const box = { left, top: 50, width: 40, height: 50 };
  return { time: fromSeconds(second), box, landmarks: LANDMARKS, score: 0.9, quality: 0.5 };
}

/** A track of two faces a second apart, with a vector of four numbers. */
export function trackAt(second: number, changes: Partial<Track> & { readonly left?: number } = {}): Track {
  const { left, ...others } = changes;
  const faces = [faceAt(second, left), faceAt(second + 1, left)];
  return {
    faces,
    best: 1,
    thumbnail: Uint8Array.of(82, 73, 70, 70, second),
    vector: unit([1, second, 0, 0]),
    ...others,
  };
}

/** Stores what is seen of faces in a video; tells how many tracks were kept. */
export function show(
  database: Database.Database,
  video: number,
  tracks: readonly Track[],
  space?: Space,
  key: StageKey = FACES,
): number {
  const writer = createFaceStore(database).writer(video, space, key);
  writer.add(tracks);
  return writer.commit({ state: 'done' });
}
