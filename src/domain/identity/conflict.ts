import type { Groups } from './groups.ts';

/** Whether two groups can't be one person: seen in one frame, kept apart by a decision, or known to be two people. */
export function conflict(groups: Groups, a: number, b: number): boolean {
  const [personA, personB] = [groups.person[a]!, groups.person[b]!];
  if (personA >= 0 && personB >= 0 && personA !== personB) return true;
  if (groups.apart[a]?.has(b)) return true;
  return seenTogether(groups.frames[a], groups.frames[b]);
}

/** Whether two groups are seen in one frame. */
export function seenTogether(a: Set<number> | undefined, b: Set<number> | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const frame of few) if (many.has(frame)) return true;
  return false;
}
