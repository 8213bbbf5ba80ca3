import { describe, expect, it } from 'vitest';
import type { DetectedFace } from '../../../src/domain/face.ts';
import { overlapOf } from '../../../src/domain/faces/overlap.ts';
import { suppressOverlaps } from '../../../src/domain/faces/suppress-overlaps.ts';

const point = { x: 0, y: 0 };
const face = (left: number, score: number, size = 10): DetectedFace => ({
  box: { left, top: 0, width: size, height: size },
  landmarks: [point, point, point, point, point],
  score,
});

describe('suppressOverlaps', () => {
  it('keeps the surest of those that overlap, the surest first', () => {
    const faces = [face(0, 0.7), face(2, 0.9), face(30, 0.8), face(33, 0.85)];
    expect(suppressOverlaps(faces, 0.3)).toEqual([faces[1], faces[3]]);
  });

  it('lets a face stay whose rival was itself removed', () => {
    // A chain: the middle one overlaps both others, which are apart.
    const faces = [face(0, 0.9), face(5, 0.8), face(10, 0.7)];
    expect(suppressOverlaps(faces, 0.3)).toEqual([faces[0], faces[2]]);
  });

  it('removes by more than the threshold, not by the threshold itself', () => {
    // 5 of 15 in common.
    const faces = [face(0, 0.9), face(5, 0.8)];
    expect(overlapOf(faces[0]!.box, faces[1]!.box)).toBeCloseTo(1 / 3);
    expect(suppressOverlaps(faces, 1 / 3)).toHaveLength(2);
    expect(suppressOverlaps(faces, 0.33)).toHaveLength(1);
  });

  it('keeps equally sure faces in the order in which they came', () => {
    const faces = [face(40, 0.8), face(0, 0.8), face(80, 0.8)];
    expect(suppressOverlaps(faces, 0.3)).toEqual(faces);
  });

  it('looks at the 5,000 surest alone', () => {
    const faces = Array.from({ length: 5001 }, (_, i) => face(i * 20, i / 5001));
    const kept = suppressOverlaps(faces, 0.3);
    expect(kept).toHaveLength(5000);
    expect(kept).not.toContain(faces[0]);
  });
});

describe('overlapOf', () => {
  it('is 0 for boxes that touch or lie apart and 1 for equal ones', () => {
    const { box } = face(0, 1);
    expect(overlapOf(box, face(10, 1).box)).toBe(0);
    expect(overlapOf(box, { ...box, top: -10 })).toBe(0);
    expect(overlapOf(box, face(25, 1).box)).toBe(0);
    expect(overlapOf(box, { ...face(25, 1).box, top: 25 })).toBe(0);
    expect(overlapOf(box, box)).toBe(1);
    expect(overlapOf(box, face(0, 1, 20).box)).toBe(0.25);
  });
});
