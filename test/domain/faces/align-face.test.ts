import { describe, expect, it } from 'vitest';
import type { Landmarks, Point } from '../../../src/domain/face.ts';
import { alignFace } from '../../../src/domain/faces/align-face.ts';
import { inverseOf, similarityTransform } from '../../../src/domain/faces/similarity-transform.ts';
import { grey, landmarksOf, SFACE } from '../../support/faces.ts';

const TEMPLATE = SFACE.landmarks;
const place = ({ a, b, x0, y0 }: ReturnType<typeof similarityTransform>, { x, y }: Point): Point => ({
  x: a * x - b * y + x0,
  y: b * x + a * y + y0,
});

/** The template turned, scaled and moved. */
function turned(degrees: number, scale: number, left: number, top: number): Landmarks {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return landmarksOf(
    TEMPLATE.flatMap(([x, y]) => [left + scale * (cos * x - sin * y), top + scale * (sin * x + cos * y)]),
  );
}

describe('similarityTransform', () => {
  it.for([0, 17, 90, 180, -135])('brings a turned face back upon the template: %s°', (degrees) => {
    const landmarks = turned(degrees, 2.5, 40, -30);
    const transform = similarityTransform(landmarks, TEMPLATE);
    expect(Math.hypot(transform.a, transform.b)).toBeCloseTo(1 / 2.5);
    for (const [i, point] of landmarks.entries()) {
      const { x, y } = place(transform, point);
      expect(Math.hypot(x - TEMPLATE[i]![0], y - TEMPLATE[i]![1])).toBeLessThan(1e-9);
      const back = place(inverseOf(transform), { x, y });
      expect(Math.hypot(back.x - point.x, back.y - point.y)).toBeLessThan(1e-9);
    }
  });

  it('is the best one where landmarks do not fit: no near one brings them nearer', () => {
    const bent = turned(20, 1.5, 10, 10).map(({ x, y }, i) => ({ x: x + (i % 3) * 4, y: y - (i % 2) * 6 }));
    const landmarks = bent as unknown as Landmarks;
    const best = similarityTransform(landmarks, TEMPLATE);
    const miss = (transform: typeof best) =>
      landmarks.reduce((sum, point, i) => {
        const { x, y } = place(transform, point);
        return sum + (x - TEMPLATE[i]![0]) ** 2 + (y - TEMPLATE[i]![1]) ** 2;
      }, 0);
    for (const key of ['a', 'b', 'x0', 'y0'] as const) {
      for (const step of [1e-3, -1e-3])
        expect(miss({ ...best, [key]: best[key] + step })).toBeGreaterThan(miss(best));
    }
  });

  it('turns no face over, be it a mirror image', () => {
    const mirrored = turned(0, 1, 0, 0).map(({ x, y }) => ({ x: 112 - x, y })) as unknown as Landmarks;
    const { a } = similarityTransform(mirrored, TEMPLATE);
    expect(a).toBeGreaterThan(0);
  });

  it('refuses landmarks at one place, and what are no numbers', () => {
    for (const value of [7, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => similarityTransform(landmarksOf(Array(10).fill(value)), TEMPLATE)).toThrow(RangeError);
    }
  });
});

describe('alignFace', () => {
  it('copies a face that lies on the template already', () => {
    const picture = {
      ...grey(112, 112),
      pixels: Uint8Array.from({ length: 112 * 112 * 3 }, (_, i) => (i * 31) % 251),
    };
    expect(alignFace(picture, turned(0, 1, 0, 0), TEMPLATE, 112)).toEqual(picture);
  });

  it('is black beyond the edges, and fades to them over one pixel', () => {
    // Half a pixel aside: the outermost column or row is half outside.
    const corner = (left: number, top: number, x: number, y: number) =>
      alignFace(grey(112, 112, 200), turned(0, 1, left, top), TEMPLATE, 112).pixels[(y * 112 + x) * 3];
    expect([corner(-0.5, 0, 0, 5), corner(-0.5, 0, 1, 5)]).toEqual([100, 200]);
    expect([corner(0.5, 0, 111, 5), corner(0.5, 0, 110, 5)]).toEqual([100, 200]);
    expect([corner(0, -0.5, 5, 0), corner(0, -0.5, 5, 1)]).toEqual([100, 200]);
    expect([corner(0, 0.5, 5, 111), corner(0, 0.5, 5, 110)]).toEqual([100, 200]);
    const outside = alignFace(grey(20, 20, 200), turned(0, 1, 500, 500), TEMPLATE, 112);
    expect(new Set(outside.pixels)).toEqual(new Set([0]));
  });
});
