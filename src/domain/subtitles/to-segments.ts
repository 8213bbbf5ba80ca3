import type { SubtitleText } from '../ports/speech.ts';
import { joinTexts } from '../speech/join-texts.ts';
import type { Segment } from '../speech/segment.ts';
import type { Microseconds } from '../time.ts';
import type { VideoFacts } from '../video.ts';
import type { Cue } from './cue.ts';
import { joinRollUp } from './join-roll-up.ts';

/** Nobody reads more than this at once, in UTF-16 units; the rest of such a cue is left out. */
export const LONGEST_CUE = 10_000;

export interface SegmentsOfCues {
  /** In order of time, all within the video. */
  readonly segments: readonly Segment[];
  /** What was wrong with the cues and what was made of it, a sentence each. */
  readonly faults: readonly string[];
}

/**
 * Makes segments of cues: in order of time, cut to the video's length, without what is repeated. Cues that end before they
 * start are taken as moments; those wholly outside the video are left out.
 *
 * @param zero where the cues' own zero lies, a presentation time
 * @param video a length of 0 stands for one that nobody knows
 */
export function toSegments(
  cues: readonly Cue[],
  zero: Microseconds,
  video: Pick<VideoFacts, 'start' | 'duration'>,
  { source, language }: Pick<SubtitleText, 'source' | 'language'>,
): SegmentsOfCues {
  const end = video.duration > 0 ? video.start + video.duration : Number.POSITIVE_INFINITY;
  const moved = cues.map((cue) => ({ ...cue, start: cue.start + zero, end: cue.end + zero }));
  const inside = moved.filter((cue) => cue.start < end && Math.max(cue.start, cue.end) >= video.start);
  const placed = inside.map((cue) => {
    const start = Math.max(cue.start, video.start);
    return { lines: cue.lines, start, end: Math.min(end, Math.max(start, cue.end)) };
  });
  placed.sort((a, b) => a.start - b.start || a.end - b.end);
  const joined = joinRollUp(withoutDoubles(placed));
  const segments = joined.map((cue) => ({
    start: cue.start,
    end: cue.end,
    text: toText(cue.lines),
    language,
    confidence: undefined,
    words: [],
    source,
  }));
  return { segments, faults: faultsOf(cues, cues.length - inside.length) };
}

function faultsOf(cues: readonly Cue[], outside: number): string[] {
  const told = (count: number, what: string) =>
    count === 0 ? [] : [`${count} ${count === 1 ? 'cue' : 'cues'} ${what}`];
  return [
    ...told(outside, 'outside the video: left out'),
    ...told(
      cues.filter(({ start, end }) => end < start).length,
      'with an end before the start: taken as moments',
    ),
    ...told(cues.filter(({ lines }) => lengthOf(lines) > LONGEST_CUE).length, 'cut: too long to be read'),
  ];
}

/** Styled subtitles draw a line several times at once, for its shadow and its glow. */
function withoutDoubles(cues: readonly Cue[]): Cue[] {
  const keyOf = ({ start, end, lines }: Cue) => `${start} ${end} ${lines.join('\n')}`;
  let start: Microseconds | undefined;
  let seen = new Set<string>();
  return cues.filter((cue) => {
    if (cue.start !== start) seen = new Set();
    start = cue.start;
    const key = keyOf(cue);
    return seen.size !== seen.add(key).size;
  });
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, -1);
}

function toText(lines: readonly string[]): string {
  const text = joinTexts(lines);
  // Half a character is none.
  return text.length <= LONGEST_CUE
    ? text
    : text
        .slice(0, LONGEST_CUE)
        .replace(/[\ud800-\udbff]$/, '')
        .trim();
}
