import { figureOfWords } from '../../domain/calibration/figure-of-words.ts';
import type { VideoStretch } from '../../domain/overlaps.ts';
import type { VideoFilter } from '../../domain/ports/library.ts';
import type { SegmentFacts, TextSearch } from '../../domain/ports/segments.ts';
import { decisiveWords, scoreWords, type WordQuery, weighWords } from '../../domain/speech/score-words.ts';

export interface WordHit extends SegmentFacts {
  readonly score: number;
  /** How much of what the query's words tell is said there, 0–1. */
  readonly confidence: number;
}

/** Which segments may be found. */
export interface SpeechFilter extends VideoFilter {
  /** Decides by a segment, or by a passage with the language of its first segment. */
  readonly allows?: (spoken: VideoStretch & Pick<SegmentFacts, 'language'>) => boolean;
  /** Whether what lies between two of them may be part of a moment. */
  readonly mayCover?: (gap: VideoStretch) => boolean;
}

/**
 * Segments in which words are said, best first: those with all wanted words, then those with most of them, each by BM25.
 *
 * @returns k at most
 */
export function searchWords(query: WordQuery, k: number, text: TextSearch, filter: SpeechFilter): WordHit[] {
  const asked = [...query.required, ...query.wanted];
  if (asked.length === 0) return [];
  const statistics = text.statistics(asked.map((word) => word.text));
  const weighted = weighWords(asked, statistics);
  const required = weighted.slice(0, query.required.length);
  const wanted = weighted.slice(query.required.length);
  const words = {
    allOf: required.map((word) => word.text),
    // Where words are required, others only change the order.
    anyOf: required.length > 0 ? [] : decisiveWords(wanted).map((word) => word.text),
  };
  const scored = [];
  for (const { segment, folded } of text.candidates(words, filter)) {
    const found = scoreWords(folded, { ...query, required, wanted }, statistics.meanLength);
    if (found !== undefined) scored.push({ segment, ...found });
  }
  scored.sort(
    (a, b) => Number(b.isComplete) - Number(a.isComplete) || b.score - a.score || a.segment - b.segment,
  );
  // What has to be said and is said, is surely found.
  const isSaid = query.required.length > 0;
  const hits: WordHit[] = [];
  // As deep as it takes: what is not allowed takes nobody's place.
  for (let from = 0; from < scored.length && hits.length < k; from += k) {
    const next = scored.slice(from, from + k);
    const found = new Map(next.map((each) => [each.segment, each]));
    for (const facts of text.segments(next.map(({ segment }) => segment)))
      if (filter.allows?.(facts) ?? true) {
        const { score, share } = found.get(facts.id)!;
        hits.push({ ...facts, score, confidence: isSaid ? 1 : figureOfWords(share) });
      }
  }
  return hits.slice(0, k);
}
