import { HeimdexError } from '../../domain/errors.ts';
import { fuseHits, type RankedList } from '../../domain/fuse-hits.ts';
import type { VideoStretch } from '../../domain/overlaps.ts';
import type { FrameFilter } from '../../domain/ports/library.ts';
import type { Clause } from '../../domain/query/query.ts';
import type { Channel, Reason } from '../../domain/search-result.ts';
import { createStretchMap } from '../../domain/stretch-map.ts';
import {
  type Company,
  createWhereaboutsTest,
  type Whereabouts,
  type WhereaboutsTest,
} from '../../domain/whereabouts.ts';
import { channelsOf } from './channels-of.ts';
import { type Answer, bestIn, type ChannelHit, type Found, NOTHING, ranked, surest } from './found.ts';
import { narrowScope, onlyVideos, type Scope, speaks, spokenStretches, videosOf } from './scope.ts';
import { CHANNEL_WEIGHT, MANY, type SearchContext } from './search-context.ts';
import { findPeople } from './search-people.ts';
import { type ChannelAnswer, type SightRestriction, searchSight } from './search-sight.ts';
import { findMeaning, findWords } from './search-speech.ts';
import { type SpeechFilter, searchWords } from './search-words.ts';

/** What each channel may look at. */
interface Restrictions {
  readonly scope: Scope;
  readonly sight: SightRestriction;
  readonly speech: SpeechFilter;
  /** Whether nothing is said in a stretch that may not be. */
  readonly mayCover: (stretch: VideoStretch) => boolean;
  /** Where the wanted people are together. */
  readonly together: readonly Company[] | undefined;
}

/**
 * Finds the moments that fit a clause, best first. Where only one channel finds anything they are that channel's, with its
 * scores; else those of all are joined by their ranks. People alone are a channel; beside anything else they only decide
 * what may be found, and are told as a reason.
 *
 * @param depth most moments of a channel
 * @throws HeimdexError `usage`; `library-other-model`; what the adapters throw
 */
export async function searchClause(
  clause: Clause,
  within: Scope,
  depth: number,
  context: SearchContext,
  signal: AbortSignal,
): Promise<Answer> {
  const scope = narrowScope(within, clause.filters, context);
  if (scope.isNarrowed && scope.places.size === 0) return NOTHING;
  const whereabouts = findPeople(clause.people, context.people, videosOf(scope));
  const people = whereabouts && createWhereaboutsTest(whereabouts);
  if (whereabouts?.together?.length === 0) return NOTHING;
  const restrictions = restrict(clause, scope, { whereabouts, people }, context);
  const answers = await askChannels(clause, depth, restrictions, context, signal);
  const isSaid = clause.said.wanted.length > 0;
  // What nobody says changes nothing about what is seen.
  const found = [...answers].filter(([, { hits }]) => hits.length > 0);
  const weightOf = (channel: Channel) => context.channels?.get(channel) ?? CHANNEL_WEIGHT;
  const moments =
    found.length <= 1
      ? (found[0]?.[1].hits ?? []).map((hit) => ({ ...hit, hits: [hit] }))
      : fuseHits(
          found.map(
            ([channel, { hits }]): RankedList<ChannelHit> => ({
              hits,
              weight: weightOf(channel),
              isRequired: isSaid && channel === 'words',
            }),
          ),
          MANY,
          restrictions.mayCover,
        );
  return {
    found: ranked(
      moments.map(({ video, start, end, score, hits }): Omit<Found, 'rank'> => {
        const moment = { video, start, end, best: bestIn({ start, end }, hits) };
        const stretch = people?.trim(moment) ?? moment;
        return {
          ...stretch,
          score,
          confidence: surest(hits),
          isSpoken: hits.some((hit) => hit.isSpoken),
          reasons: () => [
            ...hits.flatMap((hit) => hit.reasons()),
            ...toPeopleReasons(people?.companyAt(stretch)),
          ],
          places: scope.places.get(video) ?? [],
        };
      }),
    ),
    isComplete: [...answers.values()].every(({ isComplete }) => isComplete),
    mayCover: restrictions.mayCover,
  };
}

