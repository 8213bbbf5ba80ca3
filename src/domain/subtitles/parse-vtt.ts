import type { Cue } from './cue.ts';
import { parseTimeRange } from './parse-clock.ts';
import { plainLines } from './plain-lines.ts';

/**
 * The cues of WebVTT (W3C, section 6.1): a cue's text ends at an empty line or the next line of times, and what stands
 * outside cues is an identifier, a note, a style or a region. A line of blanks is not empty.
 */
export function parseVtt(lines: readonly string[]): Cue[] {
  const cues: Cue[] = [];
  for (let at = 0; at < lines.length; ) {
    const times = parseTimeRange(lines[at]!);
    at++;
    if (times === undefined) continue;
    const from = at;
    while (at < lines.length && lines[at] !== '' && parseTimeRange(lines[at]!) === undefined) at++;
    const text = plainLines(lines.slice(from, at).join('\n'));
    if (text.length > 0) cues.push({ ...times, lines: text });
  }
  return cues;
}

/** The value of `Language:` in the header, as YouTube writes it. */
export function vttLanguage(lines: readonly string[]): string | undefined {
  const end = lines.indexOf('');
  const header = lines.slice(0, end === -1 ? 20 : Math.min(end, 20));
  const line = header.find((text) => /^language\s*:/i.test(text));
  return line?.slice(line.indexOf(':') + 1, 60).trim() || undefined;
}
