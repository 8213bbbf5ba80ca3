import type { Reranker } from '../../domain/ports/encoders.ts';
import type { Query } from '../../domain/query/query.ts';
import type { Moment, MomentPlace } from '../../domain/search-result.ts';
import { showPlace } from './current-places.ts';
import { evaluateQuery } from './evaluate-query.ts';
import { foldAlike } from './fold-alike.ts';
import type { Found } from './found.ts';
import { questionOf, rerankFound } from './rerank-found.ts';
import { wholeLibrary } from './scope.ts';
import type { SearchContext } from './search-context.ts';

export interface SearchRequest {
  readonly query: Query;
  /** Most moments to return. */
  readonly limit: number;
  /** Whether moments that look and sound the same are shown each by itself. */
  readonly all: boolean;
  /** Opens a cross-encoder for a question, to read again what is said in the first moments; undefined: none does. */
  readonly openReranker?: (question: string) => Promise<Reranker>;
}

/**
 * Finds the moments of a library that fit a query, best first.
 *
 * @throws HeimdexError `usage`; `library-other-model` where the library was indexed with another model; what the adapters throw
 */
export async function searchLibrary(
  { query, limit, all, openReranker }: SearchRequest,
  context: SearchContext,
  signal: AbortSignal,
): Promise<Moment[]> {
  const scope = wholeLibrary(context);
  const isFused = query.kind !== 'clause' || context.text.hasSegments();
  for (let depth = isFused ? deepFor(limit) : limit + ALIKE; ; depth *= 4) {
    const answer = await evaluateQuery(query, scope, depth, context, signal);
    const { isComplete } = answer;
    const found =
      openReranker === undefined ? answer.found : await rerank(query, answer.found, openReranker, signal);
    const moments = context.inOneSnapshot(() => {
      const folded = all ? found.map((moment) => ({ moment, alike: [] })) : foldAlike(found, limit, context);
      if (folded.length < limit && !isComplete) return undefined;
      return folded.slice(0, limit).map(({ moment, alike }) => toMoment(moment, alike, context));
    });
    if (moments !== undefined) return moments;
  }
}

/** Some moments may be like others. */
const ALIKE = 10;

/** Joined, several hits make one moment. */
function deepFor(limit: number): number {
  return 3 * limit + 50;
}

async function rerank(
  query: Query,
  found: readonly Found[],
  openReranker: (question: string) => Promise<Reranker>,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const question = questionOf(query);
  if (question === '' || !found.some(({ isSpoken }) => isSpoken)) return found;
  return rerankFound(question, found, await openReranker(question), signal);
}

function toMoment(found: Found, alike: readonly Found[], context: SearchContext): Moment {
  const { score, confidence, reasons } = found;
  return {
    ...toPlace(found, context),
    score,
    confidence,
    rerank: found.reread ?? null,
    why: reasons(),
    alike: alike.map((other) => toPlace(other, context)),
  };
}

function toPlace({ places, start, end, best }: Found, { volumes }: SearchContext): MomentPlace {
  return { ...showPlace(places, volumes), start, end, best };
}
