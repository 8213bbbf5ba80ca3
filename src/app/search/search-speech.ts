import { LEAST_FIGURE } from '../../domain/calibration/create-judge.ts';
import type { PassageHit, SegmentFacts, TextSearch } from '../../domain/ports/segments.ts';
import type { Clause } from '../../domain/query/query.ts';
import { queryVector } from '../../domain/ranking.ts';
import type { Channel, Reason, Spoken } from '../../domain/search-result.ts';
import type { Space } from '../../domain/space.ts';
import type { LiteralWord } from '../../domain/speech/find-word.ts';
import { foldText } from '../../domain/speech/fold-text.ts';
import { joinSentences } from '../../domain/speech/join-sentences.ts';
import { markWords } from '../../domain/speech/mark-words.ts';
import { timeOfPlace } from '../../domain/speech/time-of-place.ts';
import type { Microseconds } from '../../domain/time.ts';
import type { UnitVector } from '../../domain/vector.ts';
import { embedTerms } from './embed-terms.ts';
import { type ChannelHit, ranked } from './found.ts';
import { createHitJudge } from './judge-hits.ts';
import type { OpenMeaning, SearchContext } from './search-context.ts';
import type { ChannelAnswer } from './search-sight.ts';
import { type SpeechFilter, searchWords } from './search-words.ts';

/** Several neighbouring sentences make one hit. */
const SENTENCES_PER_HIT = 4;

/** Finds where words are said, best first. */
export function findWords(
  clause: Clause,
  depth: number,
  filter: SpeechFilter,
  { text, minConfidence = LEAST_FIGURE }: Pick<SearchContext, 'text' | 'minConfidence'>,
): ChannelAnswer {
  const { said } = clause;
  const unwanted = clause.terms.filter(({ sign }) => sign === -1).map(toPhrase);
  const asked = { required: said.wanted, excluded: [...said.unwanted, ...unwanted], wanted: clause.words };
  const sentences = searchWords(asked, depth * SENTENCES_PER_HIT, text, filter);
  const words = markedWords(clause);
  // Before they are joined: the best of some neighbours need not be the surest.
  const sure = sentences.filter(({ confidence }) => confidence >= minConfidence);
  const likely = joinSentences(sure, filter.mayCover);
  const hits = likely.slice(0, depth).map(({ best, start, end }) => {
    const marks = markWords(best.text, words);
    return {
      video: best.video,
      start,
      end,
      best: timeOfPlace(best, marks[0]?.start ?? 0),
      score: best.score,
      confidence: best.confidence,
      spoken: () => toSpoken([best], best, words),
    };
  });
  const isAll = sentences.length < depth * SENTENCES_PER_HIT && likely.length <= depth;
  return { hits: toHits('words', hits), isComplete: isAll };
}

/** Finds passages that mean what a description says, best first. */
export async function findMeaning(
  clause: Clause,
  depth: number,
  filter: SpeechFilter,
  { space, vectors }: OpenMeaning,
  context: SearchContext,
  signal: AbortSignal,
): Promise<ChannelAnswer> {
  const { text } = context;
  const terms = await embedTerms(clause.terms, vectors, signal);
  const words = markedWords(clause);
  const judge = createHitJudge<PassageHit>(
    ({ passage }) => text.vectorOf(space, passage),
    { space, terms },
    context,
  );
  const { isComplete, kept } = context.inOneSnapshot(() => {
    const { among, passages, isComplete } = nearestAllowed(space, queryVector(terms), depth, text, filter);
    return {
      isComplete: isComplete || judge.isHopeless(passages, among),
      kept: judge.keep(passages, among),
    };
  });
  const hits = kept.map((hit) => ({
    ...hit,
    best: hit.start,
    spoken: () => toSpoken(text.segmentsOf(hit.passage), hit, words),
  }));
  return { hits: toHits('meaning', hits), isComplete };
}

type Unranked = Omit<ChannelHit, 'rank' | 'reasons' | 'isSpoken'> & { readonly spoken: () => Spoken };

function toHits(channel: Channel, hits: readonly Unranked[]): ChannelHit[] {
  return ranked(hits).map(({ spoken, ...hit }) => {
    const { rank, score, confidence } = hit;
    const reasons = (): Reason[] => [{ channel, rank, score, confidence, spoken: spoken() }];
    return { ...hit, isSpoken: true, reasons };
  });
}

/** Asks ever deeper until as many passages as are wanted may be found, or there are no more. */
function nearestAllowed(
  space: Space,
  vector: UnitVector,
  k: number,
  text: TextSearch,
  filter: SpeechFilter,
): { passages: PassageHit[]; isComplete: boolean; among: number } {
  const { allows } = filter;
  const isAllowed = (hit: PassageHit) =>
    allows?.({ ...hit, language: text.segmentsOf(hit.passage)[0]?.language }) ?? true;
  for (let depth = k; ; depth *= 4) {
    const hits = text.nearest(space, vector, depth, filter);
    const allowed = hits.filter(isAllowed);
    const isAll = hits.length < depth;
    if (allowed.length >= k || isAll)
      return {
        passages: allowed.slice(0, k),
        isComplete: isAll && allowed.length <= k,
        among: isAll ? hits.length : space.vectors,
      };
  }
}

function toSpoken(
  segments: readonly SegmentFacts[],
  { start, end }: { start: Microseconds; end: Microseconds },
  words: readonly LiteralWord[],
): Spoken {
  const text = segments.map((segment) => segment.text).join(' ');
  const { language, source } = segments[0]!;
  return { start, end, text, marks: markWords(text, words), language, source };
}

function markedWords({ said, words }: Clause): LiteralWord[] {
  return [...said.wanted, ...words];
}

/** An unwanted description, as it may have been said. */
function toPhrase({ text }: { text: string }): LiteralWord {
  return { text: foldText(text).text.trim(), whole: false };
}
