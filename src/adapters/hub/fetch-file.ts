import { HeimdexError } from '../../domain/errors.ts';
import { formatBytes } from '../../domain/format-bytes.ts';
import { type Incoming, TransferInterrupted } from '../../domain/ports/model-source.ts';
import type { HttpAnswer } from './connections.ts';
import { parseContentRange } from './content-range.ts';
import type { HubAccess } from './hub-access.ts';
import { requestFile } from './request-file.ts';
import { refuseStatus } from './status-error.ts';
import { translateNetworkError } from './translate-network-error.ts';

/**
 * Asks for the bytes of a file from an offset on. Where the server ignores or refuses the range, or answers with
 * another, the whole file comes instead. Nothing of an answer is handed on whose length is not the one expected.
 *
 * @param bytes size of the whole file, from the manifest
 */
export async function fetchFile(
  access: HubAccess,
  url: URL,
  bytes: number,
  from: number,
  signal: AbortSignal,
): Promise<Incoming> {
  const answer = await requestFile(access, url, from, signal);
  const begin = from > 0 ? beginOf(answer, bytes, from) : 0;
  if (begin === undefined) {
    answer.abandon();
    return fetchFile(access, url, bytes, 0, signal);
  }
  try {
    refuseStatus(answer, access, begin > 0 ? 206 : 200);
    requirePlain(answer);
    requireLength(answer, bytes - begin);
  } catch (error) {
    answer.abandon();
    throw error;
  }
  return { from: begin, bytes: bytesOf(answer, bytes - begin) };
}

/** Where the answer to a range request begins; undefined where it is of no use and the whole must be asked for. */
function beginOf(answer: HttpAnswer, bytes: number, from: number): number | undefined {
  if (answer.statusCode === 416) return undefined;
  if (answer.statusCode !== 206) return 0;
  const range = parseContentRange(headerOf(answer, 'content-range'));
  const fits = range?.first === from && range.last === bytes - 1 && (range.total ?? bytes) === bytes;
  return fits ? from : undefined;
}

function requirePlain(answer: HttpAnswer): void {
  const encoding = headerOf(answer, 'content-encoding')?.trim().toLowerCase();
  if (encoding === undefined || encoding === '' || encoding === 'identity') return;
  throw mismatch(`the answer is encoded (${encoding.slice(0, 40)}) though plain bytes were asked for`);
}

function requireLength(answer: HttpAnswer, expected: number): void {
  const length = headerOf(answer, 'content-length');
  if (length !== undefined && length !== String(expected)) {
    throw mismatch(`the answer has ${length.slice(0, 20)} bytes where the manifest leaves ${expected}`);
  }
  // Without a length a page that says "sign in" would only be found out after it was written.
  if (length === undefined && /^text\/html\b/i.test(headerOf(answer, 'content-type') ?? '')) {
    throw mismatch('the answer is a web page, not the file');
  }
}

async function* bytesOf(answer: HttpAnswer, expected: number): AsyncGenerator<Uint8Array> {
  let received = 0;
  try {
    for await (const chunk of answer.body) {
      received += chunk.length;
      if (received > expected)
        throw mismatch(`the answer is longer than the ${formatBytes(expected)} expected`);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof HeimdexError ? error : translateNetworkError(error);
  } finally {
    answer.abandon();
  }
  if (received < expected) {
    throw new TransferInterrupted(
      `the answer ended after ${formatBytes(received)} of ${formatBytes(expected)}`,
    );
  }
}

function headerOf(answer: HttpAnswer, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function mismatch(message: string): HeimdexError {
  return new HeimdexError('transfer-mismatch', message, {
    hint: 'see whether a proxy or a mirror (HF_ENDPOINT) stands between you and the Hub',
  });
}
