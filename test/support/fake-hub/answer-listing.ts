import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { endJson } from './end.ts';
import type { Fault } from './fault.ts';
import { type FileEntry, fileEntry } from './file-entry.ts';
import { NotServed } from './not-served.ts';
import type { OpenRepository } from './repository.ts';

interface FolderEntry {
  readonly type: 'directory';
  readonly path: string;
  readonly size: 0;
  readonly oid: string;
}

/** Answers `GET /api/models/{repo}[/revision/{revision}]`; with `expand` only the keys that it names. */
export function answerModel(
  response: ServerResponse,
  { repository, revision, files }: OpenRepository,
  query: URLSearchParams,
): void {
  const { name, card, gate } = repository;
  const document: Record<string, unknown> = {
    sha: revision,
    private: gate?.hidden === true,
    gated: gate !== undefined && !gate.hidden ? 'auto' : false,
    disabled: false,
    downloads: 0,
    likes: 0,
    lastModified: '2024-01-01T00:00:00.000Z',
    tags: card.license === undefined ? [] : [`license:${card.license}`],
    ...(card.license === undefined ? {} : { cardData: { license: card.license } }),
    ...(card.pipelineTag === undefined ? {} : { pipeline_tag: card.pipelineTag }),
    siblings: [...files.keys()].sort().map((path) => ({ rfilename: path })),
  };
  const expand = query.getAll('expand');
  const kept = Object.entries(document).filter(([key]) => expand.length === 0 || expand.includes(key));
  endJson(response, 200, {
    _id: idOf(name).slice(0, 24),
    id: name,
    modelId: name,
    ...Object.fromEntries(kept),
  });
}

/**
 * Answers `GET /api/models/{repo}/tree/{revision}[/{folder}]`, page by page where there is more than one.
 *
 * @param address of this listing, without its query
 * @throws NotServed
 */
export async function answerTree(
  response: ServerResponse,
  { files }: OpenRepository,
  folder: string,
  query: URLSearchParams,
  { address, pageSize, fault }: { address: string; pageSize: number; fault: Fault },
): Promise<void> {
  const begin = folder === '' ? '' : `${folder}/`;
  const inside = [...files.keys()].filter((path) => path.startsWith(begin));
  if (folder !== '' && inside.length === 0) {
    throw new NotServed(404, 'EntryNotFound', `${folder} does not exist`);
  }
  const recursive = /^(?:true|1)$/i.test(query.get('recursive') ?? '');
  const isShown = (path: string) => recursive || !path.slice(begin.length).includes('/');
  const all = [...foldersOf(inside), ...inside]
    .filter((path) => path.startsWith(begin) && isShown(path))
    .sort();
  const size = Math.min(pageSize, Number(query.get('limit') ?? pageSize));
  const from = Number(query.get('cursor') ?? 0);
  const page = await Promise.all(all.slice(from, from + size).map((path) => entry(files, path)));
  const next = new URLSearchParams(query);
  next.set('cursor', String(from + size));
  const ownNext = from + size < all.length ? `${address}?${next}` : undefined;
  const link = fault.linkNext ?? ownNext;
  endJson(response, 200, page, link === undefined ? {} : { link: `<${link}>; rel="next"` });
}

/** Answers `POST /api/models/{repo}/paths-info/{revision}`: what is not there is left out. */
export async function answerPathsInfo(
  request: IncomingMessage,
  response: ServerResponse,
  { files }: OpenRepository,
): Promise<void> {
  const body = (await json(request).catch(() => undefined)) as { paths?: unknown } | undefined;
  if (!Array.isArray(body?.paths)) throw new NotServed(400, 'BadRequest', 'paths must be a list');
  const known = new Set([...files.keys(), ...foldersOf(files.keys())]);
  const found = body.paths.map(String).filter((path) => known.has(path));
  endJson(response, 200, await Promise.all(found.map((path) => entry(files, path))));
}

function entry(files: OpenRepository['files'], path: string): Promise<FileEntry> | FolderEntry {
  const content = files.get(path);
  return content === undefined
    ? { type: 'directory', path, size: 0, oid: idOf(path) }
    : fileEntry(path, content);
}

function foldersOf(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1))
      folders.add(path.slice(0, end));
  }
  return folders;
}

/** An id that looks like git's and is the same each time. */
function idOf(name: string): string {
  return createHash('sha1').update(name).digest('hex');
}
