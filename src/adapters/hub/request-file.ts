import { HeimdexError } from '../../domain/errors.ts';
import { mayCarryToken, requireAllowedUrl } from './allowed-url.ts';
import type { HttpAnswer } from './connections.ts';
import type { HubAccess } from './hub-access.ts';
import { translateNetworkError } from './translate-network-error.ts';

/** The Hub itself needs two: to its own short-lived address, and on to where the bytes are. */
const MAX_REDIRECTS = 5;
const MAX_DRAINED_BYTES = 65_536;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Sends one GET, following redirects by hand: each is checked before it is followed, and the access token goes to no
 * other origin than the endpoint's.
 *
 * @throws TransferInterrupted, HeimdexError `network`
 */
export async function requestFile(
  access: HubAccess,
  url: URL,
  from: number,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  let current = url;
  for (let redirects = 0; ; redirects++) {
    const answer = await send(access, current, from, signal);
    if (!REDIRECTS.has(answer.statusCode)) return answer;
    await drain(answer);
    if (redirects === MAX_REDIRECTS)
      throw refused(`more than ${MAX_REDIRECTS} redirects, the last from ${current.host}`);
    current = targetOf(answer, current);
    requireAllowedUrl(current, access.endpoint);
  }
}

async function send(access: HubAccess, url: URL, from: number, signal: AbortSignal): Promise<HttpAnswer> {
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'heimdex' };
  if (from > 0) headers.range = `bytes=${from}-`;
  if (access.token !== undefined && mayCarryToken(url, access.endpoint)) {
    headers.authorization = `Bearer ${access.token}`;
  }
  try {
    return await orAborted(access.connections.get(url, headers, signal), signal);
  } catch (error) {
    throw translateNetworkError(error, url.host);
  }
}

/** Reads the few words that come with a redirect, so that the connection can serve again. */
async function drain(answer: HttpAnswer): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of answer.body) {
      bytes += chunk.length;
      if (bytes > MAX_DRAINED_BYTES) break;
    }
  } catch {
    // The redirect itself is known.
  } finally {
    answer.abandon();
  }
}

/** The work's result, or the signal's reason as soon as it fires: undici heeds a signal only once it is connected. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
  });
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function targetOf(answer: HttpAnswer, base: URL): URL {
  const { location } = answer.headers;
  if (typeof location === 'string' && URL.canParse(location, base.href)) return new URL(location, base);
  throw refused(`${base.host} redirects to no address`);
}

function refused(message: string): HeimdexError {
  return new HeimdexError('network', message, {
    hint: 'see whether a proxy or a mirror (HF_ENDPOINT) stands between you and the Hub',
  });
}
