import type { Microseconds } from '../time.ts';
import type { Cue } from './cue.ts';

/** Cues that follow each other more closely than this are one flow: a frame of the slowest usual rate, 24 a second. */
const TOUCHING: Microseconds = 42_000;

/**
 * Takes the repetitions out of roll-up captions, where each cue shows the last lines of the one before again, or the same
 * line with some words more: each line comes once, from when it first appears. A cue that shows nothing new makes the last
 * one longer. Only what follows closely is compared: what is said twice with a pause between stays.
 *
 * @param cues in order of their starts
 */
export function joinRollUp(cues: readonly Cue[]): Cue[] {
  const joined: Cue[] = [];
  let before: Cue | undefined;
  for (const cue of cues) {
    const last = joined.at(-1);
    const flows = before !== undefined && cue.start <= before.end + TOUCHING;
    const shown = flows ? shownBefore(before!.lines, cue.lines) : { lines: 0, grown: false };
    before = cue;
    if (last === undefined || shown.lines === 0) {
      joined.push(cue);
      continue;
    }
    const fresh = cue.lines.slice(shown.lines);
    if (shown.grown) {
      const lines = [...last.lines.slice(0, -1), ...cue.lines.slice(shown.lines - 1)];
      joined[joined.length - 1] = { ...last, lines, end: Math.max(last.end, cue.end) };
    } else if (fresh.length > 0) joined.push({ ...cue, lines: fresh });
    else joined[joined.length - 1] = { ...last, end: Math.max(last.end, cue.end) };
  }
  return joined;
}

/** How many of the lines are the end of those before, at most all; the last of them may have grown by some words. */
function shownBefore(before: readonly string[], lines: readonly string[]): { lines: number; grown: boolean } {
  for (let count = Math.min(before.length, lines.length, 8); count > 0; count--) {
    const end = before.slice(-count);
    const same = end.slice(0, -1).every((line, at) => line === lines[at]);
    if (!same) continue;
    const [old, now] = [end.at(-1)!, lines[count - 1]!];
    if (old === now) return { lines: count, grown: false };
    if (now.startsWith(`${old} `)) return { lines: count, grown: true };
  }
  return { lines: 0, grown: false };
}
