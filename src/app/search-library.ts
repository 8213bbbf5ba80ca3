import { HeimdexError } from '../domain/errors.ts';
import { type ChannelHit, fuseHits } from '../domain/fuse-hits.ts';
import type { FrameFilter, SearchStore, VideoFilter } from '../domain/ports/library.ts';
import type { PeopleSearch } from '../domain/ports/people-search.ts';
import type { TextSearch } from '../domain/ports/segments.ts';
import type { Volumes } from '../domain/ports/video-walker.ts';
import type { Query } from '../domain/query.ts';
import type { Channel, Moment, Reason } from '../domain/search-result.ts';
import type { Microseconds } from '../domain/time.ts';
import { type Company, createWhereaboutsTest, type Whereabouts } from '../domain/whereabouts.ts';
import { placesAt, showPlace } from './current-places.ts';
import { findPeople } from './search-people.ts';
import { type SightHit, type SightTools, searchSight } from './search-sight.ts';
import { findMeaning, findWords, type MeaningTools, type SpeechHit } from './search-speech.ts';
import { type SpeechFilter, searchWords } from './search-words.ts';

export interface SearchRequest {
  readonly query: Query;
  /** Picture files to look for, absolute. */
  readonly images: readonly string[];
  /** Most moments to return. */
  readonly limit: number;
  /** Only videos at a path that fits. */
  readonly inPattern?: string;
  /** Only what is seen, or what is said. */
  readonly only?: 'sight' | 'speech';
}

export interface SearchDependencies {
  readonly store: SearchStore;
  readonly text: TextSearch;
  readonly people: PeopleSearch;
  readonly volumes: Volumes;
  /** Chooses the model for pictures; called only where one is asked. */
  readonly chooseSight: () => SightTools;
  /** Chooses the model for passages; undefined where there is none to ask. */
  readonly chooseMeaning: () => Promise<MeaningTools | undefined>;
}

/** More sentences than a library holds. */
const MANY = 1_000_000_000;

interface PeopleHit extends ChannelHit {
  readonly channel: 'people';
  readonly best: Microseconds;
}

type Hit = SightHit | SpeechHit | PeopleHit;

/** What is asked of the library. */
interface Asked extends SearchRequest {
  readonly library: string;
  readonly filter: FrameFilter & SpeechFilter;
  readonly together: readonly Company[] | undefined;
}

/**
 * Finds the moments of a library that fit a query, best first. Where only one channel finds anything they are that
 * channel's, with its scores; else those of all are joined by their ranks. People alone are a channel; beside anything
 * else they only decide what may be found, and are told as a reason.
 *
 * @throws HeimdexError `usage`; `library-other-model` where the library was indexed with another model; what the adapters throw
 */
export async function searchLibrary(
  request: SearchRequest,
  library: string,
  dependencies: SearchDependencies,
  signal: AbortSignal,
): Promise<Moment[]> {
  const { store, volumes } = dependencies;
  const asks = channelsOf(request, dependencies);
  const all = store.places();
  const places = request.inPattern === undefined ? all : placesAt(request.inPattern, all, volumes);
  const videos = request.inPattern === undefined ? {} : { videos: [...places.keys()] };
  const whereabouts = findPeople(request.query.people, dependencies.people, videos);
  const people = whereabouts && createWhereaboutsTest(whereabouts);
  const filter =
    whereabouts === undefined ? videos : { ...narrow(videos, whereabouts), allows: people!.allows };
  const asked = { ...request, library, filter, together: whereabouts?.together };
  const { channels, hits } = await askChannels(asked, asks, dependencies, signal);
  const isSaid = request.query.said.wanted.length > 0;
  // What nobody says changes nothing about what is seen.
  const found = channels.filter((channel) => hits.some((hit) => hit.channel === channel));
  const moments =
    found.length <= 1
      ? hits.slice(0, request.limit).map((hit) => ({ ...hit, hits: [hit] }))
      : fuseHits(hits, {
          channels: found,
          limit: request.limit,
          ...(isSaid ? { required: 'words' as const } : {}),
        });
  return moments.map(({ video, start, end, score, hits: why }) => {
    const found = { video, start, end, best: why[0]!.best };
    const stretch = people?.trim(found) ?? found;
    return {
      ...showPlace(places.get(video) ?? [], volumes),
      start: stretch.start,
      end: stretch.end,
      best: stretch.best,
      score,
      confidence: why.find((hit) => hit.channel === 'sight')?.confidence() ?? null,
      why: [...why.flatMap(toReasons), ...toPeopleReasons(people?.companyAt(stretch))],
    };
  });
}

