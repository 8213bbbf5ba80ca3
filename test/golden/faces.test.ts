import { describe, expect, it } from 'vitest';
import { openFaceEncoder } from '../../src/adapters/inference/open-face-encoder.ts';
import { openFaceGraph } from '../../src/adapters/inference/open-face-graph.ts';
import { partPlanes } from '../../src/adapters/inference/part-planes.ts';
import type { DetectedFace } from '../../src/domain/face.ts';
import { alignFace } from '../../src/domain/faces/align-face.ts';
import { overlapOf } from '../../src/domain/faces/overlap.ts';
import { shrinkPicture } from '../../src/domain/faces/shrink-picture.ts';
import { suppressOverlaps } from '../../src/domain/faces/suppress-overlaps.ts';
import type { RgbImage } from '../../src/domain/frame.ts';
import { dot, unit } from '../../src/domain/vector.ts';
import {
  faceOfRow,
  furthestLandmark,
  landmarksOf,
  never,
  openFaces,
  openYunet,
  SFACE,
  YUNET,
  YUNET_YEARS,
  yunetGraph,
} from '../support/faces.ts';
import { golden, goldenJson } from '../support/golden.ts';
import { readPicture } from '../support/read-picture.ts';
import { sharedData } from '../support/shared-data.ts';

interface Crop {
  readonly landmarks: readonly number[];
  /** Every second pixel in both directions. */
  readonly pixels: string;
  readonly vector: readonly number[];
}

const TINY = goldenJson<{
  detection: readonly { graph: string; picture: string; faces: number[][] }[];
  drawn: readonly (Crop & { picture: string })[];
}>('faces-tiny.json');
const REAL = goldenJson<{
  pictures: readonly {
    picture: string;
    fitted: [number, number];
    fittedFaces: Record<string, number[][]>;
    wholeFaces: number[][];
    crops: readonly Crop[];
  }[];
}>('faces.json');

/** What is asked is an overlap of 0.95, 2 pixels, 0.01 and 2 grey levels; 0.9998, 0.01, 0.00005 and 0.004 were measured. */
const OVERLAP = 0.98;
const PIXELS = 0.5;
const LEVELS = 0.5;
/** So near to the threshold a face may be there for one and not for the other, too. */
const NEAR = 0.005;

/** Each of our faces is the reference's, and none of theirs is missing. */
function expectSame(ours: readonly DetectedFace[], rows: readonly number[][]): void {
  const theirs = rows.map(faceOfRow);
  for (const face of theirs.filter(({ score }) => score > YUNET.scoreThreshold + NEAR)) {
    expect(
      ours.filter(({ box }) => overlapOf(box, face.box) >= OVERLAP),
      'each is found once',
    ).toHaveLength(1);
  }
  for (const face of ours) {
    const partner = theirs.find(({ box }) => overlapOf(box, face.box) >= OVERLAP);
    expect(partner, `no partner of ${JSON.stringify(face)}`).toBeDefined();
    expect(furthestLandmark(face, partner!)).toBeLessThanOrEqual(PIXELS);
    expect(Math.abs(face.score - partner!.score)).toBeLessThanOrEqual(NEAR);
  }
}

describe('a tiny graph', () => {
  it.for(TINY.detection)('gives the faces that FaceDetectorYN finds with it: $graph', async (given) => {
    const detector = await openFaces(golden(`tiny-faces/${given.graph}`));
    const ours = await detector.detect(await readPicture(golden(`pictures/${given.picture}`)), never);
    expect(ours).toHaveLength(given.faces.length);
    // One by one: the order is the same as well.
    ours.forEach((face, i) => {
      const theirs = faceOfRow(given.faces[i]!);
      expect(overlapOf(face.box, theirs.box)).toBeGreaterThan(0.999);
      expect(furthestLandmark(face, theirs)).toBeLessThan(0.01);
      expect(face.score).toBeCloseTo(theirs.score, 4);
    });
    expect(detector.busyMilliseconds()).toBeGreaterThan(0);
  });

  it.for(TINY.drawn)('gives the vector of FaceRecognizerSF: $picture', async (crop) => {
    await expectCrop(await readPicture(golden(`pictures/${crop.picture}`)), crop);
  });
});

describe('the real YuNet', () => {
  describe.for(YUNET_YEARS)('%s', (year) => {
    it.for(REAL.pictures)(
      'finds in a single pass what FaceDetectorYN finds: $picture',
      async (given, context) => {
        const detector = await openYunet(context, year);
        const picture = await readPicture(sharedData(context, `media/${given.picture}`));
        const [width, height] = given.fitted;
        const ours = await detector.detect(shrinkPicture(picture, { width, height }), never);
        expectSame(ours, given.fittedFaces[year]!);
      },
    );
  });

  it.for(REAL.pictures)('finds the same at the size of the picture: $picture', async (given, context) => {
    const graph = await openFaceGraph(yunetGraph(context, '2026may'), 'yunet', YUNET);
    const picture = await readPicture(sharedData(context, `media/${given.picture}`));
    const filled = (length: number) => Math.ceil(length / graph.multiple) * graph.multiple;
    const size = { width: filled(picture.width), height: filled(picture.height) };
    const whole = { left: 0, top: 0, width: picture.width, height: picture.height };
    const candidates = await graph.run(partPlanes(picture, whole, size), size);
    await graph.close();
    expectSame(suppressOverlaps(candidates, YUNET.overlapThreshold), given.wholeFaces);
  });
});

describe('aligned faces', () => {
  const withFaces = REAL.pictures.filter(({ crops }) => crops.length > 0);
  it.for(withFaces)('are those of FaceRecognizerSF: $picture', async ({ picture, crops }, context) => {
    const image = await readPicture(sharedData(context, `media/${picture}`));
    for (const crop of crops) await expectCrop(image, crop);
  });
});

async function expectCrop(picture: RgbImage, crop: Crop): Promise<void> {
  const landmarks = landmarksOf(crop.landmarks);
  const ours = alignFace(picture, landmarks, SFACE.landmarks, SFACE.size);
  expect(ours.pixels).toHaveLength(SFACE.size ** 2 * 3);
  expect(meanDifference(ours, Buffer.from(crop.pixels, 'base64'))).toBeLessThanOrEqual(LEVELS);
  const encoder = await openFaceEncoder(golden('tiny-faces/sface.onnx'), 'sface', SFACE);
  const box = { left: 0, top: 0, width: 1, height: 1 };
  const [vector] = await encoder.embedFaces(picture, [{ box, landmarks, score: 1 }], never);
  expect(encoder.busyMilliseconds()).toBeGreaterThan(0);
  await encoder.close();
  expect(dot(vector!, unit(crop.vector))).toBeGreaterThanOrEqual(0.9999);
}

function meanDifference({ width, pixels }: RgbImage, kept: Uint8Array): number {
  const side = width / 2;
  expect(kept).toHaveLength(side * side * 3);
  let sum = 0;
  for (let i = 0; i < kept.length; i++) {
    const [row, column] = [Math.floor(i / (side * 3)), Math.floor(i / 3) % side];
    sum += Math.abs(kept[i]! - pixels[(row * 2 * width + column * 2) * 3 + (i % 3)]!);
  }
  return sum / kept.length;
}
