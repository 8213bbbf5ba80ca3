import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

/** What goes wrong with one answer. */
export interface Fault {
  /** The connection is cut after so many bytes of the body. */
  readonly dropAfter?: number;
  /** The body ends in order after so many bytes, with a Content-Length that says so. */
  readonly truncateClean?: number;
  /** The byte at this place of the file is flipped. */
  readonly corrupt?: number;
  /** A page "sign in" with status 200. */
  readonly html?: true;
  /** A range request is answered with the whole file. */
  readonly ignoreRange?: true;
  /** A range request is answered with a range that nobody asked for. */
  readonly wrongRange?: true;
  readonly status?: number;
  readonly retryAfter?: string;
  /** Nothing is answered at all. */
  readonly stall?: true;
  /** After so many bytes of the body nothing more comes. */
  readonly stallAfter?: number;
  /** The body is compressed, and says so. */
  readonly gzip?: true;
  /** No Content-Length is sent, and so many bytes more than there are. */
  readonly endless?: number;
  readonly redirect?: string;
  /** So many bytes, then a pause, and so on. */
  readonly slow?: { readonly bytes: number; readonly everyMs: number };
}

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

export interface FakeHub {
  /** For HF_ENDPOINT. */
  readonly endpoint: string;
  readonly requests: readonly SeenRequest[];
  /** Puts a file where `{endpoint}/{repo}/resolve/{revision}/{path}` finds it. */
  add(repo: string, revision: string, path: string, content: Uint8Array): void;
  /** The next answers to requests whose address ends with a path have these faults, one each. */
  fault(pathEnd: string, ...faults: Fault[]): void;
  /** All further answers to such requests have this fault. */
  always(pathEnd: string, fault: Fault): void;
  stop(): Promise<void>;
}

/**
 * A Hub on a loopback port, with faults chosen by path; it writes down every request. It stops with the test.
 *
 * @param options.prefix a path before all addresses, as a mirror may have
 */
export async function startFakeHub(options: { prefix?: string } = {}): Promise<FakeHub> {
  const prefix = options.prefix ?? '';
  const files = new Map<string, Uint8Array>();
  const queued = new Map<string, Fault[]>();
  const lasting = new Map<string, Fault>();
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();

  const faultOf = (url: string): Fault => {
    for (const [end, faults] of queued) if (url.endsWith(end) && faults.length > 0) return faults.shift()!;
    for (const [end, fault] of lasting) if (url.endsWith(end)) return fault;
    return {};
  };
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    requests.push({ method: request.method ?? '', url, headers: request.headers });
    const file = url.startsWith(`${prefix}/`) ? files.get(url.slice(prefix.length)) : undefined;
    response.on('error', () => {});
    answer(request, response, file, faultOf(url)).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  onTestFinished(stop);
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    requests,
    add: (repo, revision, path, content) => void files.set(`/${repo}/resolve/${revision}/${path}`, content),
    fault: (pathEnd, ...faults) => void queued.set(pathEnd, [...(queued.get(pathEnd) ?? []), ...faults]),
    always: (pathEnd, fault) => void lasting.set(pathEnd, fault),
    stop,
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  file: Uint8Array | undefined,
  fault: Fault,
): Promise<void> {
  if (fault.stall) return;
  if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
  if (fault.redirect !== undefined) return end(response, fault.status ?? 302, { location: fault.redirect });
  if (fault.status !== undefined) return end(response, fault.status, {}, 'no');
  if (fault.html) return end(response, 200, { 'content-type': 'text/html' }, '<html>Please sign in</html>');
  if (file === undefined) return end(response, 404, {}, 'Entry not found');
  const content = fault.corrupt === undefined ? file : flipped(file, fault.corrupt);
  if (fault.gzip) return end(response, 200, { 'content-encoding': 'gzip' }, gzipSync(content));
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const from = range === null || fault.ignoreRange ? 0 : Number(range[1]);
  if (range !== null && !fault.ignoreRange && from >= content.length) return end(response, 416, {});
  const body = content.subarray(from, fault.truncateClean);
  const partial = range !== null && !fault.ignoreRange;
  const first = fault.wrongRange ? from + 1 : from;
  if (partial) response.setHeader('content-range', `bytes ${first}-${content.length - 1}/${content.length}`);
  if (fault.endless === undefined) response.setHeader('content-length', body.length);
  response.statusCode = partial ? 206 : 200;
  await send(request, response, body, fault);
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  body: Uint8Array,
  fault: Fault,
): Promise<void> {
  const cut = fault.dropAfter ?? fault.stallAfter;
  if (cut !== undefined) {
    response.flushHeaders();
    await new Promise((resolve) => response.write(body.subarray(0, cut), resolve));
    // The bytes must have left before the connection is cut, else the test would not know how many arrived.
    if (fault.dropAfter !== undefined) request.socket.end(() => request.socket.destroy());
    return;
  }
  if (fault.slow !== undefined) {
    for (let at = 0; at < body.length && !response.destroyed; at += fault.slow.bytes) {
      response.write(body.subarray(at, at + fault.slow.bytes));
      await wait(fault.slow.everyMs);
    }
  } else {
    response.write(body);
  }
  if (fault.endless !== undefined) response.write(Buffer.alloc(fault.endless));
  response.end();
}

function end(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string | Uint8Array = '',
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function flipped(content: Uint8Array, place: number): Uint8Array {
  const copy = Uint8Array.from(content);
  copy[place]! ^= 1;
  return copy;
}
