import type { Box } from '../face.ts';

/** The area that two boxes have in common, square pixels. */
export function commonArea(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union: 0 for boxes apart, 1 for equal ones. */
export function overlapOf(a: Box, b: Box): number {
  const common = commonArea(a, b);
  return common === 0 ? 0 : common / (a.width * a.height + b.width * b.height - common);
}
