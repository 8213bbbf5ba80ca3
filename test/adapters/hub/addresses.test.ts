import { describe, expect, test } from 'vitest';
import { mayCarryToken, requireAllowedUrl } from '../../../src/adapters/hub/allowed-url.ts';
import { parseContentRange } from '../../../src/adapters/hub/content-range.ts';
import { createHubSource } from '../../../src/adapters/hub/create-hub-source.ts';
import { fileUrl, parseEndpoint } from '../../../src/adapters/hub/endpoint.ts';
import { parseRetryAfter } from '../../../src/adapters/hub/retry-after.ts';
import { madeModel } from '../../support/made-models.ts';

const { model } = madeModel('made', { f: new Uint8Array(1) });

describe('the endpoint', () => {
  test.each([
    [undefined, 'https://huggingface.co/makers/made'],
    ['', 'https://huggingface.co/makers/made'],
    ['https://hub.example', 'https://hub.example/makers/made'],
    ['https://hub.example/', 'https://hub.example/makers/made'],
    ['https://hub.example/a/b//', 'https://hub.example/a/b/makers/made'],
    ['http://127.0.0.1:8080/x', 'http://127.0.0.1:8080/x/makers/made'],
  ])('D28 %s leads to %s', (endpoint, expected) => {
    const url = fileUrl(parseEndpoint(endpoint), model, 'onnx/m.onnx').href;
    expect(url).toBe(`${expected}/resolve/${model.source.revision}/onnx/m.onnx`);
  });

  test.each([
    'ftp://x',
    'not an address',
    'https://user:secret@hub.example',
    'https://secret@hub.example',
    'https://:secret@hub.example',
    'https://hub.example/?token=secret',
    'file:///etc',
  ])('D28 %s is refused, and no secret of it is shown', (endpoint) => {
    const error = (() => {
      try {
        return parseEndpoint(endpoint);
      } catch (reason) {
        return reason as Error;
      }
    })();
    expect(error).toMatchObject({ code: 'config-invalid' });
    expect((error as Error).message).not.toContain('secret');
  });

  test('D17 an access token with a line break in it is refused', () => {
    expect(() => createHubSource({ token: 'hf_a\r\nx: y', idleMs: 1000 })).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });

  test('D28 a proxy that is no address is refused, and its password not shown', () => {
    const make = () => createHubSource({ httpsProxy: 'http://user:secret@[', idleMs: 1000 });
    expect(make).toThrow(expect.objectContaining({ code: 'config-invalid' }));
    expect(make).not.toThrow('secret');
  });
});

describe('a redirect', () => {
  const hub = new URL('https://huggingface.co');
  const mirror = new URL('http://127.0.0.1:80/hub');
  const allowed = (url: string, endpoint: URL) => {
    try {
      requireAllowedUrl(new URL(url), endpoint);
      return true;
    } catch {
      return false;
    }
  };

  test.each([
    ['https://huggingface.co/x', hub, true],
    ['https://cdn-lfs.huggingface.co/x', hub, true],
    ['https://cas-bridge.xethub.hf.co/x', hub, true],
    ['https://hf.co/x', hub, true],
    ['http://huggingface.co/x', hub, false],
    ['https://huggingface.co.evil.example/x', hub, false],
    ['https://evilhuggingface.co/x', hub, false],
    ['https://user@huggingface.co/x', hub, false],
    ['https://example.org/x', hub, false],
    ['file:///etc/passwd', hub, false],
    ['http://127.0.0.1:9999/x', mirror, true],
    ['https://cdn-lfs.hf.co/x', mirror, true],
    ['http://cdn-lfs.hf.co/x', mirror, false],
    ['http://127.0.0.2/x', mirror, false],
  ])('D16 to %s from %s is allowed: %s', (url, endpoint, expected) => {
    expect(allowed(url, endpoint)).toBe(expected);
  });

  test.each([
    ['https://huggingface.co/x', hub, true],
    ['https://huggingface.co:444/x', hub, false],
    ['https://cdn-lfs.huggingface.co/x', hub, false],
    ['http://127.0.0.1/x', mirror, true],
    ['http://127.0.0.1:9999/x', mirror, false],
    ['http://mirror.example/x', new URL('http://mirror.example'), false],
  ])('D17 to %s from %s carries the token: %s', (url, endpoint, expected) => {
    expect(mayCarryToken(new URL(url), endpoint)).toBe(expected);
  });
});

describe('headers', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  test.each([
    ['120', 120_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('D11 Retry-After %s means %s', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });

  test.each([
    ['bytes 100-199/200', { first: 100, last: 199, total: 200 }],
    ['bytes 0-0/*', { first: 0, last: 0, total: undefined }],
    ['bytes */200', undefined],
    ['bytes 5-/200', undefined],
    ['items 1-2/3', undefined],
    [undefined, undefined],
  ])('D4 Content-Range %s means %o', (value, expected) => {
    expect(parseContentRange(value)).toEqual(expected);
  });
});
