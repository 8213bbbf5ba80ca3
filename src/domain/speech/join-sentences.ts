import type { VideoStretch } from '../overlaps.ts';
import { fromSeconds, type Microseconds } from '../time.ts';

/** A sentence that a query met. */
export interface Sentence {
  readonly video: number;
  readonly start: Microseconds;
  readonly end: Microseconds;
}

/** Neighbouring sentences, with the best of them. */
export interface SentenceGroup<T> {
  readonly best: T;
  readonly start: Microseconds;
  readonly end: Microseconds;
}

/** Nobody who hears one of two sentences so near misses the other. */
const NEAR: Microseconds = fromSeconds(2);
/** Longer than this a moment is none: with a common word all of a video would be one. */
const LONGEST: Microseconds = fromSeconds(30);

/**
 * Joins sentences of one video that follow each other within two seconds, up to half a minute. The groups are in the
 * order of their best sentences.
 *
 * @param sentences best first
 * @param mayCover whether what lies between two sentences may be part of a group
 */
export function joinSentences<T extends Sentence>(
  sentences: readonly T[],
  mayCover: (gap: VideoStretch) => boolean = () => true,
): SentenceGroup<T>[] {
  const ranks = new Map(sentences.map((sentence, rank) => [sentence, rank]));
  const inTime = [...sentences].sort((a, b) => a.video - b.video || a.start - b.start || a.end - b.end);
  const groups: { best: T; start: Microseconds; end: Microseconds }[] = [];
  for (const sentence of inTime) {
    const group = groups.at(-1);
    const fits =
      group !== undefined &&
      group.best.video === sentence.video &&
      sentence.start - group.end <= NEAR &&
      sentence.end - group.start <= LONGEST &&
      (sentence.start <= group.end ||
        mayCover({ video: sentence.video, start: group.end, end: sentence.start }));
    if (!fits) groups.push({ best: sentence, start: sentence.start, end: sentence.end });
    else {
      group.end = Math.max(group.end, sentence.end);
      if (ranks.get(sentence)! < ranks.get(group.best)!) group.best = sentence;
    }
  }
  return groups.sort((a, b) => ranks.get(a.best)! - ranks.get(b.best)!);
}
