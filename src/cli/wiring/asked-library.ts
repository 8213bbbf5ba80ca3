import type { EvaluateTools } from '../../app/evaluate-search.ts';
import type { Context } from '../context.ts';
import { toAsked } from './search.ts';
import { openSearchSession } from './search-session.ts';

export interface AskedLibrary extends Pick<EvaluateTools, 'find' | 'channels'> {
  close(): Promise<void>;
}

/** Opens a library to be asked many queries, and tells which channels it has. */
export async function openAskedLibrary(
  context: Context,
  {
    limit,
    minConfidence,
    profile,
  }: { limit: number; minConfidence: number | undefined; profile: string | undefined },
): Promise<AskedLibrary> {
  // What each search would say of itself would be said for each query.
  const silent = {
    ...context,
    printer: { ...context.printer, interactive: false, verbose: false, note() {} },
  };
  const session = await openSearchSession(silent, { profile, queries: 'many' });
  return {
    channels: session.channels(),
    find({ query, images }, channels) {
      const asked = toAsked(silent, {
        query,
        images,
        likes: [],
        fields: [],
        limit,
        all: false,
        channels: undefined,
        minConfidence,
        rerank: false,
      });
      const only = channels === undefined ? undefined : new Map(channels.map((channel) => [channel, 1]));
      return session.find({ ...asked, channels: only });
    },
    close: session.close,
  };
}
