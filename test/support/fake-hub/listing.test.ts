import { createHash } from 'node:crypto';
import { type ListFileEntry, listFiles, modelInfo, pathsInfo } from '@huggingface/hub';
import { expect, test } from 'vitest';
import { startFakeHub } from '../fake-hub.ts';
import { sha256, someBytes } from '../made-models.ts';
import type { FakeHubOptions } from './create-fake-hub.ts';

const REPO = 'makers/model';
const FIRST = '1'.repeat(40);
const SECOND = '2'.repeat(40);
const graph = someBytes(2000);
const config = new TextEncoder().encode('{"a":1}');

async function hubWithModel(options?: FakeHubOptions) {
  const hub = await startFakeHub(options);
  hub.add(REPO, FIRST, 'config.json', config);
  hub.add(REPO, SECOND, 'config.json', config);
  hub.add(REPO, SECOND, 'onnx/model.onnx', graph);
  hub.add(REPO, SECOND, 'onnx/deep/notes.txt', config);
  const asked = { repo: REPO, hubUrl: hub.endpoint };
  const list = async (more: Partial<Parameters<typeof listFiles>[0]> = {}) => {
    const entries: ListFileEntry[] = [];
    for await (const entry of listFiles({ ...asked, recursive: true, ...more })) entries.push(entry);
    return entries;
  };
  return { hub, asked, list };
}

const gitSha1 = (content: Uint8Array | string) =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');

