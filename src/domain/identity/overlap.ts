import type { Box } from '../face.ts';

/** The share of two boxes' common area in the area that either covers (intersection over union), 0–1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (!(width > 0 && height > 0)) return 0;
  const common = width * height;
  return common / (a.width * a.height + b.width * b.height - common);
}
