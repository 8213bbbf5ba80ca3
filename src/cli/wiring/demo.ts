import { constants } from 'node:fs';
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../../adapters/files/make-folder.ts';
import { translateDiskError } from '../../adapters/files/translate-disk-error.ts';
import { type Demo, type DemoQuery, isExpected, parseDemo, shotsOf } from '../../domain/demo.ts';
import { HeimdexError, hasSystemCode } from '../../domain/errors.ts';
import type { IndexReport } from '../../domain/indexing.ts';
import type { Moment } from '../../domain/search-result.ts';
import { STAGES } from '../../domain/stages.ts';
import { toSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { namedPath } from '../paths.ts';
import { indexSummary } from '../render/index-summary.ts';
import { momentsLines } from '../render/moments-lines.ts';
import { nameDemoPeople } from './demo-people.ts';
import { bringUpToDate } from './index.ts';
import { findMoments } from './search.ts';

const SHOWN_MOMENTS = 3;
const OTHER_FOLDER = 'choose another folder with --dir FOLDER';

/** `heimdex demo`: the real index and search on the videos that come with the package. */
export async function runDemo(
  context: Context,
  { folder: named }: { folder: string | undefined },
): Promise<number> {
  const { host, settings } = context;
  const folder = named === undefined ? await makeTempFolder(host.tempFolder) : namedPath(host, named);
  try {
    const library = join(folder, 'demo.db');
    return await showDemo({ ...context, settings: { ...settings, library } }, folder);
  } finally {
    if (named === undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function showDemo(context: Context, folder: string): Promise<number> {
  const { printer, settings, json } = context;
  const source = join(settings.packageFolder, 'demo');
  const demo = parseDemo((await readOwn(join(source, 'demo.json'))).toString());
  const say = (line: string) => (json ? Promise.resolve() : printer.result(line));
  await say('This is a demo: drawn videos, and a tiny model that knows nothing but such drawings.\n');
  const videos = await layOut(demo, join(source, 'videos'), join(folder, 'videos'));
  await say('$ heimdex index videos --profile demo');
  const report = await bringUpToDate(context, {
    roots: videos,
    profile: 'demo',
    reindex: [],
    only: STAGES,
    named: [],
    speech: { subtitles: 'prefer', audioTrack: 'default', language: undefined },
    alternatives: new Map(),
    budget: undefined,
    threads: 0,
    lowPriority: false,
    hwaccel: 'none',
    wait: undefined,
    remember: false,
  });
  for (const line of indexSummary(report, settings.library, context.host)) await say(line);
  throwIfIncomplete(report, context.signal);
  const named = await nameDemoPeople(context, demo.people, say);
  const answers = [];
  for (const query of demo.queries) answers.push(await answer(context, query, source, say));
  if (json)
    await printer.document({
      schema: 'heimdex.demo/1',
      folder,
      indexed: report.videos.indexed,
      people: named,
      answers,
    });
  const wrong = answers.filter(({ right }) => !right).length;
  if (wrong > 0) {
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

/** Asks one query and tells its answer. */
async function answer(
  context: Context,
  query: DemoQuery,
  source: string,
  say: (line: string) => Promise<void>,
) {
  const moments = await ask(context, query, source);
  const [first] = moments;
  const best = first && { file: basename(first.path), best: toSeconds(first.best) };
  const right = isExpected(query, best);
  await say(`\n$ heimdex search ${'text' in query ? JSON.stringify(query.text) : `--image ${query.image}`}`);
  for (const line of momentsLines(moments, context)) await say(line);
  if (!right) {
    const shots = shotsOf(query).map(({ video, start, end }) => `${video} between ${start} and ${end} s`);
    await say(`expected ${shots.join(', or ')} on top`);
  }
  return { ...query, right, best: best ?? null };
}

function makeTempFolder(parent: string): Promise<string> {
  return onDisk('make a folder in', parent, `set TMPDIR, or ${OTHER_FOLDER}`, () =>
    mkdtemp(join(parent, 'heimdex-demo-')),
  );
}

/** Reads a file of the installed package. */
function readOwn(path: string): Promise<Buffer> {
  return onDisk('read', path, 'install heimdex again', () => readFile(path));
}

/** Copies the demo's videos into a folder and returns their paths. A file that is not the demo's is never replaced. */
async function layOut(demo: Demo, source: string, folder: string): Promise<string[]> {
  await onDisk('make the folder', folder, OTHER_FOLDER, async () => makeFolder(folder, 0o777));
  const missing: { from: string; to: string }[] = [];
  // All are looked at before the first is written: a folder that is refused stays as it was.
  for (const file of filesOf(demo)) {
    const from = join(source, file);
    const to = join(folder, file);
    const present = await readPresent(to);
    if (present === undefined) missing.push({ from, to });
    else if (present === 'no file' || !present.equals(await readOwn(from))) throw foreign(to);
  }
  for (const { from, to } of missing) {
    await onDisk('write', to, OTHER_FOLDER, async () => {
      try {
        await copyFile(from, to, constants.COPYFILE_EXCL);
      } catch (error) {
        throw hasSystemCode(error, 'EEXIST') ? foreign(to, error) : error;
      }
    });
  }
  return demo.videos.map(({ file }) => join(folder, file));
}

/** Videos, and the subtitles that lie beside them. */
function filesOf({ videos }: Demo): string[] {
  return videos.flatMap(({ file, sidecar }) => (sidecar === undefined ? [file] : [file, sidecar]));
}

function readPresent(path: string): Promise<Buffer | 'no file' | undefined> {
  return onDisk('read', path, OTHER_FOLDER, async () => {
    try {
      return await readFile(path);
    } catch (error) {
      if (hasSystemCode(error, 'EISDIR')) return 'no file';
      if (!hasSystemCode(error, 'ENOENT')) throw error;
      // A link whose target is missing reads as if there were nothing.
      return (await readdir(dirname(path))).includes(basename(path)) ? 'no file' : undefined;
    }
  });
}

function foreign(path: string, cause?: unknown): HeimdexError {
  return new HeimdexError('usage', `${path} is there already and is not the demo's`, {
    hint: OTHER_FOLDER,
    cause,
  });
}

/** Does something to a path; an error of the file system becomes heimdex's, with a next step that fits the demo. */
async function onDisk<T>(action: string, path: string, hint: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const translated = translateDiskError(error, action, path);
    if (translated === error || !(translated instanceof HeimdexError)) throw error;
    throw new HeimdexError(translated.code, translated.message, { hint, cause: error });
  }
}

function throwIfIncomplete({ interrupted, problems }: IndexReport, signal: AbortSignal): void {
  if (interrupted)
    throw new HeimdexError('interrupted', 'the demo was interrupted', { cause: signal.reason });
  const first = problems[0];
  if (first === undefined) return;
  const { path, message } = first;
  throw new HeimdexError(
    'demo-failed',
    `a demo video could not be indexed: ${message.includes(path) ? message : `${path}: ${message}`}`,
    { hint: 'see whether your ffmpeg works; if it does, please report this' },
  );
}

function ask(context: Context, query: DemoQuery, source: string): Promise<Moment[]> {
  return findMoments(context, {
    query: 'text' in query ? query.text : '',
    images: 'image' in query ? [join(source, query.image)] : [],
    likes: [],
    fields: [],
    limit: SHOWN_MOMENTS,
    all: false,
    channels: undefined,
    minConfidence: undefined,
    rerank: false,
    profile: 'demo',
  });
}
