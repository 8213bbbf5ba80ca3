import type { Connections } from './connections.ts';
import { createDirectConnections } from './create-direct-connections.ts';
import type { ProxySettings } from './create-dispatcher.ts';
import { unusableProxy } from './unusable-proxy.ts';

/**
 * What opens the connections: directly, or through the proxies that the user's environment names. What speaks with
 * proxies takes its time to load, and loads only where there is one.
 *
 * @param idleMs a connection, an answer or a next byte that takes longer has failed
 * @throws HeimdexError `config-invalid`
 */
export function createConnections(proxies: ProxySettings, idleMs: number): Connections {
  const addresses = [proxies.httpProxy, proxies.httpsProxy].filter((address) => address);
  if (addresses.length === 0) return createDirectConnections(idleMs);
  if (!addresses.every((address) => URL.canParse(address!))) throw unusableProxy('not an address');
  let loading: Promise<Connections> | undefined;
  const load = async (): Promise<Connections> => {
    const { createProxiedConnections } = await import('./create-proxied-connections.ts');
    return createProxiedConnections(proxies, idleMs);
  };
  return {
    async get(url, headers, signal) {
      loading ??= load();
      return (await loading).get(url, headers, signal);
    },
    close: async () => (await loading)?.close(),
  };
}
