import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { readText } from '../../adapters/files/read-text.ts';
import { createSearchStore } from '../../adapters/sqlite/create-search-store.ts';
import { closeLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { type Evaluation, evaluateSearch } from '../../app/evaluate-search.ts';
import { type PlacedQuery, placeExpected } from '../../app/place-expected.ts';
import { HeimdexError } from '../../domain/errors.ts';
import { type Bound, type CheckedBound, checkBound, depthOf } from '../../domain/evaluation/bounds.ts';
import { NDCG_DEPTH } from '../../domain/evaluation/measure-query.ts';
import { parseLabelledQueries } from '../../domain/evaluation/parse-labelled-queries.ts';
import { parseQuery } from '../../domain/query/parse-query.ts';
import { clausesOf, wants } from '../../domain/query/query.ts';
import { requireWanted } from '../../domain/query/require-wanted.ts';
import { withPictures } from '../../domain/query/with-pictures.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { namedPath } from '../paths.ts';
import { readStdin } from '../read-stdin.ts';
import { evalDocument } from '../render/eval-document.ts';
import { evalLines } from '../render/eval-lines.ts';
import { showEvalProgress } from '../render/eval-progress.ts';
import { openAskedLibrary } from './asked-library.ts';

export interface EvalArguments {
  /** As the user named it; `-` is standard input. */
  readonly file: string;
  readonly ks: readonly number[];
  readonly bounds: readonly Bound[];
  /** Queries without an answer among the first so many moments are listed. */
  readonly misses: number | undefined;
  readonly minConfidence: number | undefined;
  readonly profile: string | undefined;
}

/** `heimdex eval`. */
export async function runEval(context: Context, args: EvalArguments): Promise<number> {
  const { json, printer, settings } = context;
  const name = args.file === '-' ? 'standard input' : args.file;
  const queries = await readQueries(context, args.file, name);
  const depths = args.bounds.flatMap((bound) => depthOf(bound) ?? []);
  const ks = [...new Set([...args.ks, ...depths])].sort((a, b) => a - b);
  const limit = Math.max(...ks, NDCG_DEPTH, args.misses ?? 0);
  const evaluation = await evaluate(context, { ...args, queries, name, ks, limit });
  const checked = args.bounds.map((bound) => checkBound(bound, evaluation.measures, evaluation.latency));
  const told = { evaluation, bounds: checked, misses: args.misses };
  if (json) {
    await printer.document(evalDocument({ ...told, ks, file: name, library: settings.library }));
  } else {
    for (const line of evalLines(told, context)) await printer.result(line);
  }
  throwIfMissed(checked);
  return EXIT_DONE;
}

async function evaluate(
  context: Context,
  asked: {
    queries: readonly PlacedQuery[];
    name: string;
    ks: readonly number[];
    limit: number;
    minConfidence: number | undefined;
    profile: string | undefined;
  },
): Promise<Evaluation> {
  const library = await openAskedLibrary(context, asked);
  const progress = showEvalProgress(context);
  try {
    const onAsked = async (done: number, all: number) => {
      progress.onAsked(done, all);
      // A search that only reads the library never lets an interruption arrive.
      await turn();
    };
    const tools = { ...library, now: () => performance.now(), onAsked };
    return await evaluateSearch(asked.queries, asked.name, asked.ks, tools, context.signal);
  } finally {
    progress.stop();
    await library.close();
  }
}

/** Far more queries than anybody labels. */
const MOST_BYTES = 64_000_000;

/** Reads the queries and finds what they name: nothing is asked before all of it is there. */
async function readQueries(context: Context, file: string, name: string): Promise<PlacedQuery[]> {
  const { host, settings } = context;
  const path = file === '-' ? undefined : namedPath(host, file);
  const content = path === undefined ? await readStdin(context, MOST_BYTES) : await readText(path);
  const queries = parseLabelledQueries(content, name, (query, images) => {
    const pictures = images.map((path) => ({ kind: 'file', path }) as const);
    const parsed = withPictures(parseQuery(query), pictures);
    requireWanted(parsed);
    if (!clausesOf(parsed).some(wants)) {
      throw new HeimdexError('usage', 'there is nothing to look for');
    }
  });
  const folder = path === undefined ? host.cwd : dirname(path);
  const placed = queries.map((query) => ({
    ...query,
    images: query.images.map((image) => resolve(folder, image)),
  }));
  for (const { images, line } of placed) {
    const missing = images.find((image) => !existsSync(image));
    if (missing === undefined) continue;
    throw new HeimdexError('image-unreadable', `${name}:${line}: there is no picture ${missing}`, {
      hint: 'pictures are named relative to the file with the queries',
    });
  }
  const database = openLibraryToRead(settings.library);
  try {
    return placeExpected(placed, name, createSearchStore(database).places(), createVolumes(host.platform));
  } catch (error) {
    throw translateSqliteError(error, settings.library);
  } finally {
    closeLibrary(database);
  }
}

/** The result has been written: what did not hold is told behind it. */
function throwIfMissed(bounds: readonly CheckedBound[]): void {
  const missed = bounds.filter(({ held }) => !held);
  if (missed.length === 0) return;
  const told = missed.map(({ metric, kind, wanted, got }) => {
    const shown = got === null ? 'nothing to measure it on' : String(Number(got.toFixed(4)));
    return `${metric}: wanted ${kind === 'min' ? 'at least' : 'at most'} ${wanted}, got ${shown}`;
  });
  throw new HeimdexError('bound-missed', told.join('; '), {
    hint: 'heimdex eval FILE --misses 10 shows what came instead',
  });
}
