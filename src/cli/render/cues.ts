import type { Segment } from '../../domain/speech/segment.ts';
import type { Microseconds } from '../../domain/time.ts';
import { plainText } from './plain-text.ts';

/** Players pass over a cue that ends when it begins. */
const SHORTEST: Microseconds = 1000;

interface Cue {
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** Without blank ones: a blank line ends a cue. Never empty. */
  readonly lines: readonly string[];
}

/** Segments as SubRip: numbered cues, times with a comma. It has no way to write `-->` within a text. */
export function toSrt(segments: readonly Segment[]): string {
  return toCues(segments)
    .map(({ start, end, lines }, index) => {
      const text = lines.map((line) => line.replaceAll('-->', '-- >'));
      return `${[index + 1, `${clock(start, ',')} --> ${clock(end, ',')}`, ...text].join('\n')}\n`;
    })
    .join('\n');
}

/** Segments as WebVTT (https://www.w3.org/TR/webvtt1/). */
export function toVtt(segments: readonly Segment[]): string {
  const escaped = (line: string) =>
    line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const cues = toCues(segments).map(({ start, end, lines }) => {
    return `\n${[`${clock(start, '.')} --> ${clock(end, '.')}`, ...lines.map(escaped)].join('\n')}\n`;
  });
  return `WEBVTT\n${cues.join('')}`;
}

/** Neither form has times before zero: what begins before begins there, and what ends before is left out. */
function toCues(segments: readonly Segment[]): Cue[] {
  return segments.flatMap((segment) => {
    const lines = plainText(segment.text)
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    if (segment.end < 0 || lines.length === 0) return [];
    const start = Math.max(0, segment.start);
    return [{ start, end: Math.max(segment.end, start + SHORTEST), lines }];
  });
}

/** `00:01:23,456` */
function clock(time: Microseconds, separator: ',' | '.'): string {
  const milliseconds = Math.round(time / 1000);
  const digits = (value: number, count: number) => String(value).padStart(count, '0');
  const [seconds, minutes, hours] = [1000, 60_000, 3_600_000].map((unit) => Math.floor(milliseconds / unit));
  const shown = [digits(hours!, 2), digits(minutes! % 60, 2), digits(seconds! % 60, 2)].join(':');
  return `${shown}${separator}${digits(milliseconds % 1000, 3)}`;
}
