import { throwIfInterrupted } from '../../domain/errors.ts';
import { type FusedMoment, fuseHits } from '../../domain/fuse-hits.ts';
import { joinSequence } from '../../domain/join-sequence.ts';
import type { VideoStretch } from '../../domain/overlaps.ts';
import type { Both, Query, Sequence } from '../../domain/query/query.ts';
import { type Answer, bestIn, type Found, leastSure, NOTHING, ranked, surest } from './found.ts';
import { onlyVideos, type Scope } from './scope.ts';
import { searchClause } from './search-clause.ts';
import { MANY, type SearchContext } from './search-context.ts';

/**
 * Finds the moments that fit a query, best first.
 *
 * @param depth most moments that are looked at of each part; where parts have to come together those of one part, and all
 *   of the others in the same videos
 * @throws HeimdexError what `searchClause` throws
 */
export async function evaluateQuery(
  query: Query,
  scope: Scope,
  depth: number,
  context: SearchContext,
  signal: AbortSignal,
): Promise<Answer> {
  throwIfInterrupted(signal);
  const evaluate = (part: Query, where = scope, deep = depth) =>
    evaluateQuery(part, where, deep, context, signal);
  switch (query.kind) {
    case 'clause':
      return searchClause(query, scope, depth, context, signal);
    case 'either': {
      const answers: Answer[] = [];
      for (const part of query.parts) answers.push(await evaluate(part));
      const mayCover = (gap: VideoStretch) => answers.some((answer) => answer.mayCover(gap));
      const moments = fuseHits(answers.map(toList(false)), MANY, mayCover);
      return {
        found: ranked(moments.map((moment) => toFound(moment, surest))),
        isComplete: answers.every(({ isComplete }) => isComplete),
        mayCover,
      };
    }
    case 'both':
    case 'sequence':
      return evaluateTogether(query, scope, evaluate);
  }
}

/** Moments to which all parts belong. */
async function evaluateTogether(
  query: Both | Sequence,
  scope: Scope,
  evaluate: (part: Query, where?: Scope, deep?: number) => Promise<Answer>,
): Promise<Answer> {
  const answers: Answer[] = [];
  for (const part of query.parts) {
    const answer = await evaluate(part);
    if (answer.found.length === 0 && answer.isComplete) return NOTHING;
    answers.push(answer);
  }
  // The part that is found in the fewest videos, of those of which all is known, says where the others are looked for.
  const videosIn = ({ found }: Answer) => new Set(found.map(({ video }) => video));
  const whole = answers.filter(({ isComplete }) => isComplete);
  const pivot = whole.sort((a, b) => videosIn(a).size - videosIn(b).size)[0] ?? answers[0]!;
  const where = onlyVideos(scope, videosIn(pivot));
  for (const [index, answer] of answers.entries())
    if (!answer.isComplete && answer !== pivot)
      answers[index] = await evaluate(query.parts[index]!, where, MANY);
  const mayCover = (gap: VideoStretch) => answers.every((answer) => answer.mayCover(gap));
  const moments =
    query.kind === 'both'
      ? fuseHits(answers.map(toList(true)), MANY, mayCover)
      : joinSequence(
          answers.map(({ found }) => found),
          query.limits,
          MANY,
        );
  return {
    found: ranked(moments.map((moment) => toFound(moment, leastSure))),
    isComplete: pivot.isComplete,
    mayCover,
  };
}

function toList(isRequired: boolean): (answer: Answer) => {
  readonly hits: readonly Found[];
  readonly weight: number;
  readonly isRequired: boolean;
} {
  return ({ found }) => ({ hits: found, weight: 1, isRequired });
}

function toFound(
  { video, start, end, score, hits }: FusedMoment<Found>,
  sureness: (hits: readonly Found[]) => number | null,
): Omit<Found, 'rank'> {
  return {
    video,
    start,
    end,
    best: bestIn({ start, end }, hits),
    score,
    confidence: sureness(hits),
    isSpoken: hits.some((hit) => hit.isSpoken),
    reasons: () => hits.flatMap((hit) => hit.reasons()),
    places: hits[0]!.places,
  };
}
