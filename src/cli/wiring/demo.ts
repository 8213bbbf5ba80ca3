import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type DemoQuery, isExpected, parseDemo } from '../../domain/demo.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { Moment } from '../../domain/search-result.ts';
import { toSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { indexSummary } from '../render/index-summary.ts';
import { momentsTable } from '../render/moments-table.ts';
import { bringUpToDate } from './index.ts';
import { findMoments } from './search.ts';

const SHOWN_MOMENTS = 3;

/** `heimdex demo`: the real index and search on the videos that come with the package. */
export async function runDemo(
  context: Context,
  { folder: named }: { folder: string | undefined },
): Promise<number> {
  const { host, settings } = context;
  const folder =
    named === undefined ? await mkdtemp(join(host.tempFolder, 'heimdex-demo-')) : resolve(host.cwd, named);
  try {
    await mkdir(folder, { recursive: true });
    const library = join(folder, 'demo.db');
    return await showDemo({ ...context, settings: { ...settings, library } }, folder);
  } finally {
    if (named === undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function showDemo(context: Context, folder: string): Promise<number> {
  const { printer, settings, json } = context;
  const source = join(settings.packageFolder, 'demo');
  const demo = parseDemo(await readFile(join(source, 'demo.json'), 'utf8'));
  const say = (line: string) => (json ? Promise.resolve() : printer.result(line));
  await say('This is a demo: drawn videos, and a tiny model that knows nothing but such drawings.\n');
  await cp(join(source, 'videos'), join(folder, 'videos'), { recursive: true });
  await say('$ heimdex index videos --profile demo');
  const report = await bringUpToDate(context, {
    roots: [join(folder, 'videos')],
    profile: 'demo',
    reindex: false,
    threads: 0,
  });
  for (const line of indexSummary(report, settings.library, context.host.cwd)) await say(line);
  if (report.interrupted)
    throw new HeimdexError('interrupted', 'the demo was interrupted', { cause: context.signal.reason });
  const answers = [];
  for (const query of demo.queries) {
    const moments = await ask(context, query, source);
    const best =
      moments[0] === undefined
        ? undefined
        : { file: basename(moments[0].path), best: toSeconds(moments[0].best) };
    const right = isExpected(query, best);
    answers.push({ ...query, right, best: best ?? null });
    await say(
      `\n$ heimdex search ${'text' in query ? JSON.stringify(query.text) : `--image ${query.image}`}`,
    );
    for (const line of momentsTable(moments, context)) await say(line);
    if (!right)
      await say(
        `expected ${query.expect.video} between ${query.expect.start} and ${query.expect.end} s on top`,
      );
  }
  if (json)
    await printer.document({ schema: 'heimdex.demo/1', folder, indexed: report.videos.indexed, answers });
  const wrong = answers.filter(({ right }) => !right).length;
  if (wrong > 0 || report.problems.length > 0) {
    throw new HeimdexError(
      'demo-failed',
      `${wrong} of ${answers.length} demo queries did not find the right shot`,
      {
        hint: 'heimdex models verify --profile demo; if that says ok, please report this',
      },
    );
  }
  await say(`\nAll ${answers.length} queries found the right shot.`);
  return EXIT_DONE;
}

function ask(context: Context, query: DemoQuery, source: string): Promise<Moment[]> {
  return findMoments(context, {
    query: 'text' in query ? query.text : '',
    images: 'image' in query ? [join(source, query.image)] : [],
    inPattern: undefined,
    limit: SHOWN_MOMENTS,
    profile: 'demo',
  });
}
