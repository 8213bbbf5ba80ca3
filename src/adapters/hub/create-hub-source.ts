import { HeimdexError } from '../../domain/errors.ts';
import type { ModelSource } from '../../domain/ports/model-source.ts';
import { createConnections } from './create-connections.ts';
import type { ProxySettings } from './create-dispatcher.ts';
import { fileUrl, parseEndpoint } from './endpoint.ts';
import { fetchFile } from './fetch-file.ts';
import type { HubAccess } from './hub-access.ts';

export interface HubOptions extends ProxySettings {
  /** Address of a mirror, instead of the Hub's. */
  readonly endpoint?: string | undefined;
  /** Access token, for models whose owner asks for one. */
  readonly token?: string | undefined;
  /** After so many milliseconds without a byte a try counts as failed. */
  readonly idleMs: number;
}

/**
 * The Hub, or a mirror of it, as a source of models. It opens no connection before a file is asked for.
 *
 * @throws HeimdexError `config-invalid`
 */
export function createHubSource(options: HubOptions): ModelSource {
  const access = openHubAccess(options);
  return {
    addressOf: (model, file) => fileUrl(access.endpoint, model, file.path).href,
    fetch: (model, file, from, signal) =>
      fetchFile(access, fileUrl(access.endpoint, model, file.path), file.bytes, from, signal),
    close: () => access.connections.close(),
  };
}

/**
 * What every request to the Hub needs. It opens no connection by itself.
 *
 * @throws HeimdexError `config-invalid`
 */
export function openHubAccess(options: HubOptions): HubAccess {
  return {
    endpoint: parseEndpoint(options.endpoint),
    token: checkedToken(options.token),
    connections: createConnections(options, options.idleMs),
  };
}

function checkedToken(text: string | undefined): string | undefined {
  const token = text?.trim() || undefined;
  if (token !== undefined && !/^[\x21-\x7e]{1,1000}$/.test(token)) {
    throw new HeimdexError('config-invalid', 'HF_TOKEN holds characters that no access token has', {
      hint: 'set it to the token alone, or remove it',
    });
  }
  return token;
}
