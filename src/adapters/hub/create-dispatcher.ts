import { Client, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { unusableProxy } from './unusable-proxy.ts';

export interface ProxySettings {
  readonly httpProxy?: string | undefined;
  readonly httpsProxy?: string | undefined;
  /** Hosts that are asked directly, in the form of the NO_PROXY variable. */
  readonly noProxy?: string | undefined;
}

/**
 * undici's way through the proxies that the user's environment names.
 *
 * @param idleMs a connection that takes longer has failed
 * @throws HeimdexError `config-invalid`
 */
export function createDispatcher(
  { httpProxy, httpsProxy, noProxy }: ProxySettings,
  idleMs: number,
): Dispatcher {
  try {
    // The empty text keeps the agent from reading the environment by itself.
    return new EnvHttpProxyAgent({
      httpProxy: httpProxy ?? '',
      httpsProxy: httpsProxy ?? '',
      noProxy: noProxy ?? '',
      connect: { timeout: idleMs },
      clientFactory: (origin, options) => new ProxyClient(origin, { ...options, headersTimeout: idleMs }),
    });
  } catch {
    // The cause is left out: it may quote the proxy's password.
    throw unusableProxy('not usable');
  }
}

/**
 * A connection to a proxy. undici takes an error with the code UND_ERR_SOCKET for a cue to connect again at once, and
 * a proxy that closes every connection would be asked thousands of times a second: here it gets another code.
 */
class ProxyClient extends Client {
  override async connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    try {
      return await super.connect(options);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'UND_ERR_SOCKET')) throw error;
      throw Object.assign(new Error('the proxy cut the connection', { cause: error }), {
        code: 'ECONNRESET',
      });
    }
  }
}
