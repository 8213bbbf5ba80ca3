import { describe, expect, it } from 'vitest';
import type { DetectedFace, Landmarks } from '../../../src/domain/face.ts';
import { isGoodEnough, qualityOfFace } from '../../../src/domain/faces/quality-of-face.ts';
import type { RgbImage } from '../../../src/domain/frame.ts';
import { grey, landmarksOf, SFACE } from '../../support/faces.ts';

/** A picture with detail everywhere; `coarse` pixels make a square of one grey. */
function textured(coarse: number): RgbImage {
  const picture = grey(600, 600);
  for (let i = 0; i < 600 * 600; i++) {
    const [x, y] = [Math.floor((i % 600) / coarse), Math.floor(i / 600 / coarse)];
    picture.pixels.fill(100 + ((x * 37 + y * 101) % 60), i * 3, i * 3 + 3);
  }
  return picture;
}
const SHARP = textured(3);

interface Pose {
  /** The nose's way aside and down, in distances of the eyes. */
  readonly aside?: number;
  readonly down?: number;
  readonly lean?: number;
  readonly scale?: number;
  readonly at?: readonly [number, number];
  readonly score?: number;
}

function face({
  aside = 0,
  down = 0,
  lean = 0,
  scale = 2,
  at = [300, 300],
  score = 0.95,
}: Pose = {}): DetectedFace {
  const [cos, sin] = [Math.cos(lean) * scale, Math.sin(lean) * scale];
  const numbers = SFACE.landmarks.flatMap(([x, y], i) => {
    const [dx, dy] = [x - 56 + (i === 2 ? aside * 35.2 : 0), y - 72 + (i === 2 ? down * 35.2 : 0)];
    return [at[0] + cos * dx - sin * dy, at[1] + sin * dx + cos * dy];
  });
  const landmarks: Landmarks = landmarksOf(numbers);
  return { box: { left: at[0] - 40, top: at[1] - 50, width: 80, height: 100 }, landmarks, score };
}

const faultsOf = (pose: Pose, picture = SHARP) => qualityOf(pose, picture).faults;
const qualityOf = (pose: Pose, picture = SHARP) =>
  qualityOfFace(picture, face(pose), SFACE.landmarks, SFACE.size);

describe('qualityOfFace', () => {
  it('has nothing against a large, sharp face that looks ahead, however it leans', () => {
    for (const lean of [0, 0.6, Math.PI / 2, Math.PI]) {
      expect(qualityOf({ lean })).toEqual({ value: 1, faults: [] });
      expect(isGoodEnough(qualityOf({ lean }))).toBe(true);
    }
  });

  it('names what is wrong, one by one', () => {
    expect(faultsOf({ score: 0.7 })).toEqual(['unsure']);
    expect(faultsOf({ aside: 0.6 })).toEqual(['turned']);
    expect(faultsOf({ aside: -0.6, lean: 1 })).toEqual(['turned']);
    expect(faultsOf({ down: 0.65 })).toEqual(['turned']);
    expect(faultsOf({ down: -0.65 })).toEqual(['turned']);
    expect(faultsOf({ at: [20, 300] })).toEqual(['cut']);
    expect(faultsOf({ at: [300, 585] })).toEqual(['cut']);
    expect(faultsOf({}, grey(600, 600))).toEqual(['blurred']);
    expect(faultsOf({ scale: 0.3 }, textured(1))).toEqual(['small']);
    expect(isGoodEnough(qualityOf({ scale: 0.3 }))).toBe(false);
  });

  it('is that of the worst aspect', () => {
    // 0.75 of the way from 0.6 to 0.9; 0.25 of that from 1.5 to 0.5.
    expect(qualityOf({ score: 0.825 }).value).toBeCloseTo(0.75, 2);
    expect(qualityOf({ score: 0.825, aside: 0.625 }).value).toBeCloseTo(0.25, 1);
    expect(qualityOf({ scale: 0.2 }).value).toBe(0);
  });

  it('bends for size at 25 to 50 pixels across the aligned face', () => {
    expect(qualityOf({ scale: 37.5 / 112 }, textured(1)).value).toBeCloseTo(0.5, 5);
    expect(qualityOf({ scale: 50 / 112 }, textured(1)).value).toBeCloseTo(1, 5);
  });

  it('calls a profile turned whose eyes fall together', () => {
    const { landmarks, ...rest } = face();
    const [right, , ...others] = landmarks;
    const profile = { ...rest, landmarks: [right, right, ...others] as Landmarks };
    const quality = qualityOfFace(SHARP, profile, SFACE.landmarks, SFACE.size);
    expect(quality).toMatchObject({ value: 0, faults: ['turned'] });
  });
});
