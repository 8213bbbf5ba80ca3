import type { ServerResponse } from 'node:http';

/** Ends an answer whose whole body is at hand. */
export function end(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body = '',
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Ends an answer with a document. */
export function endJson(
  response: ServerResponse,
  status: number,
  document: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  end(
    response,
    status,
    { ...headers, 'content-type': 'application/json; charset=utf-8' },
    JSON.stringify(document),
  );
}
