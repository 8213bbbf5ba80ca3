import { describe, expect, test } from 'vitest';
import { startFakeHub } from '../../support/fake-hub.ts';
import { startFakeProxy } from '../../support/fake-proxy.ts';
import { someBytes } from '../../support/made-models.ts';
import { failure, pullRig } from '../../support/pull-rig.ts';

const FILE = 'onnx/model.onnx';
const content = someBytes(3_000_000);

describe('a status', () => {
  test.each([
    [404, 'not-found-upstream', 'not found at this commit'],
    [401, 'access-denied-upstream', 'access denied'],
    [403, 'access-denied-upstream', 'access denied'],
  ] as const)('D13 %i is final: one request, no retry', async (status, code, words) => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { status });
    const error = await failure(rig.pull());
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.message).toContain(FILE);
    expect(error.hint).toBeTruthy();
    expect(rig.hub.requests).toHaveLength(1);
    expect(rig.part()).toBeUndefined();
  });

  test('D12 503 is asked again, later each time', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { status: 503 }, { status: 503 });
    await rig.pull();
    expect(rig.waits).toEqual([500, 1000]);
    expect(rig.isWhole()).toBe(true);
  });

  test('D11 429 is asked again when the server says so, in seconds', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { status: 429, retryAfter: '7' });
    await rig.pull();
    expect(rig.waits).toEqual([7000]);
  });

  test('D11 429 is asked again when the server says so, as a date', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { status: 429, retryAfter: new Date(Date.now() + 20_000).toUTCString() });
    await rig.pull();
    expect(rig.waits[0]).toBeGreaterThan(17_000);
    expect(rig.waits[0]).toBeLessThanOrEqual(20_000);
  });

  test('D11 429 with an absurd time is waited for no longer than a minute, and that is said', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { status: 429, retryAfter: '9999' });
    await rig.pull();
    expect(rig.waits).toEqual([60_000]);
    expect(rig.events.find(({ type }) => type === 'retry')).toMatchObject({
      waitMs: 60_000,
      askedMs: 9_999_000,
    });
  });
});

describe('redirects', () => {
  const own = (rig: { model: { source: { repo: string; revision: string } } }) =>
    `/${rig.model.source.repo}/resolve/${rig.model.source.revision}/${FILE}`;

  test('are followed on the own host, also to another port', async () => {
    const cdn = await startFakeHub();
    const rig = await pullRig(content);
    cdn.add('made', rig.model.source.revision, FILE, content);
    rig.hub.always(FILE, { redirect: `${cdn.endpoint}/made/resolve/${rig.model.source.revision}/${FILE}` });
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
    expect(cdn.requests).toHaveLength(1);
  });

  test('D17 carry the access token to no other origin than the endpoint', async () => {
    const cdn = await startFakeHub();
    const rig = await pullRig(content, { source: { token: 'hf_secretsecret' } });
    cdn.add('made', rig.model.source.revision, FILE, content);
    rig.hub.always(FILE, { redirect: `${cdn.endpoint}/made/resolve/${rig.model.source.revision}/${FILE}` });
    await rig.pull();
    expect(rig.hub.requests[0]!.headers.authorization).toBe('Bearer hf_secretsecret');
    expect(cdn.requests[0]!.headers.authorization).toBeUndefined();
  });

  test('D17 to an address without a host stay at the endpoint, with the token', async () => {
    const rig = await pullRig(content, { source: { token: 'hf_secretsecret' } });
    rig.hub.fault(FILE, { redirect: own(rig) });
    await rig.pull();
    expect(rig.hub.requests.map(({ headers }) => headers.authorization)).toEqual(
      Array(2).fill('Bearer hf_secretsecret'),
    );
  });

  test('D16 to a foreign host are refused', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { redirect: 'https://example.org/model.onnx' });
    const error = await failure(rig.pull());
    expect(error.code).toBe('network');
    expect(error.message).toContain('refused foreign redirect to https://example.org');
  });

  test('D16 to http on another host are refused', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { redirect: rig.hub.endpoint.replace('127.0.0.1', 'localhost') });
    expect((await failure(rig.pull())).message).toContain('refused insecure redirect');
  });

  test('D15 in a circle end after five', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { redirect: own(rig) });
    const error = await failure(rig.pull());
    expect(error.code).toBe('network');
    expect(error.message).toContain('more than 5 redirects');
    expect(rig.hub.requests).toHaveLength(6);
    expect(rig.part()).toBeUndefined();
  });

  test('to nowhere are refused', async () => {
    const rig = await pullRig(content);
    rig.hub.always(FILE, { redirect: 'http://[' });
    expect((await failure(rig.pull())).message).toContain('redirects to no address');
  });
});

describe('a proxy', () => {
  test('D28 opens the way to the Hub', async () => {
    const proxy = await startFakeProxy();
    const rig = await pullRig(content, { source: { httpProxy: proxy.address } });
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
    expect(proxy.asked).toEqual([new URL(rig.hub.endpoint).host]);
  });

  test('D28 that wants a login is an error at once, with what to do', async () => {
    const proxy = await startFakeProxy('login');
    const rig = await pullRig(content, { source: { httpProxy: proxy.address } });
    const error = await failure(rig.pull());
    expect(error.code).toBe('network');
    expect(error.message).toContain('the proxy refused the connection (407)');
    expect(error.hint).toContain('user and password');
    expect(proxy.asked).toHaveLength(1);
  });

  test.each(['cut', 'stall'] as const)(
    'D28 that does nothing but %s is asked six times, not for ever',
    async (behaviour) => {
      const proxy = await startFakeProxy(behaviour);
      const rig = await pullRig(content, { source: { httpProxy: proxy.address } });
      expect((await failure(rig.pull())).message).toContain('gave up after 6 tries');
      expect(proxy.asked).toHaveLength(6);
    },
  );
});
