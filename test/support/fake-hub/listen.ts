import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The certificate of servers with TLS, in a file: NODE_EXTRA_CA_CERTS has a client trust it. */
export const CERTIFICATE = fileURLToPath(new URL('for-tests-only.cert.pem', import.meta.url));
const KEY = fileURLToPath(new URL('for-tests-only.key.pem', import.meta.url));

export interface Listener {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Cuts all connections. */
  stop(): Promise<void>;
}

export interface ListenOptions {
  /** Absent or 0: any free one. */
  readonly port?: number;
  readonly tls?: boolean;
}

/** Answers on a loopback port. */
export async function listen(
  answer: RequestListener,
  { port = 0, tls = false }: ListenOptions,
): Promise<Listener> {
  const server = tls
    ? createTlsServer({ key: readFileSync(KEY), cert: readFileSync(CERTIFICATE) }, answer)
    : createServer(answer);
  // Only a fault or the client ends a connection.
  server.keepAliveTimeout = 0;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
