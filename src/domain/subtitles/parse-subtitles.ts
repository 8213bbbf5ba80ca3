import type { ParsedSubtitles } from './cue.ts';
import { parseAss } from './parse-ass.ts';
import { parseSrt } from './parse-srt.ts';
import { parseVtt, vttLanguage } from './parse-vtt.ts';

/**
 * Reads a text of subtitles; its form is told by what it says, as names are often wrong. Takes time in proportion to the
 * text, whatever it is, and never throws. Undefined where nothing in it is a cue.
 */
export function parseSubtitles(text: string): ParsedSubtitles | undefined {
  const lines = text.replaceAll('\ufeff', '').split(/\r\n|\n|\r/);
  const first = lines.find((line) => line.trim() !== '') ?? '';
  if (/^\s*WEBVTT(?:\s|$)/.test(first)) {
    const cues = parseVtt(lines);
    return cues.length === 0 ? undefined : { format: 'vtt', cues, language: vttLanguage(lines) };
  }
  const events = parseAss(lines);
  if (events.length > 0) return { format: 'ass', cues: events, language: undefined };
  const cues = parseSrt(lines);
  return cues.length === 0 ? undefined : { format: 'srt', cues, language: undefined };
}