test('listFiles is told size and digest of each file: sha256 of large ones, git’s id of small ones', async () => {
  const { list } = await hubWithModel();
  const entries = await list();
  expect(entries.map(({ type, path }) => `${type} ${path}`)).toEqual([
    'file config.json',
    'directory onnx',
    'directory onnx/deep',
    'file onnx/deep/notes.txt',
    'file onnx/model.onnx',
  ]);
  expect(entries[0]).toEqual({ type: 'file', path: 'config.json', size: 7, oid: gitSha1(config) });
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(graph)}\nsize 2000\n`;
  expect(entries.at(-1)).toEqual({
    type: 'file',
    path: 'onnx/model.onnx',
    size: 2000,
    oid: gitSha1(pointer),
    lfs: { oid: sha256(graph), size: 2000, pointerSize: pointer.length },
  });
});

test('a file of ten million bytes is large whatever its name', async () => {
  const { hub, list } = await hubWithModel();
  const large = new Uint8Array(10_000_000);
  hub.add(REPO, SECOND, 'tokenizer.json', large);
  hub.add(REPO, SECOND, 'vocab.json', large.subarray(1));
  const entries = await list();
  expect(entries.find(({ path }) => path === 'tokenizer.json')?.lfs?.oid).toBe(sha256(large));
  expect(entries.find(({ path }) => path === 'vocab.json')).not.toHaveProperty('lfs');
});

test('a listing has folders, and without recursion only one level', async () => {
  const { list } = await hubWithModel();
  const paths = async (more: Parameters<typeof list>[0]) => (await list(more)).map(({ path }) => path);
  expect(await paths({ recursive: false })).toEqual(['config.json', 'onnx']);
  expect(await paths({ path: 'onnx' })).toEqual(['onnx/deep', 'onnx/deep/notes.txt', 'onnx/model.onnx']);
  await expect(paths({ path: 'other' })).rejects.toThrow('other does not exist');
});

test('a listing comes in pages of the size that is set', async () => {
  const { hub, list } = await hubWithModel({ prefix: '/mirror', pageSize: 2 });
  expect((await list()).map(({ path }) => path)).toEqual([
    'config.json',
    'onnx',
    'onnx/deep',
    'onnx/deep/notes.txt',
    'onnx/model.onnx',
  ]);
  expect(hub.requests).toHaveLength(3);
  expect(hub.requests.every(({ url }) => url.startsWith('/mirror/api/models/'))).toBe(true);
});

test('a listing can name a next page at a foreign place', async () => {
  const elsewhere = await startFakeHub();
  const { hub, list } = await hubWithModel();
  hub.fault('/tree/main', { linkNext: `${elsewhere.endpoint}/next` });
  await expect(list({ accessToken: 'hf_secret' })).rejects.toThrow('Not found');
  expect(elsewhere.requests).toHaveLength(1);
});

test('pathsInfo is told the same for named paths, and what is not there is left out', async () => {
  const { asked, list } = await hubWithModel();
  const paths = ['onnx/model.onnx', 'onnx/other.onnx', 'config.json', 'onnx'];
  const found = await pathsInfo({ ...asked, revision: SECOND, paths });
  const listed = await list();
  expect(found.map(({ path }) => path)).toEqual(['onnx/model.onnx', 'config.json', 'onnx']);
  for (const entry of found)
    expect(listed.find(({ path }) => path === entry.path)).toMatchObject(trimmed(entry));
});

test('modelInfo is told the revision that a branch stands for, the files and the licence', async () => {
  const { hub } = await hubWithModel();
  hub.describe(REPO, { license: 'mit', pipelineTag: 'feature-extraction' });
  const asked = {
    name: REPO,
    hubUrl: hub.endpoint,
    additionalFields: ['sha', 'filePaths', 'cardData', 'tags'],
  } as const;
  expect(await modelInfo({ ...asked, additionalFields: [...asked.additionalFields] })).toMatchObject({
    name: REPO,
    task: 'feature-extraction',
    private: false,
    gated: false,
    sha: SECOND,
    cardData: { license: 'mit' },
    tags: ['license:mit'],
  });
  const whole = (await (await fetch(`${hub.endpoint}/api/models/${REPO}`)).json()) as { siblings: unknown };
  expect(whole).toMatchObject({ id: REPO, sha: SECOND });
  expect(whole.siblings).toEqual(
    ['config.json', 'onnx/deep/notes.txt', 'onnx/model.onnx'].map((rfilename) => ({ rfilename })),
  );
});

test('a revision is known by its digits, by main for the last one, and by any other name given to it', async () => {
  const { hub, asked } = await hubWithModel();
  hub.branch(REPO, 'refs/pr/1', FIRST);
  const shaOf = async (revision: string) => {
    const info = await modelInfo({ name: REPO, hubUrl: hub.endpoint, revision, additionalFields: ['sha'] });
    return info.sha;
  };
  expect(await shaOf('main')).toBe(SECOND);
  expect(await shaOf(FIRST)).toBe(FIRST);
  expect(await shaOf('refs/pr/1')).toBe(FIRST);
  expect(await pathsInfo({ ...asked, revision: 'refs/pr/1', paths: ['config.json', 'onnx'] })).toHaveLength(
    1,
  );
  hub.branch(REPO, 'main', FIRST);
  expect(await shaOf('main')).toBe(FIRST);
});

test('what is not there is a 404 that says what', async () => {
  const { hub } = await hubWithModel();
  const codeOf = async (path: string) => {
    const { status, headers } = await fetch(`${hub.endpoint}${path}`);
    return `${status} ${headers.get('x-error-code')}`;
  };
  expect(await codeOf('/api/models/makers/other')).toBe('404 RepoNotFound');
  expect(await codeOf(`/api/models/${REPO}/revision/v9`)).toBe('404 RevisionNotFound');
  expect(await codeOf(`/api/models/${REPO}/tree/v9`)).toBe('404 RevisionNotFound');
  expect(await codeOf(`/${REPO}/resolve/main/other.json`)).toBe('404 EntryNotFound');
  expect(await codeOf(`/${REPO}/resolve/main/%zz`)).toBe('404 NotFound');
});

test('a gated repository lists its files to everybody and hands them to whom it knows', async () => {
  const { hub, list } = await hubWithModel();
  hub.gate(REPO, { token: 'hf_known' });
  const get = async (authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await fetch(`${hub.endpoint}/${REPO}/resolve/main/config.json`, { headers });
    return `${answer.status} ${answer.headers.get('x-error-code')}`;
  };
  expect(await get()).toBe('401 GatedRepo');
  expect(await get('Bearer hf_other')).toBe('403 GatedRepo');
  expect(await get('Bearer hf_known')).toBe('200 null');
  expect(await list()).toHaveLength(5);
  expect(await modelInfo({ name: REPO, hubUrl: hub.endpoint })).toMatchObject({ gated: 'auto' });
});

test('a private repository shows nothing to strangers', async () => {
  const { hub, list } = await hubWithModel();
  hub.gate(REPO, { token: 'hf_known', hidden: true });
  await expect(list()).rejects.toMatchObject({ statusCode: 401 });
  await expect(list({ accessToken: 'hf_other' })).rejects.toMatchObject({ statusCode: 403 });
  expect(await list({ accessToken: 'hf_known' })).toHaveLength(5);
});

test('an answer of the API can be another document', async () => {
  const { hub, list } = await hubWithModel();
  hub.fault('/tree/main', { json: [{ type: 'file', path: '../out', size: 1, oid: 'x' }] });
  expect((await list()).map(({ path }) => path)).toEqual(['../out']);
});

/** Without the keys that the library adds where the Hub has told nothing. */
function trimmed(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}
