import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startFakeHub } from '../../support/fake-hub.ts';
import { madeModel, publish, someBytes } from '../../support/made-models.ts';
import { failure, pullRig } from '../../support/pull-rig.ts';

const FILE = 'onnx/model.onnx';
const content = someBytes(3_000_000);
const NOTHING = { files: 0, bytes: 0 };

describe('a pull without faults', () => {
  test('brings every file whole, read-only, into folders that only the user may enter', async () => {
    const umask = process.umask(0);
    try {
      const rig = await pullRig(content);
      expect(await rig.pull()).toEqual({ files: 1, bytes: content.length, adopted: NOTHING });
      expect(rig.isWhole()).toBe(true);
      expect(rig.part()).toBeUndefined();
      expect(statSync(rig.path).mode & 0o777).toBe(0o444);
      for (const folder of ['models', 'models/made', `models/made/${rig.model.source.revision}`]) {
        expect(statSync(join(rig.home, folder)).mode & 0o777).toBe(0o700);
      }
    } finally {
      process.umask(umask);
    }
  });

  test('D10 asks for plain bytes, at the address of repository, revision and path', async () => {
    const rig = await pullRig(content);
    await rig.pull();
    expect(rig.hub.requests).toHaveLength(1);
    const [request] = rig.hub.requests;
    expect(request!.url).toBe(`/makers/made/resolve/${rig.model.source.revision}/${FILE}`);
    expect(request!.headers['accept-encoding']).toBe('identity');
  });

  test('asks for nothing that is here whole already, and does not read it again', async () => {
    const rig = await pullRig(content);
    await rig.pull();
    expect(await rig.pull()).toEqual({ files: 0, bytes: 0, adopted: NOTHING });
    expect(rig.hub.requests).toHaveLength(1);
  });

  test('fetches a file again that is here but damaged', async () => {
    const rig = await pullRig(content);
    mkdirSync(dirname(rig.path), { recursive: true });
    writeFileSync(rig.path, someBytes(content.length));
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
  });

  test('D29 makes a file of no bytes without a request', async () => {
    const rig = await pullRig(new Uint8Array());
    await rig.pull();
    expect(rig.stored()).toEqual(Buffer.alloc(0));
    expect(rig.hub.requests).toHaveLength(0);
  });

  test('keeps to the number of files at once that it was given', async () => {
    const hub = await startFakeHub();
    const files = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [`f${index}`, someBytes(50_000)]),
    );
    const many = madeModel('many', files);
    publish(hub, many);
    hub.always('', { slow: { bytes: 10_000, everyMs: 5 } });
    const rig = await pullRig(content, { hub });
    await rig.pull({ models: [many.model], jobs: 2 });
    let atOnce = 0;
    let most = 0;
    for (const { type } of rig.events) {
      if (type === 'file-started') most = Math.max(most, ++atOnce);
      if (type === 'file-done') atOnce--;
    }
    expect(most).toBe(2);
  });

  test('D28 goes through a mirror whose address has a path and a slash at its end', async () => {
    const hub = await startFakeHub({ prefix: '/mirror/hf' });
    const rig = await pullRig(content, { hub, source: { endpoint: `${hub.endpoint}/` } });
    await rig.pull();
    expect(hub.requests[0]!.url).toBe(`/mirror/hf/makers/made/resolve/${rig.model.source.revision}/${FILE}`);
  });
});

