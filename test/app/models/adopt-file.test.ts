import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CachedFile, ModelCache } from '../../../src/domain/ports/model-cache.ts';
import { startFakeHub } from '../../support/fake-hub.ts';
import { fillCache, repositoryIn } from '../../support/hugging-face-cache.ts';
import { madeModel, publish, sha256, someBytes } from '../../support/made-models.ts';
import { failure, type PullRig, pullRig } from '../../support/pull-rig.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const content = someBytes(3_000_000);
const made = madeModel('made', { 'onnx/model.onnx': content });
const NOTHING = { files: 0, bytes: 0 };
const ADOPTED = { ...NOTHING, adopted: { files: 1, bytes: content.length } };

/** A pull whose only file the cache holds; `blob` is that file. */
async function rigWithCache(): Promise<PullRig & { blob: string }> {
  const cacheFolder = tempFolder();
  fillCache(cacheFolder, made);
  const rig = await pullRig(content, { cacheFolder });
  return { ...rig, blob: join(repositoryIn(cacheFolder, made), 'blobs', sha256(content)) };
}

function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(path, bytes);
}

function leavePart(rig: PullRig, bytes: Uint8Array): void {
  mkdirSync(dirname(rig.path), { recursive: true });
  writeFileSync(`${rig.path}.part`, bytes);
}

const typesOf = (rig: PullRig) => rig.events.map(({ type }) => type).filter((type) => type !== 'bytes');

/** The rig's cache, with something done once the first bytes of a file have been read. */
function disturbed(cache: ModelCache, disturb: () => void): ModelCache {
  const slowly = async function* (found: CachedFile, from: number) {
    let read = 0;
    for await (const chunk of found.read(from)) {
      yield chunk;
      if (read++ === 0) disturb();
    }
  };
  return {
    async find(...asked) {
      const found = await cache.find(...asked);
      return found && { path: found.path, read: (from) => slowly(found, from) };
    },
  };
}

describe('a file that the Hugging Face cache holds', () => {
  test('comes without a request, read-only, and is said to come from there', async () => {
    const rig = await rigWithCache();
    expect(await rig.pull()).toEqual(ADOPTED);
    expect(rig.hub.requests).toHaveLength(0);
    expect(rig.isWhole()).toBe(true);
    expect(rig.part()).toBeUndefined();
    expect(statSync(rig.path).mode & 0o777).toBe(0o444);
    expect(typesOf(rig)).toEqual(['plan', 'adopt-started', 'file-adopted', 'done']);
    expect(rig.events[0]).toMatchObject({ bytes: content.length, kept: 0, cached: content.length });
    // What has come in needs not be read again.
    expect(await rig.pull()).toEqual({ ...NOTHING, adopted: NOTHING });
  });

  test('is a file of its own then, and the cache is as it was', async () => {
    const rig = await rigWithCache();
    chmodSync(rig.blob, 0o640);
    const folder = dirname(dirname(rig.blob));
    const state = () => ({ ...statSync(rig.blob), atime: 0, atimeMs: 0 });
    const before = state();
    const names = readdirSync(folder, { recursive: true });
    await rig.pull();
    expect(state()).toEqual(before);
    expect(readdirSync(folder, { recursive: true })).toEqual(names);
    expect(lstatSync(rig.path).isFile()).toBe(true);
    expect(statSync(rig.path).ino).not.toBe(before.ino);
    expect(statSync(rig.path).nlink).toBe(1);
    damage(rig.blob);
    expect(rig.isWhole()).toBe(true);
  });

  test('completes what an earlier pull has left', async () => {
    const rig = await rigWithCache();
    leavePart(rig, content.subarray(0, 1_200_000));
    expect(await rig.pull()).toEqual({ ...NOTHING, adopted: { files: 1, bytes: 1_800_000 } });
    expect(rig.events[0]).toMatchObject({ kept: 1_200_000, cached: 1_800_000 });
    expect(rig.isWhole()).toBe(true);
    expect(rig.hub.requests).toHaveLength(0);
  });

  test.each([
    ['damaged', 1_200_000],
    ['too long', content.length + 5],
    ['empty', 0],
  ])('replaces a part that is %s', async (_, bytes) => {
    const rig = await rigWithCache();
    leavePart(rig, Buffer.alloc(bytes, 7));
    await rig.pull();
    expect(rig.events[0]).toMatchObject({ kept: bytes > content.length ? 0 : bytes });
    expect(rig.isWhole()).toBe(true);
    expect(rig.hub.requests).toHaveLength(0);
  });

  test('takes the place of a damaged one, which is kept aside', async () => {
    const rig = await rigWithCache();
    mkdirSync(dirname(rig.path), { recursive: true });
    writeFileSync(rig.path, 'damaged');
    await rig.pull();
    expect(rig.isWhole()).toBe(true);
    expect(rig.events.find(({ type }) => type === 'set-aside')).toMatchObject({ keptAs: `${rig.path}.bad` });
    expect(readFileSync(`${rig.path}.bad`, 'utf8')).toBe('damaged');
  });

  test('is brought beside those that have to be downloaded', async () => {
    const hub = await startFakeHub();
    const two = madeModel('two', { here: someBytes(1000), there: someBytes(500) });
    publish(hub, two);
    const cacheFolder = tempFolder();
    fillCache(cacheFolder, { ...two, contents: new Map([['here', two.contents.get('here')!]]) });
    const rig = await pullRig(content, { hub, cacheFolder });
    const summary = await rig.pull({ models: [two.model] });
    expect(summary).toEqual({ files: 1, bytes: 500, adopted: { files: 1, bytes: 1000 } });
    expect(hub.requests.map(({ url }) => url)).toEqual([expect.stringMatching(/\/there$/)]);
  });

  test('still needs its room on the disk', async () => {
    const rig = await rigWithCache();
    const intake = { ...rig.tools.intake, freeBytes: async () => content.length - 1 };
    const small = await pullRig(content, { tools: { intake, cache: rig.tools.cache } });
    expect((await failure(small.pull())).code).toBe('disk-full');
    expect(small.stored()).toBeUndefined();
  });
});

