import { matchedWords } from '../../domain/matched-words.ts';
import type { Moment, MomentPlace, Reason } from '../../domain/search-result.ts';
import { toSeconds } from '../../domain/time.ts';

/** The JSON form of a search, docs/cli.md "search". Times in seconds. */
export function searchDocument(answer: {
  moments: readonly Moment[];
  query: string;
  library: string;
  tookMs: number;
}): unknown {
  return {
    schema: 'heimdex.search/1',
    query: answer.query,
    library: answer.library,
    tookMs: Math.round(answer.tookMs),
    moments: answer.moments.map((moment) => ({
      ...placeDocument(moment),
      score: moment.score,
      confidence: moment.confidence,
      rerank: moment.rerank,
      why: moment.why.map(reasonDocument),
      alike: moment.alike.map(placeDocument),
    })),
  };
}

function placeDocument({ path, volume, online, start, end, best }: MomentPlace) {
  return {
    path,
    volume,
    online,
    start: toSeconds(start),
    end: toSeconds(end),
    best: toSeconds(best),
  };
}

function reasonDocument({ spoken, name, ...reason }: Reason): unknown {
  if (name !== undefined) return { ...reason, text: name };
  if (spoken === undefined) return reason;
  const { start, end, text, marks, language, source } = spoken;
  // Not every language counts UTF-16 units.
  const characters = (place: number) => [...text.slice(0, place)].length;
  return {
    ...reason,
    start: toSeconds(start),
    end: toSeconds(end),
    text,
    matched: matchedWords(spoken),
    marks: marks.map((mark) => ({ start: characters(mark.start), end: characters(mark.end) })),
    language: language ?? null,
    source,
  };
}
