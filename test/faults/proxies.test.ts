import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { CERTIFICATE } from '../support/fake-hub/listen.ts';
import { startFakeHub } from '../support/fake-hub.ts';
import { startFakeProxy } from '../support/fake-proxy.ts';
import { someBytes } from '../support/made-models.ts';
import { expectError, expectErrorDocument, pullProgram } from '../support/pull-program.ts';
import { startServer } from '../support/start-server.ts';

const FILE = 'onnx/model.onnx';
const content = someBytes(100_000);

/** The program with a Hub that speaks TLS. */
async function overTls() {
  const hub = await startServer((_, response) => void response.end(content), { tls: true });
  const made = await pullProgram({ [FILE]: content });
  const env = { HF_ENDPOINT: hub.origin, NODE_EXTRA_CA_CERTS: CERTIFICATE };
  return { ...made, hub, env, host: new URL(hub.origin).host };
}

describe('a proxy', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])('D28 %s is asked for a tunnel to the Hub', async (name) => {
    const proxy = await startFakeProxy();
    const made = await overTls();
    const { code, stderr } = await made.pull([], { env: { ...made.env, [name]: proxy.address } });
    expect(code, stderr).toBe(0);
    expect(proxy.asked).toEqual([made.host]);
    expect(await made.verifies()).toBe(true);
  });

  test('D28 is left out for the hosts of NO_PROXY, and for another scheme', async () => {
    const proxy = await startFakeProxy();
    const made = await overTls();
    const env = { ...made.env, HTTPS_PROXY: proxy.address, NO_PROXY: 'example.org,127.0.0.1' };
    expect((await made.pull([], { env })).code).toBe(0);
    const plain = await pullProgram({ [FILE]: content });
    expect((await plain.pull([], { env: { HTTPS_PROXY: proxy.address } })).code).toBe(0);
    expect(proxy.asked).toEqual([]);
  });

  test('D28 that wants a login is told of in words, and its password is not', async () => {
    const proxy = await startFakeProxy('login');
    const made = await overTls();
    const address = proxy.address.replace('//', '//somebody:geheim@');
    const env = { ...made.env, HTTPS_PROXY: address };
    const result = await made.pull(['--verbose'], { env });
    const message = /onnx\/model\.onnx of made: 127\.0\.0\.1:\d+: the proxy refused the connection \(407\)$/;
    expectError(result, 6, message, /put user and password into HTTPS_PROXY/);
    const document = await made.pull(['--json'], { env });
    expectErrorDocument(document, 6, 'network', message);
    expect(result.stderr + document.stderr).not.toContain('geheim');
    expect(proxy.asked).toHaveLength(2);
    expect(made.hub.requests).toEqual([]);
    expect(made.kept()).toEqual([]);
  });

  test('D27 that says nothing holds nobody up who wants to stop', async () => {
    const proxy = await startFakeProxy('stall');
    const made = await overTls();
    const result = await made.pull(['--timeout', '3600'], {
      env: { ...made.env, HTTPS_PROXY: proxy.address },
      onStart: async (child) => {
        while (proxy.asked.length === 0) await wait(10);
        child.kill('SIGINT');
      },
    });
    expectError(result, 130, /stopped, 0 of 100 kB kept$/, /run the same command again/);
  });
});

describe('the endpoint', () => {
  test.each(['', '/', '//'])('D28 may have a path, and after it "%s"', async (end) => {
    const hub = await startFakeHub({ prefix: '/mirror/hf' });
    const made = await pullProgram({ [FILE]: content }, { hub });
    expect((await made.pull([], { env: { HF_ENDPOINT: `${hub.endpoint}${end}` } })).code).toBe(0);
    expect(hub.requests.map(({ url }) => url)).toEqual([
      expect.stringMatching(/^\/mirror\/hf\/makers\/made\/resolve\/[0-9a-f]{40}\/onnx\/model\.onnx$/),
    ]);
  });
});

describe('HF_HUB_OFFLINE', () => {
  test('D28 forbids every request: what is missing is an error', async () => {
    const proxy = await startFakeProxy();
    const made = await pullProgram({ [FILE]: content });
    const env = { HF_HUB_OFFLINE: '1', HTTP_PROXY: proxy.address };
    const message = /onnx\/model\.onnx of made is not here, and HF_HUB_OFFLINE forbids to pull$/;
    expectError(await made.pull([], { env }), 4, message, /unset HF_HUB_OFFLINE/);
    expectErrorDocument(await made.pull(['--json'], { env }), 4, 'model-missing', message);
    expect(made.hub.requests).toEqual([]);
    expect(proxy.asked).toEqual([]);
    expect((await made.pull()).code).toBe(0);
    expect((await made.pull([], { env })).code).toBe(0);
    expect(made.hub.requests).toHaveLength(1);
  });
});