/** Only videos with the wanted people, and of those only the frames that may show what is asked for. */
function narrow(filter: VideoFilter, { together, without }: Whereabouts): FrameFilter {
  if (together === undefined) return { ...filter, without };
  return { videos: [...new Set(together.map(({ video }) => video))], within: together };
}

/** Which of sight and speech a request asks, and whether it can. */
function channelsOf({ query, images, only }: SearchRequest, { store, text }: SearchDependencies) {
  const describes = query.terms.some(({ sign }) => sign === 1);
  const isSaid = query.said.wanted.length > 0;
  const refuse = (message: string) => {
    throw new HeimdexError('usage', message, { hint: 'leave --only out' });
  };
  if (only === 'sight' && isSaid) refuse('said: looks in what is said, and --only sight leaves that out');
  if (only === 'speech' && images.length > 0)
    refuse('--image looks for what is seen, and --only speech leaves that out');
  const hasSpeech = text.hasSegments();
  const speech = only !== 'sight' && (hasSpeech || isSaid || only === 'speech') && (describes || isSaid);
  // A library of sound alone has no pictures to ask; one without speech says what it lacks, as it always did.
  const hasPictures = !hasSpeech || store.spaces().some(({ vectors }) => vectors > 0);
  const sight = only !== 'speech' && (describes || images.length > 0) && (hasPictures || images.length > 0);
  return { sight, speech };
}

async function askChannels(
  request: Asked,
  asks: { readonly sight: boolean; readonly speech: boolean },
  dependencies: SearchDependencies,
  signal: AbortSignal,
): Promise<{ channels: Channel[]; hits: Hit[] }> {
  const { query, images, limit } = request;
  const describes = query.terms.some(({ sign }) => sign === 1);
  const channels: Channel[] = [];
  const hits: Hit[] = [];
  // Joined, several hits make one moment.
  const depth = asks.sight && !asks.speech ? limit : 3 * limit + 50;
  let { filter } = request;
  if (request.together?.length === 0) return { channels, hits };
  if (!describes && images.length === 0 && query.said.wanted.length === 0) {
    channels.push('people');
    hits.push(...(request.together ?? []).map((company) => ({ ...company, channel: 'people' as const })));
  }
  if (asks.speech) {
    channels.push('words');
    hits.push(...findWords(query, depth, dependencies.text, filter));
    // What has to be said is asked of no other video.
    if (query.said.wanted.length > 0) {
      if (hits.length === 0) return { channels, hits };
      filter = { ...filter, videos: [...new Set(hits.map(({ video }) => video))] };
    }
    const meaning = describes ? await dependencies.chooseMeaning() : undefined;
    if (meaning !== undefined) {
      channels.push('meaning');
      hits.push(...(await findMeaning(query, depth, { text: dependencies.text, filter }, meaning, signal)));
    }
  }
  if (asks.sight) {
    channels.push('sight');
    const place = { store: dependencies.store, library: request.library, filter };
    const asked = { terms: query.terms, images, limit: depth };
    hits.push(...(await searchSight(asked, place, dependencies.chooseSight(), signal)));
  }
  const { videos } = filter;
  return {
    channels,
    hits: withoutSaid(query, hits, dependencies.text, videos === undefined ? {} : { videos }),
  };
}

/** Leaves out what overlaps a sentence with words that may not be said. */
function withoutSaid(query: Query, hits: readonly Hit[], text: TextSearch, filter: VideoFilter): Hit[] {
  const sentences = query.said.unwanted.flatMap((word) =>
    searchWords({ required: [word], excluded: [], wanted: [] }, MANY, text, filter),
  );
  return hits.filter(
    (hit) =>
      !sentences.some(({ video, start, end }) => video === hit.video && start <= hit.end && hit.start <= end),
  );
}

function toReasons(hit: Hit): Reason[] {
  const { channel, rank, score } = hit;
  if (hit.channel === 'people') return [];
  return [
    hit.channel === 'sight' ? { channel, rank, score } : { channel, rank, score, spoken: hit.spoken() },
  ];
}

function toPeopleReasons(company: Company | undefined): Reason[] {
  const { rank, seen } = company ?? { rank: 0, seen: [] };
  return seen.map(({ name, quality }) => ({ channel: 'people', rank, score: quality, name }));
}
