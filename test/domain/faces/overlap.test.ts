import { expect, it } from 'vitest';
import { overlapOf } from '../../../src/domain/faces/overlap.ts';

const box = (left: number, top: number, width: number, height: number) => ({ left, top, width, height });

it('is the common area over the area that either box covers', () => {
  expect(overlapOf(box(0, 0, 10, 10), box(0, 0, 10, 10))).toBe(1);
  expect(overlapOf(box(0, 0, 10, 10), box(5, 0, 10, 10))).toBeCloseTo(50 / 150, 12);
  expect(overlapOf(box(0, 0, 10, 10), box(2, 2, 5, 5))).toBeCloseTo(25 / 100, 12);
});

it('is 0 for boxes that touch, lie apart or have no area', () => {
  expect(overlapOf(box(0, 0, 10, 10), box(10, 0, 10, 10))).toBe(0);
  expect(overlapOf(box(0, 0, 10, 10), box(20, 20, 10, 10))).toBe(0);
  expect(overlapOf(box(0, 0, 0, 0), box(0, 0, 0, 0))).toBe(0);
});
