import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerInstead } from './answer-instead.ts';
import { answerModel, answerPathsInfo, answerTree } from './answer-listing.ts';
import { bytesContent, type Content } from './content.ts';
import { type Cdn, type StartedCdn, startCdn } from './create-cdn.ts';
import { createFaultQueue, type FaultQueue } from './create-fault-queue.ts';
import { createNamedFaults } from './create-named-faults.ts';
import { end, endJson } from './end.ts';
import type { Fault } from './fault.ts';
import { fileEntry } from './file-entry.ts';
import { type ListenOptions, listen } from './listen.ts';
import { NotServed } from './not-served.ts';
import { type Card, type Gate, openRepository, type Repository } from './repository.ts';
import { type Route, routeOf } from './route-of.ts';
import { type OnRequest, type SeenRequest, watchRequest } from './seen-request.ts';
import { sendContent } from './send-content.ts';

export interface FakeHubOptions extends ListenOptions {
  /** A path before all addresses, as a mirror may have. */
  readonly prefix?: string;
  /** So many entries a page of a listing has. */
  readonly pageSize?: number;
  /**
   * Large files are not sent but redirected to an origin of its own. An answer that has a fault is the Hub's own
   * nevertheless: the CDN has its own faults.
   */
  readonly cdn?: boolean;
  readonly onRequest?: OnRequest;
}

export interface FakeHub extends Pick<FaultQueue, 'fault' | 'always'> {
  /** For HF_ENDPOINT. */
  readonly endpoint: string;
  /** What was asked of the Hub itself. */
  readonly requests: readonly SeenRequest[];
  readonly cdn: Cdn | undefined;
  /**
   * Puts a file into a repository, where `{endpoint}/{repo}/resolve/{revision}/{path}` and the listings find it. In
   * repositories of the owner `faults` the name of the file picks what goes wrong with it.
   */
  add(repo: string, revision: string, path: string, content: Uint8Array | Content): void;
  /** Gives a revision another name. */
  branch(repo: string, name: string, revision: string): void;
  /** Says more about a repository that has files. */
  describe(repo: string, card: Card): void;
  /** Lets only some in from now on. */
  gate(repo: string, gate: Gate): void;
  stop(): Promise<void>;
}

/** A Hub on a loopback port, with faults chosen by path; it writes down every request. */
export async function createFakeHub(options: FakeHubOptions = {}): Promise<FakeHub> {
  const { prefix = '', pageSize = 1000, onRequest = () => {} } = options;
  const repositories = new Map<string, Repository>();
  const faults = createFaultQueue();
  const named = createNamedFaults(repositories);
  const requests: SeenRequest[] = [];
  const cdn = options.cdn ? await startCdn(options, onRequest) : undefined;
  const listener = await listen((request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const route = path.startsWith(`${prefix}/`) ? routeOf(path.slice(prefix.length)) : undefined;
    const fault = faults.take(path) ?? (route && named.take(route, request));
    requests.push(watchRequest('hub', request, response, fault, onRequest));
    const address = `${listener.origin}${path}`;
    answer(
      { request, response, route, query: new URLSearchParams(query), address, fault },
      { repositories, cdn, pageSize },
    ).catch((error) => refuse(response, error));
  }, options);
  const repositoryOf = (repo: string): Repository => {
    const found = repositories.get(repo);
    if (found === undefined) throw new Error(`the fake Hub has no repository ${repo}: add a file first`);
    return found;
  };
  return {
    endpoint: `${listener.origin}${prefix}`,
    requests,
    cdn,
    fault: faults.fault,
    always: faults.always,
    add: (repo, revision, path, content) => {
      const repository = repositories.get(repo) ?? emptyRepository(repo);
      repositories.set(repo, repository);
      repository.latest = revision;
      const files = repository.revisions.get(revision) ?? new Map<string, Content>();
      repository.revisions.set(revision, files);
      files.set(path, content instanceof Uint8Array ? bytesContent(content) : content);
    },
    branch: (repo, name, revision) => void repositoryOf(repo).branches.set(name, revision),
    describe: (repo, card) => void Object.assign(repositoryOf(repo), { card }),
    gate: (repo, gate) => void Object.assign(repositoryOf(repo), { gate }),
    stop: async () => void (await Promise.all([listener.stop(), cdn?.stop()])),
  };
}

function emptyRepository(name: string): Repository {
  return { name, revisions: new Map(), branches: new Map(), latest: '', card: {}, gate: undefined };
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly route: Route | undefined;
  readonly query: URLSearchParams;
  readonly address: string;
  readonly fault: Fault | undefined;
}
interface Held {
  readonly repositories: ReadonlyMap<string, Repository>;
  readonly cdn: StartedCdn | undefined;
  readonly pageSize: number;
}

async function answer({ request, response, route, query, address, fault }: Asked, held: Held): Promise<void> {
  if (answerInstead(response, fault ?? {})) return;
  if (route === undefined) throw new NotServed(404, 'NotFound', 'Not found');
  const wanted = route.kind === 'resolve' ? 'file' : 'listing';
  const opened = openRepository(held.repositories, route, request.headers.authorization, wanted);
  if (route.kind === 'model') return answerModel(response, opened, query);
  if (route.kind === 'tree') {
    const page = { address, pageSize: held.pageSize, fault: fault ?? {} };
    return answerTree(response, opened, route.path, query, page);
  }
  if (route.kind === 'paths-info') return answerPathsInfo(request, response, opened);
  const content = opened.files.get(route.path);
  response.setHeader('x-repo-commit', opened.revision);
  if (content === undefined) throw new NotServed(404, 'EntryNotFound', 'Entry not found');
  const { oid, lfs } = await fileEntry(route.path, content);
  response.setHeader('etag', `"${oid}"`);
  if (lfs !== undefined) {
    response.setHeader('x-linked-etag', `"${lfs.oid}"`);
    response.setHeader('x-linked-size', lfs.size);
    if (held.cdn !== undefined && fault === undefined) {
      const location = held.cdn.addressOf(`${route.repo}/${lfs.oid}/${route.path}`, content);
      return end(response, 302, { location });
    }
  }
  await sendContent(request, response, content, fault ?? {});
}

function refuse(response: ServerResponse, error: unknown): void {
  if (!(error instanceof NotServed) || response.headersSent) return void response.destroy();
  const headers = { 'x-error-code': error.code, 'x-error-message': error.message };
  endJson(response, error.status, { error: error.message }, headers);
}
