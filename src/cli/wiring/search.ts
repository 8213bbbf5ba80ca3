import { HeimdexError } from '../../domain/errors.ts';
import { parseChannels } from '../../domain/parse-channels.ts';
import { parseVideoTime } from '../../domain/parse-video-time.ts';
import { parseQuery } from '../../domain/query/parse-query.ts';
import { clausesOf, type PictureTerm, type Query, wants } from '../../domain/query/query.ts';
import { requireWanted } from '../../domain/query/require-wanted.ts';
import { type GivenField, withFields } from '../../domain/query/with-fields.ts';
import { withPictures } from '../../domain/query/with-pictures.ts';
import type { Moment } from '../../domain/search-result.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE, EXIT_NOTHING_FOUND } from '../exit-codes.ts';
import { namedPath } from '../paths.ts';
import { readStdin } from '../read-stdin.ts';
import { momentsLines } from '../render/moments-lines.ts';
import { searchDocument } from '../render/search-document.ts';
import { type AskedSearch, openSearchSession } from './search-session.ts';

export interface SearchArguments {
  readonly query: string;
  /** Picture files. */
  readonly images: readonly string[];
  /** Frames of the library, as VIDEO@TIME. */
  readonly likes: readonly string[];
  /** Fields given as options. */
  readonly fields: readonly GivenField[];
  readonly limit: number;
  readonly all: boolean;
  readonly channels: string | undefined;
  readonly minConfidence: number | undefined;
  /** Whether a cross-encoder reads again what is said; the key of one where it was named. */
  readonly rerank: boolean | string;
  readonly profile: string | undefined;
}

/** How an answer is shown. */
export interface SearchView {
  readonly explain: boolean;
  readonly exitCode: boolean;
}

/** Of a query on standard input; what is longer than a query is told with its length. */
const MOST_BYTES = 1_000_000;

/** `heimdex search`. */
export async function runSearch(
  context: Context,
  args: SearchArguments,
  { explain, exitCode }: SearchView,
): Promise<number> {
  const { json, printer, settings } = context;
  const query = args.query === '-' ? await readStdin(context, MOST_BYTES) : args.query;
  const started = performance.now();
  const moments = await findAtTheEnd(context, { ...args, query });
  if (json) {
    await printer.document(
      searchDocument({
        moments,
        query,
        library: settings.library,
        tookMs: performance.now() - started,
      }),
    );
  } else {
    for (const line of momentsLines(moments, context, { explain })) await printer.result(line);
    if (moments.length === 0) printer.note('nothing found');
  }
  return moments.length === 0 && exitCode ? EXIT_NOTHING_FOUND : EXIT_DONE;
}

/** Searches once, as the last thing that the process does. */
async function findAtTheEnd(context: Context, args: SearchArguments): Promise<Moment[]> {
  const asked = toAsked(context, args);
  const session = await openSearchSession(context, { profile: args.profile, queries: 'one' });
  try {
    return await session.find(asked);
  } finally {
    session.leave();
  }
}

/** Opens the library, searches once, and closes what it opened. */
export async function findMoments(context: Context, args: SearchArguments): Promise<Moment[]> {
  const asked = toAsked(context, args);
  const session = await openSearchSession(context, { profile: args.profile, queries: 'one' });
  try {
    return await session.find(asked);
  } finally {
    await session.close();
  }
}

/**
 * Reads what a search asks.
 *
 * @throws HeimdexError `usage`
 */
export function toAsked(context: Pick<Context, 'host'>, args: Omit<SearchArguments, 'profile'>): AskedSearch {
  const query = withPictures(
    withFields(parseQuery(args.query), args.fields),
    readPictures(context, args.images, args.likes),
  );
  requireWanted(query);
  if (isEmpty(query)) {
    throw new HeimdexError('usage', 'there is nothing to look for', {
      hint: 'heimdex search "sunset on beach", or --image FILE',
    });
  }
  return {
    query,
    limit: args.limit,
    all: args.all,
    channels: args.channels === undefined ? undefined : parseChannels(args.channels),
    minConfidence: args.minConfidence,
    rerank: args.rerank,
  };
}

function isEmpty(query: Query): boolean {
  return !clausesOf(query).some(wants);
}

function readPictures(
  { host }: Pick<Context, 'host'>,
  images: readonly string[],
  likes: readonly string[],
): PictureTerm[] {
  if (images.includes(''))
    throw new HeimdexError('usage', '--image was given an empty value', { hint: 'heimdex search --help' });
  return [
    ...images.map((path) => ({ kind: 'file', path: namedPath(host, path) }) as const),
    ...likes.map((named) => ({ kind: 'frame', ...parseVideoTime(named) }) as const),
  ];
}
