import { HeimdexError } from '../../domain/errors.ts';

/** The Hub and the hosts that it hands its files out from. */
const HUB_HOSTS = /^(?:[a-z0-9-]+\.)*(?:huggingface\.co|hf\.co)$/;

/**
 * Refuses an address that a redirect may not lead to: anything but https (a mirror that the user named as http may
 * stay on its own host), a host that is neither the endpoint's nor the Hub's, an address with a login in it.
 *
 * @throws HeimdexError `network`
 */
export function requireAllowedUrl(url: URL, endpoint: URL): void {
  const ownHost = url.hostname === endpoint.hostname;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && endpoint.protocol === 'http:' && ownHost)) {
    throw refused('insecure', url, 'only https is followed');
  }
  if (url.username !== '' || url.password !== '') throw refused('unusual', url, 'it has a login in it');
  if (!ownHost && !HUB_HOSTS.test(url.hostname)) {
    throw refused('foreign', url, `only ${endpoint.hostname} and the hosts of the Hub are followed`);
  }
}

/**
 * Whether the access token may be sent to an address: only to the endpoint's own origin, and never in the clear over
 * a network.
 */
export function mayCarryToken(url: URL, endpoint: URL): boolean {
  if (url.origin !== endpoint.origin) return false;
  return url.protocol === 'https:' || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
}

function refused(kind: string, url: URL, reason: string): HeimdexError {
  return new HeimdexError('network', `refused ${kind} redirect to ${url.protocol}//${url.host}: ${reason}`, {
    hint: 'see whether a proxy or a mirror (HF_ENDPOINT) stands between you and the Hub',
  });
}
