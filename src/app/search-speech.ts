import type { ChannelHit } from '../domain/fuse-hits.ts';
import type { TextEncoder } from '../domain/ports/encoders.ts';
import type { PassageHit, SegmentFacts, TextSearch } from '../domain/ports/segments.ts';
import type { Query } from '../domain/query.ts';
import { queryVector } from '../domain/ranking.ts';
import type { Spoken } from '../domain/search-result.ts';
import type { Space } from '../domain/space.ts';
import type { LiteralWord } from '../domain/speech/find-word.ts';
import { foldText } from '../domain/speech/fold-text.ts';
import { joinSentences } from '../domain/speech/join-sentences.ts';
import { markWords } from '../domain/speech/mark-words.ts';
import { timeOfPlace } from '../domain/speech/time-of-place.ts';
import type { Microseconds } from '../domain/time.ts';
import type { UnitVector } from '../domain/vector.ts';
import { embedTerms } from './embed-terms.ts';
import { type SpeechFilter, searchWords } from './search-words.ts';

export interface SpeechHit extends ChannelHit {
  readonly channel: 'words' | 'meaning';
  /** Time of the first of the words, where words were found. */
  readonly best: Microseconds;
  readonly spoken: () => Spoken;
}

/** The model for passages whose vectors a library holds, and what it takes to ask it. */
export interface MeaningTools {
  readonly space: Space;
  readonly openEncoder: () => Promise<TextEncoder>;
}

/** Several neighbouring sentences make one hit. */
const SENTENCES_PER_HIT = 4;

/** Finds where words are said, best first. */
export function findWords(query: Query, k: number, text: TextSearch, filter: SpeechFilter): SpeechHit[] {
  const { said } = query;
  const unwanted = query.terms.filter(({ sign }) => sign === -1).map(toPhrase);
  const hits = searchWords(
    { required: said.wanted, excluded: [...said.unwanted, ...unwanted], wanted: query.words },
    k * SENTENCES_PER_HIT,
    text,
    filter,
  );
  const words = markedWords(query);
  return joinSentences(hits)
    .slice(0, k)
    .map(({ best, start, end }, index) => {
      const marks = markWords(best.text, words);
      return {
        channel: 'words',
        rank: index + 1,
        score: best.score,
        video: best.video,
        start,
        end,
        best: timeOfPlace(best, marks[0]?.start ?? 0),
        spoken: () => toSpoken([best], best.start, best.end, words),
      };
    });
}

/** Finds passages that mean what a description says, best first. */
export async function findMeaning(
  query: Query,
  k: number,
  { text, filter }: { text: TextSearch; filter: SpeechFilter },
  { space, openEncoder }: MeaningTools,
  signal: AbortSignal,
): Promise<SpeechHit[]> {
  const vector = queryVector(await embedTerms(query.terms, openEncoder, signal));
  const words = markedWords(query);
  return nearestAllowed(space, vector, k, { text, filter }).map((hit, index) => ({
    channel: 'meaning',
    rank: index + 1,
    score: hit.score,
    video: hit.video,
    start: hit.start,
    end: hit.end,
    best: hit.start,
    spoken: () => toSpoken(text.segmentsOf(hit.passage), hit.start, hit.end, words),
  }));
}

/** Asks ever deeper until as many passages as are wanted may be found, or there are no more. */
function nearestAllowed(
  space: Space,
  vector: UnitVector,
  k: number,
  { text, filter }: { text: TextSearch; filter: SpeechFilter },
): PassageHit[] {
  const { allows } = filter;
  for (let depth = k; ; depth *= 4) {
    const hits = text.nearest(space, vector, depth, filter);
    const allowed = allows === undefined ? hits : hits.filter(allows);
    if (allowed.length >= k || hits.length < depth) return allowed.slice(0, k);
  }
}

function toSpoken(
  segments: readonly SegmentFacts[],
  start: Microseconds,
  end: Microseconds,
  words: readonly LiteralWord[],
): Spoken {
  const text = segments.map((segment) => segment.text).join(' ');
  const { language, source } = segments[0]!;
  return { start, end, text, marks: markWords(text, words), language, source };
}

function markedWords({ said, words }: Query): LiteralWord[] {
  return [...said.wanted, ...words];
}

/** An unwanted description, as it may have been said. */
function toPhrase({ text }: { text: string }): LiteralWord {
  return { text: foldText(text).text.trim(), whole: false };
}
