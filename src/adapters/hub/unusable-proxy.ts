import { HeimdexError } from '../../domain/errors.ts';

/** The error for a proxy's address in the environment; it quotes nothing of it, since a password may be in it. */
export function unusableProxy(reason: 'not an address' | 'not usable'): HeimdexError {
  return new HeimdexError('config-invalid', `the proxy named in HTTP_PROXY or HTTPS_PROXY is ${reason}`, {
    hint: 'set it to an address such as http://proxy.example:3128, or remove it',
  });
}
