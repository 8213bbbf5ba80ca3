import { request } from 'undici';
import type { Connections } from './connections.ts';
import { createDispatcher, type ProxySettings } from './create-dispatcher.ts';

/**
 * Connections through the proxies that the user's environment names.
 *
 * @param idleMs a connection, an answer or a next byte that takes longer has failed
 * @throws HeimdexError `config-invalid`
 */
export function createProxiedConnections(proxies: ProxySettings, idleMs: number): Connections {
  const dispatcher = createDispatcher(proxies, idleMs);
  const limits = { headersTimeout: idleMs, bodyTimeout: idleMs };
  return {
    async get(url, headers, signal) {
      const {
        statusCode,
        headers: answered,
        body,
      } = await request(url, {
        headers,
        dispatcher,
        signal,
        ...limits,
      });
      return {
        statusCode,
        headers: answered,
        body,
        abandon() {
          body.on('error', () => {});
          body.destroy();
        },
      };
    },
    close: () => dispatcher.destroy(),
  };
}
