import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from './fault.ts';

/** A request as it came; it holds secrets if the client sent any. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

/** What may be shown of a request, when its answer is over. */
export interface RequestRecord {
  readonly server: 'hub' | 'cdn';
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  /** Undefined where nothing was answered. */
  readonly status: number | undefined;
  /** The kinds of fault that the answer had. */
  readonly fault: string | undefined;
  /** Whether an Authorization header came; what it said stays here. */
  readonly authorization: boolean;
}

export type OnRequest = (record: RequestRecord) => void;

/** Takes a request down, and tells of it when its answer is over. */
export function watchRequest(
  server: RequestRecord['server'],
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
  onRequest: OnRequest,
): SeenRequest {
  const { method = '', url = '', headers } = request;
  // Who breaks off an answer is no fault of the server's.
  response.on('error', () => {});
  response.on('close', () => {
    onRequest({
      server,
      method,
      path: printable(url.split('?', 1)[0]!),
      range: headers.range === undefined ? undefined : printable(headers.range),
      status: response.headersSent ? response.statusCode : undefined,
      fault: fault && Object.keys(fault).join('+'),
      authorization: headers.authorization !== undefined,
    });
  });
  return { method, url, headers };
}

function printable(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}
