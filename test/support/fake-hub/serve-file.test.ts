import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type FakeHub, startFakeHub } from '../fake-hub.ts';
import { madeModel, publish, sha256, someBytes, writeUserManifest } from '../made-models.ts';
import { runHeimdex } from '../run-heimdex.ts';
import { tempFolder } from '../temp-folder.ts';
import { diskContent } from './content.ts';
import { CERTIFICATE } from './listen.ts';

const GRAPH = 'onnx/model.onnx';
const content = someBytes(600_000);
const made = madeModel('made', { [GRAPH]: content, 'config.json': content.subarray(0, 100) });
const { repo, revision } = made.model.source;

/** Pulls the model with the built program, with an access token. */
function pull(hub: FakeHub, env: Record<string, string> = {}) {
  const home = tempFolder();
  writeUserManifest(home, [made]);
  return runHeimdex(['models', 'pull', '--no-self-test', 'made'], {
    env: { HEIMDEX_HOME: home, HF_ENDPOINT: hub.endpoint, HF_TOKEN: 'hf_secretsecret', ...env },
  });
}

const get = (hub: FakeHub, path: string, init?: RequestInit) =>
  fetch(`${hub.endpoint}/${repo}/resolve/main/${path}`, init);

test('a file says its commit and its digest', async () => {
  const hub = await startFakeHub();
  publish(hub, made);
  const large = (await get(hub, GRAPH, { method: 'HEAD' })).headers;
  expect(large.get('x-repo-commit')).toBe(revision);
  expect(large.get('x-linked-etag')).toBe(`"${sha256(content)}"`);
  expect(large.get('x-linked-size')).toBe('600000');
  expect(large.get('content-length')).toBe('600000');
  const small = (await get(hub, 'config.json')).headers;
  expect(small.get('etag')).toMatch(/^"[0-9a-f]{40}"$/);
  expect(small.get('x-linked-etag')).toBeNull();
});

test('a file on disk is served like one in memory', async () => {
  const path = join(tempFolder(), 'graph');
  writeFileSync(path, content);
  const onDisk = diskContent(path, content.length);
  expect(await buffer(onDisk.read(10, 20))).toEqual(Buffer.from(content.subarray(10, 20)));
  const hub = await startFakeHub();
  hub.add(repo, revision, GRAPH, onDisk);
  expect(sha256(new Uint8Array(await (await get(hub, GRAPH)).arrayBuffer()))).toBe(sha256(content));
  hub.fault(GRAPH, { corrupt: 400_000 });
  const damaged = new Uint8Array(
    await (await get(hub, GRAPH, { headers: { range: 'bytes=399999-400001' } })).arrayBuffer(),
  );
  expect(damaged).toEqual(Uint8Array.of(content[399_999]!, content[400_000]! ^ 1, content[400_001]!));
});

test.each([
  ['bytes=599990-', 206, 'bytes 599990-599999/600000', [599_990, 600_000]],
  ['bytes=10-19', 206, 'bytes 10-19/600000', [10, 20]],
  ['bytes=-5', 206, 'bytes 599995-599999/600000', [599_995, 600_000]],
  ['bytes=599999-700000', 206, 'bytes 599999-599999/600000', [599_999, 600_000]],
  ['bytes=600000-', 416, 'bytes */600000', [0, 0]],
  ['lines=1-2', 200, null, [0, 600_000]],
] as const)('the range %s is answered with %i', async (range, status, contentRange, [from, to]) => {
  const hub = await startFakeHub();
  publish(hub, made);
  const answer = await get(hub, GRAPH, { headers: { range } });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-range')).toBe(contentRange);
  expect(Buffer.from(await answer.arrayBuffer()).equals(content.subarray(from, to))).toBe(true);
});

test('with a CDN large files come from another origin, which serves ranges and never sees the token', async () => {
  const hub = await startFakeHub({ cdn: true });
  publish(hub, made);
  hub.cdn!.fault(GRAPH, { dropAfter: 250_000 });
  expect(await pull(hub)).toMatchObject({ code: 0 });
  expect(hub.requests).toHaveLength(3);
  expect(hub.requests.every(({ headers }) => headers.authorization === 'Bearer hf_secretsecret')).toBe(true);
  expect(hub.cdn!.origin).not.toBe(new URL(hub.endpoint).origin);
  expect(hub.cdn!.requests.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=250000-']);
  expect(hub.cdn!.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

test('the CDN hands out nothing for an address that the Hub has not signed', async () => {
  const hub = await startFakeHub({ cdn: true });
  publish(hub, made);
  const { headers, status } = await get(hub, GRAPH, { redirect: 'manual' });
  expect(status).toBe(302);
  const signed = headers.get('location')!;
  const answer = await fetch(signed);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-cache')).toBe('Hit from cloudfront');
  expect((await fetch(signed.replace(/\?.*/, ''))).status).toBe(403);
});

test('with TLS the program pulls if it is told to trust the certificate, and not else', async () => {
  const hub = await startFakeHub({ tls: true, cdn: true });
  publish(hub, made);
  const refused = await pull(hub);
  expect(refused.code).toBe(6);
  expect(refused.stderr).toContain('the certificate is not trusted');
  expect(hub.requests).toHaveLength(0);
  expect(await pull(hub, { NODE_EXTRA_CA_CERTS: CERTIFICATE })).toMatchObject({ code: 0 });
  expect(new URL(hub.endpoint).protocol).toBe('https:');
  expect(new URL(hub.cdn!.origin).protocol).toBe('https:');
});

test('from https no redirect leads to http', async () => {
  const hub = await startFakeHub({ tls: true });
  const plain = await startFakeHub();
  publish(hub, made);
  publish(plain, made);
  hub.always(GRAPH, { redirect: `${plain.endpoint}/${repo}/resolve/main/${GRAPH}` });
  const { code, stderr } = await pull(hub, { NODE_EXTRA_CA_CERTS: CERTIFICATE });
  expect(code).toBe(6);
  expect(stderr).toContain('refused insecure redirect to http://127.0.0.1');
  expect(plain.requests).toHaveLength(0);
});
