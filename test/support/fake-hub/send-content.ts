import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { Content } from './content.ts';
import { end } from './end.ts';
import type { Fault } from './fault.ts';
import { rangeOf } from './range-of.ts';

/** Answers with a file or the range of it that is asked for, with whatever the fault does to its bytes. */
export async function sendContent(
  request: IncomingMessage,
  response: ServerResponse,
  content: Content,
  fault: Fault,
): Promise<void> {
  const { size } = content;
  response.setHeader('accept-ranges', 'bytes');
  if (fault.gzip) {
    response.setHeader('content-encoding', 'gzip');
    return pipeline(damaged(content, 0, size, fault), createGzip(), response);
  }
  const range = fault.ignoreRange ? undefined : rangeOf(request.headers.range, size);
  if (range === 'unsatisfiable') return end(response, 416, { 'content-range': `bytes */${size}` });
  const from = range?.from ?? 0;
  const to = Math.max(from, Math.min(range?.to ?? size, fault.truncateClean ?? size));
  if (range !== undefined) {
    const first = fault.wrongRange ? from + 1 : from;
    response.setHeader('content-range', `bytes ${first}-${range.to - 1}/${size}`);
  }
  if (fault.endless === undefined) response.setHeader('content-length', to - from);
  response.statusCode = range === undefined ? 200 : 206;
  if (request.method === 'HEAD') response.end();
  else await sendBody(request, response, content, from, to, fault);
}

async function sendBody(
  request: IncomingMessage,
  response: ServerResponse,
  content: Content,
  from: number,
  to: number,
  fault: Fault,
): Promise<void> {
  const cut = fault.dropAfter ?? fault.stallAfter ?? Number.POSITIVE_INFINITY;
  response.flushHeaders();
  await pipeline(damaged(content, from, Math.min(to, from + cut), fault), response, { end: false });
  // A connection is cut only when its bytes have left, else nobody would know how many arrived.
  if (fault.dropAfter !== undefined) request.socket.end(() => request.socket.destroy());
  else if (fault.stallAfter === undefined) {
    await pipeline(zeros(fault.endless ?? 0), response, { end: false });
    response.end();
  } else if (fault.until !== undefined) {
    await fault.until;
    const rest = damaged(content, Math.min(to, from + fault.stallAfter), to, fault);
    await pipeline(rest, response);
  }
}

async function* damaged(
  content: Content,
  from: number,
  to: number,
  fault: Fault,
): AsyncGenerator<Uint8Array> {
  let at = from;
  for await (const chunk of content.read(from, to)) {
    const sent = flipped(chunk, at, fault.corrupt);
    yield* fault.slow === undefined ? [sent] : slowly(sent, fault.slow);
    at += chunk.length;
  }
}

function flipped(chunk: Uint8Array, at: number, place: number | undefined): Uint8Array {
  if (place === undefined || place < at || place >= at + chunk.length) return chunk;
  const copy = Uint8Array.from(chunk);
  copy[place - at]! ^= 1;
  return copy;
}

async function* slowly(chunk: Uint8Array, slow: NonNullable<Fault['slow']>): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < chunk.length; at += slow.bytes) {
    yield chunk.subarray(at, at + slow.bytes);
    await wait(slow.everyMs);
  }
}

function* zeros(count: number): Generator<Uint8Array> {
  const block = new Uint8Array(65_536);
  for (let left = count; left > 0; left -= block.length)
    yield block.subarray(0, Math.min(left, block.length));
}
