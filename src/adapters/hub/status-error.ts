import { HeimdexError } from '../../domain/errors.ts';
import { TransferInterrupted } from '../../domain/ports/model-source.ts';
import type { HttpAnswer } from './connections.ts';
import type { HubAccess } from './hub-access.ts';
import { parseRetryAfter } from './retry-after.ts';

/** Answers that another try may change: too early, too many, and faults of the server. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Turns an answer with any other status than the expected one into an error.
 *
 * @throws TransferInterrupted for a status that may pass, HeimdexError for one that will not
 */
export function refuseStatus(answer: HttpAnswer, access: HubAccess, expected: 200 | 206): void {
  const { statusCode: status, headers } = answer;
  if (status === expected) return;
  if (PASSING.has(status)) {
    throw new TransferInterrupted(`${access.endpoint.host} answered ${status}`, {
      retryAfterMs: parseRetryAfter(headers['retry-after'], Date.now()),
    });
  }
  if (status === 401 || status === 403) {
    throw new HeimdexError('access-denied-upstream', `access denied (${status})`, {
      hint:
        access.token === undefined
          ? "accept the licence on the model's page and set HF_TOKEN"
          : "accept the licence on the model's page, and see that HF_TOKEN is valid for it",
    });
  }
  if (status === 404 || status === 410) {
    throw new HeimdexError('not-found-upstream', `not found at this commit (${status})`, {
      hint: 'see whether HF_ENDPOINT names a mirror that has the file; the model may have been withdrawn',
    });
  }
  if (status === 407) {
    throw new HeimdexError('network', 'the proxy wants a login (407)', {
      hint: 'put user and password into HTTPS_PROXY: http://user:password@proxy.example:3128',
    });
  }
  throw new HeimdexError('network', `${access.endpoint.host} answered ${status}`, {
    hint: 'see whether a proxy or a mirror (HF_ENDPOINT) stands between you and the Hub',
  });
}
