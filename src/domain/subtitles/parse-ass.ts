import type { Cue } from './cue.ts';
import { parseClock } from './parse-clock.ts';
import { plainLines } from './plain-lines.ts';

/** The fields of an event where no Format line names them. */
const USUAL = ['layer', 'start', 'end', 'style', 'name', 'marginl', 'marginr', 'marginv', 'effect', 'text'];

/** The cues of Advanced SubStation Alpha and its forerunner: the Dialogue lines, without what they draw. */
export function parseAss(lines: readonly string[]): Cue[] {
  const cues: Cue[] = [];
  let fields: readonly string[] = USUAL;
  let inEvents = false;
  for (const line of lines) {
    const section = line.match(/^\s*\[([^\]]{1,40})\]/)?.[1];
    if (section !== undefined) inEvents = section.trim().toLowerCase() === 'events';
    else if (inEvents && /^\s*Format:/i.test(line)) fields = fieldsOf(line);
    else if (/^\s*Dialogue:/i.test(line)) {
      const cue = toCue(line.slice(line.indexOf(':') + 1), fields);
      if (cue !== undefined) cues.push(cue);
    }
  }
  return cues;
}

/** The text may hold commas, so it must be the last. */
function fieldsOf(line: string): readonly string[] {
  const names = line
    .slice(line.indexOf(':') + 1, 1000)
    .split(',')
    .map((name) => name.trim().toLowerCase());
  const whole = ['start', 'end'].every((name) => names.includes(name)) && names.at(-1) === 'text';
  return whole ? names : USUAL;
}

function toCue(rest: string, fields: readonly string[]): Cue | undefined {
  const values: string[] = [];
  let at = 0;
  while (values.length < fields.length - 1) {
    const comma = rest.indexOf(',', at);
    if (comma === -1) return undefined;
    values.push(rest.slice(at, comma));
    at = comma + 1;
  }
  const [start, end] = ['start', 'end'].map((name) => parseClock(values[fields.indexOf(name)] ?? ''));
  if (start === undefined || end === undefined) return undefined;
  const lines = plainLines(withoutDrawings(rest.slice(at)));
  return lines.length === 0 ? undefined : { start, end, lines };
}

/** What stands between `{\p1}` and `{\p0}` are strokes of a pen; braces hold commands and comments. */
function withoutDrawings(text: string): string {
  let draws = false;
  let kept = '';
  for (const part of text.split(/(\{[^{}]*\})/)) {
    if (!part.startsWith('{') || !part.endsWith('}')) {
      if (!draws) kept += part;
      continue;
    }
    const scale = [...part.matchAll(/\\p(\d+)/g)].at(-1)?.[1];
    if (scale !== undefined) draws = Number(scale) > 0;
  }
  return kept;
}
