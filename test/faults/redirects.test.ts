import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { CERTIFICATE } from '../support/fake-hub/listen.ts';
import { someBytes } from '../support/made-models.ts';
import { expectError, expectErrorDocument, pullProgram } from '../support/pull-program.ts';
import { startServer } from '../support/start-server.ts';

const FILE = 'onnx/model.onnx';
const content = someBytes(100_000);
const HINT = /a proxy or a mirror \(HF_ENDPOINT\)/;

/** Answers every request with the file. */
const handOut: RequestListener = (_, response) => void response.end(content);

const redirectTo =
  (location: string, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(302, { ...headers, location }).end();

/** The program with another server as its Hub: it trusts the certificate of the tests. */
async function pullFrom(endpoint: string, env: Readonly<Record<string, string | undefined>> = {}) {
  const made = await pullProgram({ [FILE]: content });
  const all = { HF_ENDPOINT: endpoint, NODE_EXTRA_CA_CERTS: CERTIFICATE, ...env };
  return { ...made, pull: (args: readonly string[] = []) => made.pull(args, { env: all }) };
}

describe('redirects without end', () => {
  test('D15 a circle is left after five', async () => {
    const hub = await startServer((request, response) => redirectTo(request.url!)(request, response));
    const made = await pullFrom(hub.origin);
    const message = /onnx\/model\.onnx of made: more than 5 redirects, the last from 127\.0\.0\.1:\d+$/;
    expectError(await made.pull(), 6, message, HINT);
    expect(hub.requests).toHaveLength(6);
    expect(made.kept()).toEqual([]);
    expectErrorDocument(await made.pull(['--json']), 6, 'network', message);
  });

  test.each([
    [5, 0],
    [6, 6],
  ])('D15 a chain of %i different addresses: exit %i', async (hops, exit) => {
    const hub = await startServer((request, response) => {
      const hop = Number(/hop=(\d+)/.exec(request.url!)?.[1] ?? 0);
      const answer = hop < hops ? redirectTo(`/there?hop=${hop + 1}`) : handOut;
      answer(request, response);
    });
    const made = await pullFrom(hub.origin);
    expect((await made.pull()).code).toBe(exit);
    expect(made.kept()).toEqual(exit === 0 ? [`${FILE} 100000`] : []);
  });
});

describe('redirects to elsewhere', () => {
  test('D16 from https to http are refused, though the host is the same', async () => {
    const plain = await startServer(handOut);
    const hub = await startServer(redirectTo(`${plain.origin}/file`), { tls: true });
    const made = await pullFrom(hub.origin);
    const message =
      /onnx\/model\.onnx of made: refused insecure redirect to http:\/\/127\.0\.0\.1:\d+: only https is followed$/;
    expectError(await made.pull(), 6, message, HINT);
    expectErrorDocument(await made.pull(['--json']), 6, 'network', message);
    expect([hub.requests.length, plain.requests.length]).toEqual([2, 0]);
    expect(made.kept()).toEqual([]);
  });

  test('D16 to a host that is not listed are refused, though its certificate is good', async () => {
    const foreign = await startServer(handOut, { tls: true });
    const hub = await startServer(redirectTo(foreign.origin.replace('127.0.0.1', 'localhost')), {
      tls: true,
    });
    const made = await pullFrom(hub.origin);
    const message =
      /refused foreign redirect to https:\/\/localhost:\d+: only 127\.0\.0\.1 and the hosts of the Hub/;
    expectError(await made.pull(), 6, message, HINT);
    expect([hub.requests.length, foreign.requests.length]).toEqual([1, 0]);
    expect(made.kept()).toEqual([]);
  });

  test('D16 over https to the same host are followed, and nobody whose certificate is not trusted is heard', async () => {
    const cdn = await startServer(handOut, { tls: true });
    const hub = await startServer(redirectTo(`${cdn.origin}/file`), { tls: true });
    const distrusting = await pullFrom(hub.origin, { NODE_EXTRA_CA_CERTS: undefined });
    expectError(
      await distrusting.pull(),
      6,
      /127\.0\.0\.1:\d+: the certificate is not trusted \(\w+\)$/,
      /NODE_EXTRA_CA_CERTS/,
    );
    expect([hub.requests.length, cdn.requests.length]).toEqual([0, 0]);
    const made = await pullFrom(hub.origin);
    expect((await made.pull()).code).toBe(0);
    expect([hub.requests.length, cdn.requests.length]).toEqual([1, 1]);
    expect(await made.verifies()).toBe(true);
  });
});

describe('the access token', () => {
  const TOKENS = ['hf_abcdefghijklmnop', 'a-token-of-my-own-mirror'];

  test.each(['http', 'https'])('D17 is seen by the origin of the endpoint alone (%s)', async (scheme) => {
    const tls = scheme === 'https';
    const foreign = await startServer(handOut, { tls });
    const cached = { 'x-cache': 'Hit from cloudfront', link: `<${foreign.origin}/next>; rel="next"` };
    const cdn = await startServer(
      (request, response) => {
        for (const [name, value] of Object.entries(cached)) response.setHeader(name, value);
        handOut(request, response);
      },
      { tls },
    );
    const hub = await startServer(
      (request, response) => {
        const onward = request.url!.startsWith('/again')
          ? `${cdn.origin}/file?X-Amz-Signature=abc`
          : '/again';
        redirectTo(onward, cached)(request, response);
      },
      { tls },
    );
    const made = await pullFrom(hub.origin, { HF_TOKEN: TOKENS[0] });
    expect((await made.pull()).code).toBe(0);
    const seen = (requests: typeof hub.requests) => requests.map(({ headers }) => headers.authorization);
    expect(seen(hub.requests)).toEqual([`Bearer ${TOKENS[0]}`, `Bearer ${TOKENS[0]}`]);
    expect(seen(cdn.requests)).toEqual([undefined]);
    expect(JSON.stringify(cdn.requests)).not.toContain(TOKENS[0]);
    expect(foreign.requests).toEqual([]);
  });

  test.each<[string, (token: string) => RequestListener]>([
    [
      'is sent back as an encoding',
      (token) => (_, response) => void response.writeHead(200, { 'content-encoding': token }).end('x'),
    ],
    ['is the name of a host to go to', (token) => redirectTo(`https://${token}.example/x`)],
    [
      'is the login of an address to go to',
      (token) => redirectTo(`https://${token}:${token}@huggingface.co/x`),
    ],
    [
      'is in the signed address of a host to go to',
      (token) => redirectTo(`http://hf.co/x?token=${token}&signature=${token}`),
    ],
    ['is all that a denial says', (token) => (_, response) => void response.writeHead(403, token).end(token)],
    ['is all that a fault says', (token) => (_, response) => void response.writeHead(418, token).end(token)],
    [
      'breaks the protocol',
      (token) => {
        let broken = false;
        return (request, response) => {
          // Each other request is answered, else there would be many tries.
          broken = !broken;
          if (!broken) return void response.writeHead(403).end();
          request.socket.end(`HTTP/1.1 200 ok\r\n${token}\r\n\r\n`);
        };
      },
    ],
  ])('D17 is never shown, where it %s', async (_, answerWith) => {
    for (const token of TOKENS) {
      const hub = await startServer(answerWith(token));
      const made = await pullFrom(hub.origin, { HF_TOKEN: token });
      for (const args of [['--json'], ['--verbose', '--progress', 'json']]) {
        const { code, stdout, stderr } = await made.pull(args);
        expect([5, 6], stderr).toContain(code);
        expect((stdout + stderr).toLowerCase()).not.toContain(token);
      }
      expect(hub.requests[0]!.headers.authorization).toBe(`Bearer ${token}`);
    }
  });
});
