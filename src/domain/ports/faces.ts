import type { DetectedFace } from '../face.ts';
import type { RgbImage } from '../frame.ts';
import type { UnitVector } from '../vector.ts';

export interface FaceDetector {
  /** The faces of a picture of any size, the surest first. */
  detect(picture: RgbImage, signal: AbortSignal): Promise<DetectedFace[]>;
  /** Time spent inside the inference library so far, milliseconds. */
  busyMilliseconds(): number;
  close(): Promise<void>;
}

export interface FaceEncoder {
  /** One vector for each face of a picture, in order; the face is brought upright and to the model's size by its landmarks. */
  embedFaces(picture: RgbImage, faces: readonly DetectedFace[], signal: AbortSignal): Promise<UnitVector[]>;
  /** Time spent inside the inference library so far, milliseconds. */
  busyMilliseconds(): number;
  close(): Promise<void>;
}
