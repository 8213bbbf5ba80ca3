import type { Segment, SegmentSource } from './segment.ts';

/** One text of a video: what a model heard, a subtitle track, or a file beside it. */
export interface VideoText {
  readonly source: SegmentSource;
  /** The language of most segments; undefined where nobody said. */
  readonly language: string | undefined;
  /** In order of time. */
  readonly segments: readonly Segment[];
}

/** A text that somebody made for the video says more than one that a model heard. */
const BEST_FIRST: readonly SegmentSource[] = ['sidecar', 'track', 'speech'];

/**
 * The texts of a video, the best first, and those of one source in the order in which they were stored. What an older heimdex
 * stored as one is parted: segments of one text follow each other in order of time, so that a step back begins another.
 */
export function splitTexts(stored: readonly (readonly Segment[])[]): VideoText[] {
  const texts = stored.flatMap(partedByTime);
  return texts
    .map((text) => ({
      source: text[0]!.source,
      language: commonest(text.map(({ language }) => language)),
      segments: text.sort((a, b) => a.start - b.start || a.end - b.end),
    }))
    .sort((a, b) => BEST_FIRST.indexOf(a.source) - BEST_FIRST.indexOf(b.source));
}

function partedByTime(segments: readonly Segment[]): Segment[][] {
  const texts: Segment[][] = [];
  for (const segment of segments) {
    const text = texts.at(-1);
    const last = text?.at(-1);
    const goesOn =
      last !== undefined &&
      last.source === segment.source &&
      (segment.source === 'speech' || segment.start >= last.start);
    if (goesOn) text!.push(segment);
    else texts.push([segment]);
  }
  return texts;
}

function commonest(languages: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string | undefined, number>();
  for (const language of languages) counts.set(language, (counts.get(language) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
