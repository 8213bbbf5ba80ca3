import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface FakeProxy {
  /** For HTTP_PROXY and HTTPS_PROXY. */
  readonly address: string;
  /** HOST:PORT of each connection that was asked for. */
  readonly asked: readonly string[];
}

/**
 * A proxy on a loopback port that opens tunnels, or does something else with those who ask. It stops with the test.
 */
export async function startFakeProxy(
  behaviour: 'tunnel' | 'login' | 'cut' | 'stall' = 'tunnel',
): Promise<FakeProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(400).end());
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  server.on('connect', (request, socket: Socket) => {
    asked.push(request.url!);
    if (behaviour === 'login') socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    if (behaviour === 'cut') socket.destroy();
    if (behaviour !== 'tunnel') return;
    const [host, port] = request.url!.split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    sockets.add(target);
    target.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
