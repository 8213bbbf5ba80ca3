import { overlaps, type Stretch } from './overlaps.ts';

/** What is left of a stretch without others, in order of time. */
export function cutOut(stretch: Stretch, holes: readonly Stretch[]): Stretch[] {
  const left: Stretch[] = [];
  let { start } = stretch;
  let isCovered = false;
  for (const hole of [...holes].sort((a, b) => a.start - b.start)) {
    if (!overlaps(stretch, hole)) continue;
    if (hole.start > start) left.push({ start, end: hole.start });
    start = Math.max(start, hole.end);
    isCovered = start >= stretch.end;
  }
  return isCovered ? left : [...left, { start, end: stretch.end }];
}
