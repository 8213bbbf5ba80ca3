import type { DetectedFace, Landmarks, Point } from '../face.ts';
import type { RgbImage } from '../frame.ts';
import { laplacianVariance } from '../frames/laplacian-variance.ts';
import { alignFace } from './align-face.ts';
import {
  type FaceTemplate,
  inverseOf,
  type Similarity,
  similarityTransform,
} from './similarity-transform.ts';

/** Why a face says little about whose it is. */
export type FaceFault = 'unsure' | 'cut' | 'small' | 'turned' | 'blurred';

export interface FaceQuality {
  /** That of its worst aspect, 0 (says nothing) to 1 (more would bring nothing). */
  readonly value: number;
  /** The aspects that are not good enough for a vector; none where the face is. */
  readonly faults: readonly FaceFault[];
}

/** From where an aspect is worth nothing to where more of it brings nothing. */
type Range = readonly [nothing: number, enough: number];

/** The threshold of the manifest's YuNet, and the one that OpenCV's FaceDetectorYN has by default. */
const SCORE: Range = [0.6, 0.9];
/**
 * Pixels of the picture across an aligned face, which shows 0.2 m of it (SFace's template has eyes 35 of 112 pixels apart,
 * people have them 63 mm): 125 and 250 pixels a metre, from which EN 62676-4:2015 holds a known person to be recognisable and
 * any person identifiable.
 */
const SIZE: Range = [25, 50];
/**
 * Sideways: the nose's way from between the eyes, 1 when it is under an eye; that is 0.86 · tan(angle), for the nose stands
 * out by 0.43 times the distance of the eyes (the head in S. Mallick, "Head pose estimation using OpenCV and Dlib", 2016).
 * 60° and 30°.
 */
const SIDEWAYS: Range = [1.5, 0.5];
/** Up and down: the nose's place between eyes (0) and mouth (1), less SFace's 0.5; 0.42 · tan(angle) by the same head. 60°, 30°. */
const UPWARDS: Range = [0.73, 0.25];
/**
 * Of the aligned face's area, what lies in the picture: of whole faces at its edge 0.84 and more, of halves 0.68 and less,
 * for the detector guesses the landmarks that it does not see.
 */
const INSIDE: Range = [0.5, 0.9];
/**
 * Variance of the Laplacian of an aligned face's luma from 0 to 1. Eight portraits have 1–4 · 10⁻⁴ when they are shrunk to 25
 * pixels, 4–16 · 10⁻⁴ at 50; blurred at full size by σ = 2 pixels 0.7–1.8 · 10⁻⁴, by σ = 1 3–11 · 10⁻⁴.
 */
const DETAIL: Range = [1e-4, 8e-4];
/** Half way: 38 pixels, 50° aside. */
const GOOD_ENOUGH = 0.5;

/**
 * How much a face says about whose it is: the detector's certainty, how much of it lies in the picture, size, pose and
 * sharpness.
 *
 * @param size width and height of the aligned face, pixels
 */
export function qualityOfFace(
  picture: RgbImage,
  face: DetectedFace,
  template: FaceTemplate,
  size: number,
): FaceQuality {
  const { landmarks, score } = face;
  const toPicture = inverseOf(similarityTransform(landmarks, template));
  const { sideways, upwards } = poseOf(landmarks);
  const aspects: readonly [FaceFault, number][] = [
    ['unsure', within(score, SCORE)],
    ['cut', within(shareInside(toPicture, size, picture), INSIDE)],
    ['small', within(size * Math.hypot(toPicture.a, toPicture.b), SIZE)],
    ['turned', Math.min(within(sideways, SIDEWAYS), within(upwards, UPWARDS))],
    ['blurred', within(detailOf(alignFace(picture, landmarks, template, size)), DETAIL)],
  ];
  return {
    value: Math.min(...aspects.map(([, value]) => value)),
    faults: aspects.filter(([, value]) => value < GOOD_ENOUGH).map(([fault]) => fault),
  };
}

/** Whether a vector of such a face tells people apart. */
export function isGoodEnough({ faults }: FaceQuality): boolean {
  return faults.length === 0;
}

/** 0 to 1. Where an aspect can't be measured, such as the pose of eyes in one place, it is worth nothing. */
function within(value: number, [nothing, enough]: Range): number {
  const share = (value - nothing) / (enough - nothing);
  return Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share));
}

/** By 16 × 16 places of the aligned face. */
function shareInside({ a, b, x0, y0 }: Similarity, size: number, { width, height }: RgbImage): number {
  const side = 16;
  let inside = 0;
  for (let i = 0; i < side * side; i++) {
    const x = ((i % side) + 0.5) * (size / side);
    const y = (Math.floor(i / side) + 0.5) * (size / side);
    const [column, row] = [a * x - b * y + x0, b * x + a * y + y0];
    if (column >= 0 && row >= 0 && column < width && row < height) inside++;
  }
  return inside / (side * side);
}

/** Measured along the line of the eyes and across it, so that a face that leans is none that is turned. */
function poseOf([right, left, nose, mouthRight, mouthLeft]: Landmarks): {
  sideways: number;
  upwards: number;
} {
  const eyes = { x: (right.x + left.x) / 2, y: (right.y + left.y) / 2 };
  const mouth = { x: (mouthRight.x + mouthLeft.x) / 2, y: (mouthRight.y + mouthLeft.y) / 2 };
  const apart = Math.hypot(left.x - right.x, left.y - right.y);
  const axis = { x: (left.x - right.x) / apart, y: (left.y - right.y) / apart };
  const along = (point: Point) => (point.x - eyes.x) * axis.x + (point.y - eyes.y) * axis.y;
  const across = (point: Point) => (point.y - eyes.y) * axis.x - (point.x - eyes.x) * axis.y;
  return {
    sideways: Math.abs((2 * along(nose)) / apart),
    upwards: Math.abs(across(nose) / across(mouth) - 0.5),
  };
}

function detailOf({ width, height, pixels }: RgbImage): number {
  // ITU-R BT.601, as OpenCV makes grey of colours.
  const luma = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.round(0.299 * pixels[i * 3]! + 0.587 * pixels[i * 3 + 1]! + 0.114 * pixels[i * 3 + 2]!),
  );
  return laplacianVariance(luma, width, height) / (255 * 255);
}