/** In the order in which they decide between equals: the one that names its moment most exactly comes first. */
async function askChannels(
  clause: Clause,
  depth: number,
  restrictions: Restrictions,
  context: SearchContext,
  signal: AbortSignal,
): Promise<Map<Channel, ChannelAnswer>> {
  const asks = channelsOf(clause, context);
  const answers = new Map<Channel, ChannelAnswer>();
  let { scope, speech } = restrictions;
  if (asks.people) answers.set('people', { hits: toPeopleHits(restrictions), isComplete: true });
  if (asks.words) {
    const isSaid = clause.said.wanted.length > 0;
    const answer = findWords(clause, isSaid && (asks.sight || asks.meaning) ? MANY : depth, speech, context);
    answers.set('words', answer);
    // What has to be said is asked of no other video.
    if (isSaid) {
      if (answer.hits.length === 0) return answers;
      scope = onlyVideos(scope, new Set(answer.hits.map(({ video }) => video)));
      speech = { ...speech, ...videosOf(scope) };
    }
  }
  if (asks.sight) {
    const where = { scope, restriction: restrictions.sight };
    answers.set('sight', await searchSight(clause, depth, where, context, signal));
  }
  if (asks.meaning) {
    const words = clause.terms.map(({ text }) => text).join(' ');
    const meaning = await context.meaning(words);
    if (meaning !== undefined && 'missing' in meaning) tellMissing(meaning.missing, context);
    else if (meaning !== undefined)
      answers.set('meaning', await findMeaning(clause, depth, speech, meaning, context, signal));
  }
  return answers;
}

/** What was asked for by name has to be there; else words are enough. */
function tellMissing(missing: string, { channels, note }: SearchContext): void {
  if (channels?.has('meaning') === true)
    throw new HeimdexError('model-missing', `what words mean can't be searched: ${missing}`, {
      hint: 'heimdex models list, or leave meaning out of --channels',
    });
  note(`what is said is searched by word alone: ${missing}`);
}

function restrict(
  clause: Clause,
  scope: Scope,
  {
    whereabouts,
    people,
  }: { readonly whereabouts: Whereabouts | undefined; readonly people: WhereaboutsTest | undefined },
  context: SearchContext,
): Restrictions {
  const videos = videosOf(scope);
  const unsaid = createStretchMap(
    clause.said.unwanted.flatMap((word) =>
      searchWords({ required: [word], excluded: [], wanted: [] }, MANY, context.text, videos),
    ),
  );
  const spoken = spokenStretches(scope, context);
  const spokenHere = spoken.wanted && createStretchMap(spoken.wanted);
  const unspoken = createStretchMap(spoken.unwanted);
  const mayCover = (stretch: VideoStretch) => unsaid.at(stretch).length + unspoken.at(stretch).length === 0;
  const { together } = whereabouts ?? {};
  const narrowed =
    together === undefined ? scope : onlyVideos(scope, new Set(together.map(({ video }) => video)));
  return {
    scope: narrowed,
    together,
    mayCover,
    sight: {
      frames: framesOf(whereabouts),
      allows: (stretch) =>
        mayCover(stretch) && (spokenHere === undefined || spokenHere.at(stretch).length > 0),
    },
    speech: {
      ...videosOf(narrowed),
      allows: (segment) =>
        unsaid.at(segment).length === 0 && speaks(scope, segment) && (people?.allows(segment) ?? true),
      mayCover,
    },
  };
}

function framesOf(whereabouts: Whereabouts | undefined): FrameFilter {
  if (whereabouts === undefined) return {};
  const { together, without } = whereabouts;
  return together === undefined ? { without } : { within: together };
}

/** Where the wanted people are, of those stretches that may be found. */
function toPeopleHits({ together, sight }: Restrictions): ChannelHit[] {
  return ranked(
    (together ?? []).filter(sight.allows).map(({ rank: _, seen: __, ...company }) => ({
      ...company,
      confidence: null,
      isSpoken: false,
      reasons: () => [],
    })),
  );
}

function toPeopleReasons(company: Company | undefined): Reason[] {
  const { rank, seen } = company ?? { rank: 0, seen: [] };
  return seen.map(({ name, quality }) => ({
    channel: 'people',
    rank,
    score: quality,
    confidence: null,
    name,
  }));
}