describe('a stop', () => {
  test('D27 keeps what has come, says how much, and the next pull goes on from there', async () => {
    const rig = await pullRig(content);
    rig.hub.fault(FILE, { slow: { bytes: 500_000, everyMs: 30 } });
    const stop = new AbortController();
    const pulling = failure(rig.pull({ signal: stop.signal }));
    while (!rig.events.some((event) => event.type === 'bytes' && event.at >= 1_000_000)) await wait(5);
    stop.abort(130);
    const error = await pulling;
    expect(error.code).toBe('interrupted');
    expect(error.message).toMatch(/^stopped, [12]\.\d of 3\.0 MB kept$/);
    expect(error.cause).toBe(130);
    const kept = rig.part()!;
    expect(kept.equals(content.subarray(0, kept.length))).toBe(true);
    await rig.pull();
    expect(rig.hub.requests[1]!.headers.range).toBe(`bytes=${kept.length}-`);
    expect(rig.isWhole()).toBe(true);
  });

  test('D27 while it waits for a retry ends at once', async () => {
    const stop = new AbortController();
    const rig = await pullRig(content, {
      tools: { wait: (ms, signal) => wait(ms, undefined, { signal }) },
    });
    rig.hub.always(FILE, { status: 429, retryAfter: '50' });
    const pulling = failure(rig.pull({ signal: stop.signal }));
    while (!rig.events.some(({ type }) => type === 'retry')) await wait(5);
    const before = performance.now();
    stop.abort(130);
    expect((await pulling).code).toBe('interrupted');
    // Far below the 50 seconds that the server asked for, and far above what a busy machine needs.
    expect(performance.now() - before).toBeLessThan(25_000);
  });
});

describe('the user’s wishes', () => {
  test('D28 offline: nothing is asked for, and what is missing is named', async () => {
    const rig = await pullRig(content);
    const error = await failure(rig.pull({ offline: true }));
    expect(error.code).toBe('model-missing');
    expect(error.message).toContain('onnx/model.onnx of made is not here');
    expect(error.message).toContain('HF_HUB_OFFLINE');
    expect(rig.hub.requests).toHaveLength(0);
  });

  test('D28 offline: a model that is here whole is no error', async () => {
    const rig = await pullRig(content);
    await rig.pull();
    expect(await rig.pull({ offline: true })).toEqual({ files: 0, bytes: 0, adopted: NOTHING });
  });

  test('a bundled model is never asked for', async () => {
    const rig = await pullRig(content);
    const bundled = {
      ...rig.model,
      source: { kind: 'bundled', folder: 'demo', revision: rig.model.source.revision } as const,
    };
    expect(await rig.pull({ models: [bundled] })).toEqual({ files: 0, bytes: 0, adopted: NOTHING });
    expect(rig.events[0]).toMatchObject({ type: 'bundled' });
    expect(rig.hub.requests).toHaveLength(0);
  });

  test('a model from the user’s own folder is never asked for: where it is not whole, how it came is named', async () => {
    const rig = await pullRig(content);
    const local = { ...rig.model, source: { kind: 'local', revision: rig.model.source.revision } as const };
    const error = await failure(rig.pull({ models: [local] }));
    expect([error.code, error.hint]).toEqual([
      'model-missing',
      expect.stringContaining('heimdex models add text'),
    ]);
    await rig.pull();
    expect(await rig.pull({ models: [local] })).toEqual({ files: 0, bytes: 0, adopted: NOTHING });
    expect(rig.hub.requests).toHaveLength(1);
  });
});

describe('a failure of one file', () => {
  test('stops the others, and what came of them is kept', async () => {
    const hub = await startFakeHub();
    const two = madeModel('two', { large: randomBytes(2_000_000), small: someBytes(10) });
    publish(hub, two);
    hub.always('large', { slow: { bytes: 100_000, everyMs: 20 } });
    hub.always('small', { status: 404 });
    const rig = await pullRig(content, { hub });
    expect((await failure(rig.pull({ models: [two.model] }))).code).toBe('not-found-upstream');
    const folder = rig.tools.store.folderOf(two.model);
    expect(existsSync(join(folder, 'large'))).toBe(false);
    expect(existsSync(join(folder, 'small.part'))).toBe(false);
  });
});

test('the time of a file does not matter to the pull, its content does', async () => {
  const rig = await pullRig(content);
  await rig.pull();
  utimesSync(rig.path, new Date(), new Date(0));
  expect(await rig.pull()).toEqual({ files: 0, bytes: 0, adopted: NOTHING });
  expect(rig.hub.requests).toHaveLength(1);
});
