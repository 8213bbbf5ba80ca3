/** A place in a picture: pixels from its upper left corner, with fractions. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle in a picture, pixels; it may reach over the picture's edges. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Right eye, left eye, nose, right and left corner of the mouth; right and left are the face's own. */
export type Landmarks = readonly [Point, Point, Point, Point, Point];

/** A face as the detector found it, in pixels of the picture that it was given. */
export interface DetectedFace {
  readonly box: Box;
  readonly landmarks: Landmarks;
  /** How sure the detector is, 0–1. */
  readonly score: number;
}
