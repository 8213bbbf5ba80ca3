import { HeimdexError } from '../../domain/errors.ts';
import { formatBytes } from '../../domain/format-bytes.ts';
import { requireAllowedUrl } from './allowed-url.ts';
import type { HubAccess } from './hub-access.ts';
import { requestFile } from './request-file.ts';
import { refuseStatus } from './status-error.ts';
import { translateNetworkError } from './translate-network-error.ts';

/** A page of a listing has a thousand entries of some 300 bytes. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Asks for a document of the Hub's interface: what a library gets instead of the global `fetch`. The address may come
 * from a server (a listing names its next page), so it is held to the same rules as a redirect.
 *
 * @throws TransferInterrupted, HeimdexError `network`, `not-found-upstream`, `access-denied-upstream`
 */
export async function fetchDocument(access: HubAccess, url: URL, signal: AbortSignal): Promise<Response> {
  requireAllowedUrl(url, access.endpoint);
  const answer = await requestFile(access, url, 0, signal);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    refuseStatus(answer, access, 200);
    for await (const chunk of answer.body) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw tooLong(access);
      chunks.push(Buffer.from(chunk));
    }
  } catch (error) {
    throw error instanceof HeimdexError ? error : translateNetworkError(error, url.host);
  } finally {
    answer.abandon();
  }
  const { link } = answer.headers;
  const headers = typeof link === 'string' ? { link } : undefined;
  return new Response(Buffer.concat(chunks), headers === undefined ? {} : { headers });
}

function tooLong(access: HubAccess): HeimdexError {
  return new HeimdexError(
    'network',
    `${access.endpoint.host} answers with a listing of more than ${formatBytes(MAX_BYTES)}`,
    { hint: 'see whether a proxy or a mirror (HF_ENDPOINT) stands between you and the Hub' },
  );
}
