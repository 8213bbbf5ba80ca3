import { HeimdexError } from '../../domain/errors.ts';
import type { HubModel } from '../../domain/ports/model-source.ts';

const DEFAULT_ENDPOINT = 'https://huggingface.co';

/**
 * Reads the address of the Hub or of a mirror; a path in it is kept, a slash at its end is not needed.
 *
 * @throws HeimdexError `config-invalid`
 */
export function parseEndpoint(text: string | undefined): URL {
  const value = text?.trim() || DEFAULT_ENDPOINT;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const fits =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    !url.username &&
    !url.password &&
    !url.search &&
    !url.hash;
  if (!fits) {
    throw new HeimdexError('config-invalid', `HF_ENDPOINT is no address of a Hub: ${withoutSecrets(value)}`, {
      hint: `set it to an address such as ${DEFAULT_ENDPOINT}, or remove it`,
    });
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/** Where the Hub answers with a file: `{endpoint}/{repo}/resolve/{revision}/{path}`. */
export function fileUrl(endpoint: URL, model: HubModel, path: string): URL {
  const parts = [...model.source.repo.split('/'), 'resolve', model.source.revision, ...path.split('/')];
  const url = new URL(endpoint);
  url.pathname = `${endpoint.pathname.replace(/\/+$/, '')}/${parts.map(encodeURIComponent).join('/')}`;
  return url;
}

function withoutSecrets(value: string): string {
  return value.replace(/\/\/[^/@]*@/, '//…@').replace(/[?#].*$/s, '');
}