describe('a copy in the cache that is not what the manifest says', () => {
  test('is told, and the file downloaded from its beginning', async () => {
    const rig = await rigWithCache();
    damage(rig.blob);
    expect(await rig.pull()).toEqual({ files: 1, bytes: content.length, adopted: NOTHING });
    expect(rig.isWhole()).toBe(true);
    expect(typesOf(rig)).toEqual([
      'plan',
      'adopt-started',
      'not-adopted',
      'file-started',
      'file-done',
      'done',
    ]);
    expect(rig.events.find(({ type }) => type === 'not-adopted')).toMatchObject({
      reason: "the Hugging Face cache's copy is damaged",
    });
    expect(rig.hub.requests.map(({ headers }) => headers.range)).toEqual([undefined]);
  });

  test('because it changed while it was copied is noticed by the copy', async () => {
    const rig = await rigWithCache();
    const cache = disturbed(rig.tools.cache, () => {
      const bytes = readFileSync(rig.blob);
      bytes[2_900_000]! ^= 1;
      writeFileSync(rig.blob, bytes);
    });
    const other = await pullRig(content, { tools: { cache } });
    await other.pull();
    expect(other.isWhole()).toBe(true);
    expect(typesOf(other)).toContain('not-adopted');
    expect(other.hub.requests).toHaveLength(1);
  });

  test('because it became shorter meanwhile is downloaded on from what was copied', async () => {
    const rig = await rigWithCache();
    // Behind the block that is being read meanwhile: of one that is cut off under its reader the system may give zeros.
    const cache = disturbed(rig.tools.cache, () => truncateSync(rig.blob, 2_097_152));
    const other = await pullRig(content, { tools: { cache } });
    const summary = await other.pull();
    expect(other.isWhole()).toBe(true);
    const copied = content.length - summary.bytes;
    expect(copied).toBe(2_097_152);
    expect(summary).toMatchObject({ files: 1, adopted: NOTHING });
    expect(other.hub.requests.map(({ headers }) => headers.range)).toEqual([`bytes=${copied}-`]);
    expect(other.events.find(({ type }) => type === 'not-adopted')).toMatchObject({
      reason: "the Hugging Face cache's copy can't be read: it has become shorter",
    });
  });
});

describe('offline', () => {
  test('what the cache holds is no error', async () => {
    const rig = await rigWithCache();
    expect(await rig.pull({ offline: true })).toEqual(ADOPTED);
    expect(rig.hub.requests).toHaveLength(0);
  });

  test('what the cache holds is brought, and only what it lacks is named', async () => {
    const two = madeModel('two', { lacking: someBytes(500), here: someBytes(1000) });
    const cacheFolder = tempFolder();
    fillCache(cacheFolder, { ...two, contents: new Map([['here', two.contents.get('here')!]]) });
    const rig = await pullRig(content, { cacheFolder });
    const error = await failure(rig.pull({ models: [two.model], offline: true }));
    expect(error.code).toBe('model-missing');
    expect(error.message).toBe('lacking of two is not here, and HF_HUB_OFFLINE forbids to pull');
    const folder = rig.tools.store.folderOf(two.model);
    expect(readFileSync(join(folder, 'here'))).toEqual(Buffer.from(two.contents.get('here')!));
    expect(rig.hub.requests).toHaveLength(0);
  });

  test('a damaged copy is an error', async () => {
    const rig = await rigWithCache();
    damage(rig.blob);
    const error = await failure(rig.pull({ offline: true }));
    expect(error.code).toBe('model-missing');
    expect(rig.stored()).toBeUndefined();
    expect(rig.part()).toBeUndefined();
    expect(rig.hub.requests).toHaveLength(0);
  });
});

test('a stop keeps what is copied, says how much, and the next pull goes on from there', async () => {
  const rig = await rigWithCache();
  const stop = new AbortController();
  const other = await pullRig(content, {
    tools: { cache: disturbed(rig.tools.cache, () => stop.abort(130)) },
  });
  const error = await failure(other.pull({ signal: stop.signal }));
  expect(error.code).toBe('interrupted');
  expect(error.message).toBe('stopped, 1.0 of 3.0 MB kept');
  expect(other.part()!.equals(content.subarray(0, 1_048_576))).toBe(true);
  const next = await other.pull();
  expect(next).toEqual({ ...NOTHING, adopted: { files: 1, bytes: content.length - 1_048_576 } });
  expect(other.isWhole()).toBe(true);
  expect(other.hub.requests).toHaveLength(0);
});
