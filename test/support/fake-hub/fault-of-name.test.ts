import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startFakeHub } from '../fake-hub.ts';
import { faultModels } from './fault-models.ts';
import { faultOfName } from './fault-of-name.ts';

/** The faults of three requests for a file of 100 bytes, the later two for its second half. */
function faultsOf(path: string) {
  return [0, 1, 2].map((before) =>
    faultOfName(path, { url: '/here', size: 100, from: before === 0 ? 0 : 50, before }),
  );
}

test.each([
  ['drop-once.bin', [{ dropAfter: 50 }, undefined, undefined]],
  ['onnx/drop-twice.onnx', [{ dropAfter: 50 }, { dropAfter: 0 }, undefined]],
  ['drop-always.bin', [{ dropAfter: 50 }, { dropAfter: 0 }, { dropAfter: 0 }]],
  ['drop', [{ dropAfter: 50 }, { dropAfter: 0 }, { dropAfter: 0 }]],
  ['corrupt.bin', Array(3).fill({ corrupt: 50 })],
  ['stall-middle-once.bin', [{ stallAfter: 50 }, undefined, undefined]],
  ['status-503-twice.bin', [{ status: 503 }, { status: 503 }, undefined]],
  ['status-429.bin', Array(3).fill({ status: 429, retryAfter: '1' })],
  ['redirect-loop.bin', Array(3).fill({ redirect: '/here' })],
  ['ignore-range.bin', [{ dropAfter: 50 }, { ignoreRange: true }, { ignoreRange: true }]],
  ['range-416.bin', [{ dropAfter: 50 }, { status: 416 }, { status: 416 }]],
  ['fine.bin', Array(3).fill(undefined)],
  ['status-99.bin', Array(3).fill(undefined)],
  ['constructor.bin', Array(3).fill(undefined)],
  ['drop-once/fine.bin', Array(3).fill(undefined)],
])('the name %s asks for %j', (path, faults) => {
  expect(faultsOf(path)).toEqual(faults);
});

describe('on a Hub', () => {
  const content = new TextEncoder().encode('0123456789');
  const get = async (url: string) => await (await fetch(url)).text();

  test('names pick faults in repositories of the owner faults only, each file by its own count', async () => {
    const hub = await startFakeHub();
    for (const repo of ['faults/mine', 'makers/model'])
      for (const path of ['corrupt-once.bin', 'a/corrupt-once.bin']) hub.add(repo, 'r', path, content);
    const inFaults = `${hub.endpoint}/faults/mine/resolve/main`;
    expect(await get(`${inFaults}/corrupt-once.bin`)).toBe('0123446789');
    expect(await get(`${inFaults}/corrupt-once.bin`)).toBe('0123456789');
    expect(await get(`${inFaults}/a/corrupt-once.bin`)).toBe('0123446789');
    expect(await get(`${hub.endpoint}/makers/model/resolve/main/corrupt-once.bin`)).toBe('0123456789');
  });

  test('a fault that a test asks for comes before the one of the name', async () => {
    const hub = await startFakeHub();
    hub.add('faults/mine', 'r', 'corrupt-once.bin', content);
    hub.fault('corrupt-once.bin', { html: true });
    const url = `${hub.endpoint}/faults/mine/resolve/main/corrupt-once.bin`;
    expect(await get(url)).toContain('sign in');
    expect(await get(url)).toBe('0123446789');
  });
});

test('the documentation has a row for each model, with the exit code of its pull', () => {
  const document = readFileSync(new URL('../../../docs/fake-hub.md', import.meta.url), 'utf8');
  const rows = [...document.matchAll(/^\| `fault-([^`]+)` \| (\d) \| (.+) \|$/gm)].map((row) => row.slice(1));
  expect(rows).toEqual(
    faultModels().map(({ key, exit, meaning }) => [key.replace('fault-', ''), String(exit), meaning]),
  );
});
