import { describe, expect, it } from 'vitest';
import type { SeenFace } from '../../../src/domain/identity/face-track.ts';
import { trackFaces } from '../../../src/domain/identity/track-faces.ts';
import { dot, type UnitVector, unit } from '../../../src/domain/vector.ts';

const SECOND = 1_000_000;
const ANNA = unit([1, 0, 0, 0]);
const BEN = unit([0, 1, 0, 0]);

/** A vector at a cosine to another one, leaning to a direction of its own. */
const near = (vector: UnitVector, cosine: number, towards = 3): UnitVector =>
  unit(vector.map((value, at) => cosine * value + (at === towards ? Math.sqrt(1 - cosine ** 2) : 0)));

function seen(seconds: number, left: number, vector?: UnitVector, quality = 0.5): SeenFace {
  const at = { x: left + 50, y: 50 };
  return {
    time: seconds * SECOND,
    box: { left, top: 0, width: 100, height: 100 },
    landmarks: [at, at, at, at, at],
    score: 0.9,
    quality,
    vector,
  };
}

const facesOf = (faces: readonly SeenFace[]) => trackFaces(faces).map((track) => track.faces);

describe('trackFaces', () => {
  it('follows a person by the vector across the picture, and after many seconds', () => {
    expect(
      facesOf([seen(0, 0, ANNA), seen(7, 900, near(ANNA, 0.5)), seen(22, 300, near(ANNA, 0.6))]),
    ).toEqual([[0, 1, 2]]);
  });

  it('does not follow by the vector below the published cosine', () => {
    expect(facesOf([seen(0, 0, ANNA), seen(7, 900, near(ANNA, 0.35))])).toEqual([[0], [1]]);
  });

  it('takes a lower cosine where the face has hardly moved, but not for another person', () => {
    expect(facesOf([seen(0, 0, ANNA), seen(1, 10, near(ANNA, 0.25))])).toEqual([[0, 1]]);
    expect(facesOf([seen(0, 0, ANNA), seen(1, 10, BEN)])).toEqual([[0], [1]]);
    // Someone else may be at that place much later.
    expect(facesOf([seen(0, 0, ANNA), seen(5, 10, near(ANNA, 0.25))])).toEqual([[0], [1]]);
  });

  it('follows faces without a vector by overlap alone, and not for long', () => {
    expect(facesOf([seen(0, 0), seen(1, 20), seen(2, 40)])).toEqual([[0, 1, 2]]);
    expect(facesOf([seen(0, 0), seen(1, 60)])).toEqual([[0], [1]]);
    expect(facesOf([seen(0, 0), seen(3, 0)])).toEqual([[0], [1]]);
    expect(facesOf([seen(0, 0, ANNA), seen(1, 10), seen(2, 20, near(ANNA, 0.5))])).toEqual([[0, 1, 2]]);
  });

  it('never joins two faces of one frame, however alike', () => {
    const tracks = facesOf([seen(0, 0, ANNA), seen(0, 5, ANNA), seen(1, 0, ANNA), seen(1, 5, ANNA)]);
    expect(tracks).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it('joins the surest pair first where two faces fit one track', () => {
    const [first] = facesOf([seen(0, 0, ANNA), seen(1, 500, near(ANNA, 0.5)), seen(1, 900, near(ANNA, 0.9))]);
    expect(first).toEqual([0, 2]);
  });

  it('tells two people who change places apart', () => {
    const tracks = facesOf([seen(0, 0, ANNA), seen(0, 200, BEN), seen(1, 200, ANNA), seen(1, 0, BEN)]);
    expect(tracks).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it('lets the best face stand for the track, one with a vector before one without', () => {
    const [track] = trackFaces([seen(0, 0, ANNA, 0.3), seen(1, 0, ANNA, 0.8), seen(2, 0, undefined, 0.9)]);
    expect(track!.best).toBe(1);
  });

  it('means the vectors by quality, and tells how good the mean is', () => {
    const side = near(ANNA, 0.6);
    const [track] = trackFaces([seen(0, 0, ANNA, 0.9), seen(1, 0, side, 0.1)]);
    expect(dot(track!.vector!, unit(ANNA.map((value, at) => 0.9 * value + 0.1 * side[at]!)))).toBeCloseTo(
      1,
      6,
    );
    expect(track!.quality).toBeCloseTo((0.81 + 0.01) / 1, 6);
  });

  it('makes a track without a vector of faces that have none', () => {
    expect(trackFaces([seen(0, 0, undefined, 0.2)])).toEqual([
      { faces: [0], best: 0, vector: undefined, quality: 0.2 },
    ]);
  });

  it('takes frames in the order of their times, whatever order they came in', () => {
    expect(facesOf([seen(2, 40), seen(0, 0), seen(1, 20)])).toEqual([[1, 2, 0]]);
  });

  it('takes no face, and refuses NaN', () => {
    expect(trackFaces([])).toEqual([]);
    expect(() => trackFaces([seen(0, 0, ANNA, Number.NaN)])).toThrow(RangeError);
    const broken = Float32Array.from([1, Number.NaN, 0, 0]) as UnitVector;
    expect(() => trackFaces([seen(0, 0, broken)])).toThrow(RangeError);
  });
});
