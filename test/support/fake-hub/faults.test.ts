import { expect, test } from 'vitest';
import { type Fault, startFakeHub } from '../fake-hub.ts';

const content = new TextEncoder().encode('0123456789');

/** What a client makes of an answer: its status, what came of its body, and whether that was its end. */
async function seen(url: string, headers: Record<string, string>, patienceMs = 60_000): Promise<string> {
  const answer = await fetch(url, {
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => undefined);
  if (answer === undefined) return 'nothing';
  const body: number[] = [];
  let end = 'end';
  try {
    for await (const chunk of answer.body ?? []) body.push(...chunk);
  } catch (error) {
    end = error instanceof DOMException ? 'silence' : 'cut';
  }
  const told = ['retry-after', 'location', 'content-range'].map((name) => answer.headers.get(name));
  return [answer.status, ...told.filter(Boolean), String.fromCharCode(...body), end].join(' | ');
}

test.each<[Fault, string, string?]>([
  [{}, '200 | 0123456789 | end'],
  [{ dropAfter: 0 }, '200 |  | cut'],
  [{ dropAfter: 4 }, '200 | 0123 | cut'],
  [{ dropAfter: 4 }, '206 | bytes 3-9/10 | 3456 | cut', 'bytes=3-'],
  [{ truncateClean: 4 }, '200 | 0123 | end'],
  [{ corrupt: 3 }, '200 | 0122456789 | end'],
  [{ corrupt: 3 }, '206 | bytes 2-9/10 | 22456789 | end', 'bytes=2-'],
  [{ html: true }, '200 | <html>Please sign in</html> | end'],
  [{ ignoreRange: true }, '200 | 0123456789 | end', 'bytes=3-'],
  [{ wrongRange: true }, '206 | bytes 4-9/10 | 3456789 | end', 'bytes=3-'],
  [{ status: 429, retryAfter: '7' }, '429 | 7 | no | end'],
  [{ stall: true }, 'nothing'],
  [{ stallAfter: 4 }, '200 | 0123 | silence'],
  [{ gzip: true }, '200 | 0123456789 | end'],
  [{ endless: 2 }, '200 | 0123456789\0\0 | end'],
  [{ redirect: '/elsewhere' }, '302 | /elsewhere |  | end'],
  [{ redirect: '/elsewhere', status: 307 }, '307 | /elsewhere |  | end'],
  [{ slow: { bytes: 4, everyMs: 1 } }, '200 | 0123456789 | end'],
  [{ json: [1] }, '200 | [1] | end'],
])('%j makes the answer %j', async (fault, expected, range) => {
  const hub = await startFakeHub();
  hub.add('makers/model', 'a', 'file', content);
  hub.fault('/file', fault);
  const url = `${hub.endpoint}/makers/model/resolve/a/file`;
  const patienceMs = fault.stall || fault.stallAfter ? 2000 : undefined;
  expect(await seen(url, range === undefined ? {} : { range }, patienceMs)).toBe(expected);
  // The next answer has no fault any more.
  expect(await seen(url, {})).toBe('200 | 0123456789 | end');
});

test('an answer that stalls for a while ends whole', async () => {
  const hub = await startFakeHub();
  hub.add('makers/model', 'a', 'file', content);
  let goOn = () => {};
  const until = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  hub.fault('/file', { stallAfter: 4, until });
  const answer = await fetch(`${hub.endpoint}/makers/model/resolve/a/file`, {
    headers: { range: 'bytes=1-' },
  });
  const reader = answer.body!.getReader();
  expect(Buffer.from((await reader.read()).value!).toString()).toBe('1234');
  const rest = reader.read();
  goOn();
  expect(Buffer.from((await rest).value!).toString()).toBe('56789');
  expect((await reader.read()).done).toBe(true);
});

test('a compressed answer says so, and one without end has no length', async () => {
  const hub = await startFakeHub();
  hub.add('makers/model', 'a', 'file', content);
  hub.fault('/file', { gzip: true }, { endless: Number.POSITIVE_INFINITY });
  const url = `${hub.endpoint}/makers/model/resolve/a/file`;
  expect((await fetch(url)).headers.get('content-encoding')).toBe('gzip');
  const answer = await fetch(url);
  expect(answer.headers.has('content-length')).toBe(false);
  let bytes = 0;
  for await (const chunk of answer.body!) {
    bytes += chunk.length;
    if (bytes > 5_000_000) break;
  }
  expect(bytes).toBeGreaterThan(5_000_000);
});
