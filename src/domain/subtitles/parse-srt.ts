import type { Cue } from './cue.ts';
import { parseTimeRange } from './parse-clock.ts';
import { plainLines } from './plain-lines.ts';

const NUMBER = /^\s*\d{1,9}\s*$/;

/**
 * The cues of SubRip. Only the lines of times count: numbers may be wrong or missing, lines between cues too. A number
 * directly above the times is no part of the text before it.
 */
export function parseSrt(lines: readonly string[]): Cue[] {
  const cues: Cue[] = [];
  let times: { start: number; end: number } | undefined;
  let from = 0;
  const finish = (end: number) => {
    if (times === undefined) return;
    const text = plainLines(lines.slice(from, end).join('\n'));
    if (text.length > 0) cues.push({ ...times, lines: text });
  };
  lines.forEach((line, at) => {
    const range = parseTimeRange(line);
    if (range === undefined) return;
    finish(at > from && NUMBER.test(lines[at - 1]!) ? at - 1 : at);
    times = range;
    from = at + 1;
  });
  finish(lines.length);
  return cues;
}
