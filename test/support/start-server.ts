import type { RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import { listen } from './fake-hub/listen.ts';
import type { SeenRequest } from './fake-hub/seen-request.ts';

export interface StartedServer {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly requests: readonly SeenRequest[];
}

/** A server on a loopback port that answers in its own way and writes down every request. It stops with the test. */
export async function startServer(answer: RequestListener, { tls = false } = {}): Promise<StartedServer> {
  const requests: SeenRequest[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    answer(request, response);
  };
  const { origin, stop } = await listen(listener, { tls });
  onTestFinished(stop);
  return { origin, requests };
}
