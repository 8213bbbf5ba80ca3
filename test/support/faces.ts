import { readFileSync } from 'node:fs';
import { onTestFinished, type TestContext } from 'vitest';
import { openFaceDetector } from '../../src/adapters/inference/open-face-detector.ts';
import type { Box, DetectedFace, Landmarks } from '../../src/domain/face.ts';
import { overlapOf } from '../../src/domain/faces/overlap.ts';
import type { RgbImage } from '../../src/domain/frame.ts';
import type { Model } from '../../src/domain/manifest/schema.ts';
import type { FaceDetector } from '../../src/domain/ports/faces.ts';
import { sharedData } from './shared-data.ts';

type ConfigOf<R extends Model['role']> = Extract<Model, { role: R }>['config'];

const { models } = JSON.parse(
  readFileSync(new URL('../../models.manifest.json', import.meta.url), 'utf8'),
) as {
  models: { yunet: { config: ConfigOf<'face-detection'> }; sface: { config: ConfigOf<'face-recognition'> } };
};
/** What the manifest states of the real models. */
export const YUNET = models.yunet.config;
export const SFACE = models.sface.config;

/** The file of a fixed size, and the one that takes any. */
export const YUNET_YEARS = ['2023mar', '2026may'] as const;
export type YunetYear = (typeof YUNET_YEARS)[number];

export const never = new AbortController().signal;

/** The absolute path of a real YuNet; the test is skipped where it is not at hand. */
export function yunetGraph(context: TestContext, year: YunetYear): string {
  return sharedData(context, `models/yunet/face_detection_yunet_${year}.onnx`);
}

/** A real YuNet, until the test ends; the test is skipped where it is not at hand. */
export async function openYunet(context: TestContext, year: YunetYear): Promise<FaceDetector> {
  return openFaces(yunetGraph(context, year));
}

/** A face detector of a graph, until the test ends. */
export async function openFaces(graph: string): Promise<FaceDetector> {
  const detector = await openFaceDetector(graph, 'yunet', YUNET);
  onTestFinished(() => detector.close());
  return detector;
}

/** A golden row: left, top, width, height, five landmarks, score. */
export function faceOfRow(row: readonly number[]): DetectedFace {
  const [left = 0, top = 0, width = 0, height = 0] = row;
  return { box: { left, top, width, height }, landmarks: landmarksOf(row.slice(4, 14)), score: row[14]! };
}

export function landmarksOf(numbers: readonly number[]): Landmarks {
  const point = (at: number) => ({ x: numbers[2 * at]!, y: numbers[2 * at + 1]! });
  return [point(0), point(1), point(2), point(3), point(4)];
}

/** How far the furthest landmark of a face is from where it should be, pixels. */
export function furthestLandmark(a: DetectedFace, b: DetectedFace): number {
  return Math.max(
    ...a.landmarks.map(({ x, y }, i) => Math.hypot(x - b.landmarks[i]!.x, y - b.landmarks[i]!.y)),
  );
}

/** The faces that are where a box is. */
export function facesAt(box: Box, faces: readonly DetectedFace[], overlap = 0.5): DetectedFace[] {
  return faces.filter((face) => overlapOf(face.box, box) > overlap);
}

export function grey(width: number, height: number, level = 110): RgbImage {
  return { width, height, pixels: new Uint8Array(width * height * 3).fill(level) };
}

/** Puts a picture into another one, cut off at its edges. */
export function paste(onto: RgbImage, picture: RgbImage, left: number, top: number): void {
  for (let row = Math.max(0, -top); row < Math.min(picture.height, onto.height - top); row++) {
    const from = Math.max(0, -left);
    const to = Math.min(picture.width, onto.width - left);
    const line = picture.pixels.subarray((row * picture.width + from) * 3, (row * picture.width + to) * 3);
    onto.pixels.set(line, ((top + row) * onto.width + left + from) * 3);
  }
}

/** A part of a picture. */
export function cut(picture: RgbImage, box: Box): RgbImage {
  const result = grey(box.width, box.height);
  paste(result, picture, -box.left, -box.top);
  return result;
}
