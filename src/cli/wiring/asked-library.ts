import { createPeopleSearch } from '../../adapters/sqlite/create-people-search.ts';
import { createSearchStore } from '../../adapters/sqlite/create-search-store.ts';
import { createTextSearch } from '../../adapters/sqlite/create-text-search.ts';
import { closeLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import type { EvaluateTools } from '../../app/evaluate-search.ts';
import type { PlacedQuery } from '../../app/place-expected.ts';
import { HeimdexError } from '../../domain/errors.ts';
import { parseQuery } from '../../domain/query.ts';
import type { Channel, Moment } from '../../domain/search-result.ts';
import type { Context } from '../context.ts';
import { findMoments } from './search.ts';

export interface AskedLibrary extends Pick<EvaluateTools, 'find' | 'channels'> {
  close(): Promise<void>;
}

/** So deep that what one channel found is not cut off by what others did. */
const DEPTH = 200;

/** Opens a library to be asked many queries, and tells which channels it has. */
export function openAskedLibrary(
  context: Context,
  { limit, profile }: { limit: number; profile: string | undefined },
): Promise<AskedLibrary> {
  // What each search would say of itself would be said for each query.
  const silent = {
    ...context,
    printer: { ...context.printer, interactive: false, verbose: false, note() {} },
  };
  const ask = (query: PlacedQuery, only: 'sight' | 'speech' | undefined, most: number): Promise<Moment[]> =>
    findMoments(silent, {
      query: query.query,
      images: query.images,
      inPattern: undefined,
      limit: most,
      profile,
      only,
    });
  return Promise.resolve({
    channels: channelsOf(context),
    async find(query, channels) {
      const channel = channels?.[0];
      if (channel === undefined) return ask(query, undefined, limit);
      if (channel === 'sight') return ask(query, 'sight', limit);
      requireQuestionFor(channel, query);
      if (channel === 'people') return ask(query, undefined, limit);
      return ofChannel(channel, await ask(query, 'speech', DEPTH)).slice(0, limit);
    },
    close: () => Promise.resolve(),
  });
}

/** What a channel found, in its own order. */
function ofChannel(channel: Channel, moments: readonly Moment[]): Moment[] {
  const rankOf = ({ why }: Moment) => why.find((reason) => reason.channel === channel)?.rank;
  return moments.filter((moment) => rankOf(moment) !== undefined).sort((a, b) => rankOf(a)! - rankOf(b)!);
}

function requireQuestionFor(channel: Exclude<Channel, 'sight'>, { query, images }: PlacedQuery): void {
  const { terms, said, people } = parseQuery(query);
  const describes = terms.some(({ sign }) => sign === 1);
  const can = {
    words: describes || said.wanted.length > 0,
    meaning: describes,
    people: people.wanted.length > 0 && !describes && said.wanted.length + images.length === 0,
  };
  if (!can[channel]) throw new HeimdexError('usage', `${channel} can't be asked this`);
}

function channelsOf({ settings }: Context): Channel[] {
  const database = openLibraryToRead(settings.library);
  try {
    const text = createTextSearch(database);
    const has: Record<Channel, boolean> = {
      sight: createSearchStore(database)
        .spaces()
        .some(({ vectors }) => vectors > 0),
      words: text.hasSegments(),
      meaning: text.spaces().some(({ vectors }) => vectors > 0),
      people: createPeopleSearch(database).people().length > 0,
    };
    return (Object.keys(has) as Channel[]).filter((channel) => has[channel]);
  } finally {
    closeLibrary(database);
  }
}
