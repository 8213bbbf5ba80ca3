import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { SeenRequest } from './fake-hub.ts';

/** The certificate of servers with TLS, in a file: NODE_EXTRA_CA_CERTS has a client trust it. */
export const CERTIFICATE = fileURLToPath(new URL('fake-hub/for-tests-only.cert.pem', import.meta.url));
const KEY = fileURLToPath(new URL('fake-hub/for-tests-only.key.pem', import.meta.url));

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
  const server = tls
    ? createTlsServer({ key: readFileSync(KEY), cert: readFileSync(CERTIFICATE) }, listener)
    : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
  };
}
