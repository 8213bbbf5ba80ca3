import { describe, expect, it } from 'vitest';
import type { Box, DetectedFace } from '../../../src/domain/face.ts';
import { mergePasses, type PassResult } from '../../../src/domain/faces/merge-passes.ts';
import type { Level } from '../../../src/domain/faces/plan-passes.ts';

const PICTURE = { width: 2000, height: 1000 };
const COARSE: Level = {
  size: { width: 500, height: 250 },
  largest: Number.POSITIVE_INFINITY,
  passes: [{ left: 0, top: 0, width: 500, height: 250 }],
};
const FINE: Level = {
  size: PICTURE,
  largest: 256,
  passes: [
    { left: 0, top: 0, width: 1100, height: 1000 },
    { left: 900, top: 0, width: 1100, height: 1000 },
  ],
};

function face(left: number, top: number, width: number, height: number, score = 0.9): DetectedFace {
  const point = (x: number, y: number) => ({ x: left + x * width, y: top + y * height });
  return {
    box: { left, top, width, height },
    landmarks: [point(0.3, 0.4), point(0.7, 0.4), point(0.5, 0.6), point(0.3, 0.8), point(0.7, 0.8)],
    score,
  };
}

const found = (level: Level, pass: number, ...faces: DetectedFace[]): PassResult => ({
  level,
  pass: level.passes[pass]!,
  faces,
});
const boxes = (...results: PassResult[]): Box[] => mergePasses(PICTURE, results, 0.3).map(({ box }) => box);

describe('mergePasses', () => {
  it('brings boxes and landmarks back to the picture', () => {
    expect(mergePasses(PICTURE, [found(COARSE, 0, face(100, 50, 20, 30))], 0.3)).toEqual([
      face(400, 200, 80, 120),
    ]);
    expect(mergePasses(PICTURE, [found(FINE, 1, face(100, 50, 20, 30))], 0.3)).toEqual([
      face(1000, 50, 20, 30),
    ]);
  });

  it('reckons a part’s place in pixels of its own level', () => {
    const middle: Level = {
      size: { width: 1000, height: 500 },
      largest: 256,
      passes: [{ left: 400, top: 100, width: 600, height: 400 }],
    };
    expect(mergePasses(PICTURE, [found(middle, 0, face(100, 50, 20, 30))], 0.3)).toEqual([
      face(1000, 300, 40, 60),
    ]);
  });

  it('takes a face once that several passes found, from the surest', () => {
    const results = [
      found(COARSE, 0, face(240, 50, 20, 30, 0.8)),
      found(FINE, 0, face(962, 202, 78, 118, 0.9)),
      found(FINE, 1, face(61, 201, 80, 120, 0.85)),
    ];
    expect(boxes(...results)).toEqual([{ left: 962, top: 202, width: 78, height: 118 }]);
  });

  it('leaves out what the inner border of a part may have cut', () => {
    // The first part ends at 1100: this is the left half of a face that the second part has whole.
    const results = [
      found(FINE, 0, face(1020, 200, 78, 150, 0.95)),
      found(FINE, 1, face(120, 190, 150, 170, 0.9)),
    ];
    expect(boxes(...results)).toEqual([{ left: 1020, top: 190, width: 150, height: 170 }]);
    expect(boxes(found(FINE, 1, face(3, 200, 78, 150)))).toEqual([]);
  });

  it('keeps what the picture itself cuts', () => {
    const atEdge = [face(-10, 200, 60, 80), face(300, -20, 60, 80), face(300, 960, 60, 80)];
    expect(boxes(found(FINE, 0, ...atEdge))).toHaveLength(3);
    expect(boxes(found(FINE, 1, face(1060, 200, 60, 80)))).toHaveLength(1);
  });

  it('leaves faces too large for a level to the coarser one', () => {
    expect(
      boxes(found(FINE, 0, face(100, 100, 200, 300, 0.95)), found(COARSE, 0, face(20, 20, 60, 85, 0.9))),
    ).toEqual([{ left: 80, top: 80, width: 240, height: 340 }]);
  });

  it('takes a small face in a surer, larger one of another level for a part of it', () => {
    const large = found(COARSE, 0, face(20, 20, 100, 130, 0.9));
    expect(boxes(large, found(FINE, 0, face(200, 200, 80, 80, 0.7)))).toHaveLength(1);
    // Half of it stands out: somebody behind.
    expect(boxes(large, found(FINE, 0, face(440, 200, 80, 80, 0.7)))).toHaveLength(2);
    // One run decides as OpenCV does.
    expect(boxes(found(COARSE, 0, face(20, 20, 100, 130, 0.9), face(50, 50, 20, 20, 0.7)))).toHaveLength(2);
  });
});
