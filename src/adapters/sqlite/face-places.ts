import type Database from 'better-sqlite3';
import type { Box } from '../../domain/face.ts';
import { overlapOf } from '../../domain/faces/overlap.ts';
import type { Microseconds } from '../../domain/time.ts';

/** A face as far as its place within a video tells which one it is. */
export interface FaceSpot {
  readonly time: Microseconds;
  readonly box: Box;
}

/** Two boxes of one moment that have so much in common are of one face. */
const SAME_FACE = 0.5;
/** Frames chosen by other rules lie beside those of before: a face has hardly moved by then. */
const NEAR: Microseconds = 500_000;

/**
 * How many of a track's faces are faces of another list.
 *
 * @param others in order of time
 */
export function countShared(faces: readonly FaceSpot[], others: readonly FaceSpot[]): number {
  return faces.filter((face) => others.some((other) => isSameFace(face, other))).length;
}

function isSameFace(a: FaceSpot, b: FaceSpot): boolean {
  return Math.abs(a.time - b.time) <= NEAR && overlapOf(a.box, b.box) >= SAME_FACE;
}

/** The faces of a video that the user has had forgotten. */
export function readForgotten(database: Database.Database, video: number): FaceSpot[] {
  return (
    database
      .prepare(
        "SELECT time_us AS time, x, y, width, height FROM decision WHERE video_id = ? AND kind = 'forgotten' ORDER BY time_us",
      )
      .all(video) as FaceRow[]
  ).map(toFaceSpot);
}

export interface FaceRow {
  readonly time: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function toFaceSpot({ time, x, y, width, height }: FaceRow): FaceSpot {
  return { time, box: { left: x, top: y, width, height } };
}
