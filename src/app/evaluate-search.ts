import { HeimdexError, throwIfInterrupted } from '../domain/errors.ts';
import { type Judgement, judgeAnswer } from '../domain/evaluation/judge-answer.ts';
import { type Latency, latencyOf } from '../domain/evaluation/latency.ts';
import { type Measures, measure } from '../domain/evaluation/measure.ts';
import type { Channel, Moment } from '../domain/search-result.ts';
import type { PlacedQuery } from './place-expected.ts';

export interface EvaluateTools {
  /**
   * Asks the library, all its channels or only some.
   *
   * @throws HeimdexError `usage` where the query can't be asked of these channels
   */
  readonly find: (
    query: PlacedQuery,
    channels: readonly Channel[] | undefined,
    signal: AbortSignal,
  ) => Promise<readonly Moment[]>;
  /** The channels of the library, which are also asked each alone. */
  readonly channels: readonly Channel[];
  /** A clock that only goes forward, milliseconds. */
  readonly now: () => number;
  /** Waited for behind each question; a query is asked once, and once more for each channel. */
  readonly onAsked: (asked: number, all: number) => Promise<void>;
}

export interface QueryAnswer {
  readonly query: PlacedQuery;
  readonly moments: readonly Moment[];
  readonly judgement: Judgement;
}

/** What some queries brought. */
export interface Measured {
  readonly measures: Measures;
  readonly latency: Latency;
}

export interface Evaluation extends Measured {
  /** In the order of the queries. */
  readonly answers: readonly QueryAnswer[];
  readonly channels: readonly (Measured & {
    readonly channel: Channel;
    /** Queries that this channel can't be asked, which its measures are not over. */
    readonly leftOut: number;
  })[];
  /** In alphabetical order. */
  readonly tags: readonly { readonly tag: string; readonly measures: Measures }[];
}

/** What a channel that can't be asked a query ends with. */
const CANNOT: readonly string[] = ['usage', 'model-missing', 'library-missing'];

/**
 * Asks queries whose answers are known, all channels together and each alone, and measures what comes.
 *
 * @param name what the file with the queries is called
 * @param ks the numbers of moments to look at for recall
 * @throws HeimdexError `interrupted`; what the search throws where a query can't be asked at all
 */
export async function evaluateSearch(
  queries: readonly PlacedQuery[],
  name: string,
  ks: readonly number[],
  { find, channels, now, onAsked }: EvaluateTools,
  signal: AbortSignal,
): Promise<Evaluation> {
  let asked = 0;
  const ask = async (query: PlacedQuery, only: readonly Channel[] | undefined) => {
    throwIfInterrupted(signal);
    const start = now();
    try {
      const moments = await find(query, only, signal);
      return { query, moments, judgement: judgeAnswer(moments, query.expect), time: now() - start };
    } catch (error) {
      if (only !== undefined && error instanceof HeimdexError && CANNOT.includes(error.code))
        return undefined;
      throw only === undefined ? atLine(error, name, query.line) : error;
    } finally {
      asked += 1;
      await onAsked(asked, queries.length * (channels.length + 1));
    }
  };
  const measured = (some: readonly { judgement: Judgement; time: number }[]): Measured => ({
    measures: measure(
      some.map(({ judgement }) => judgement),
      ks,
    ),
    latency: latencyOf(some.map(({ time }) => time)),
  });
  const answers: (QueryAnswer & { readonly time: number })[] = [];
  for (const query of queries) answers.push((await ask(query, undefined))!);
  const alone = [];
  for (const channel of channels) {
    const own = [];
    for (const query of queries) own.push(await ask(query, [channel]));
    const some = own.filter((answer) => answer !== undefined);
    alone.push({ channel, leftOut: queries.length - some.length, ...measured(some) });
  }
  const tags = [...new Set(queries.flatMap((query) => query.tags))].sort();
  const tagged = tags.map((tag) => {
    const some = answers.filter(({ query }) => query.tags.includes(tag));
    return { tag, measures: measured(some).measures };
  });
  return { answers, ...measured(answers), channels: alone, tags: tagged };
}

/** Says of a query that can't be asked where it stands. */
function atLine(error: unknown, name: string, line: number): unknown {
  if (!(error instanceof HeimdexError) || !['usage', 'image-unreadable'].includes(error.code)) return error;
  return new HeimdexError(error.code, `${name}:${line}: ${error.message}`, {
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}
