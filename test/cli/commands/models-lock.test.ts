import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FakeHub, startFakeHub } from '../../support/fake-hub.ts';
import { madeModel, sha256, someBytes, writeUserManifest } from '../../support/made-models.ts';
import { type RunOptions, runHeimdex } from '../../support/run-heimdex.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const REPO = 'makers/mine';
const OLD = 'a'.repeat(40);
const NEW = 'b'.repeat(40);
const graph = someBytes(3000);
const tokenizer = Buffer.from('{"a":1}');

interface Entry {
  source: { kind: string; repo?: string; revision: string };
  files: { path: string; bytes?: number; sha256?: string; gitSha1?: string }[];
}

/** A fake Hub with one model, and a home folder whose manifest has an entry for it as a test wants it. */
async function rig(change: (entry: Entry) => void = () => {}) {
  const hub = await startFakeHub();
  hub.add(REPO, OLD, 'onnx/model.onnx', graph);
  hub.add(REPO, OLD, 'tokenizer.json', tokenizer);
  const home = tempFolder();
  const made = madeModel('mine', { 'onnx/model.onnx': graph, 'tokenizer.json': tokenizer });
  writeUserManifest(home, [made, madeModel('other', { 'onnx/model.onnx': someBytes(9) })]);
  const path = join(home, 'models.manifest.json');
  const read = () => JSON.parse(readFileSync(path, 'utf8'));
  const document = read();
  Object.assign(document.models.mine.source, { repo: REPO, revision: OLD });
  change(document.models.mine);
  document.profiles = { own: { text: 'mine' } };
  writeFileSync(path, JSON.stringify(document));
  const models = (args: readonly string[], options: RunOptions = {}) =>
    runHeimdex(['models', ...args, '--home', home], {
      ...options,
      env: { HOME: home, HF_ENDPOINT: hub.endpoint, ...options.env },
    });
  return { hub, home, path, read, models };
}

const unpin = (entry: Entry) => {
  entry.source.revision = 'main';
  entry.files = [{ path: 'onnx/model.onnx' }, { path: 'tokenizer.json' }];
};

function publishNewer(hub: FakeHub, content = someBytes(3001)): Uint8Array {
  hub.add(REPO, NEW, 'onnx/model.onnx', content);
  hub.add(REPO, NEW, 'tokenizer.json', tokenizer);
  return content;
}

describe('an entry that is not pinned', () => {
  it('is listed as such, and nothing else works with it', async () => {
    const { models, hub } = await rig(unpin);
    const listed = JSON.parse((await models(['list', '--json'])).stdout).models;
    expect(listed.find(({ key }: { key: string }) => key === 'mine')).toMatchObject({
      state: 'unpinned',
      revision: 'main',
      bytes: null,
    });
    expect((await models(['list', 'mine'])).stdout).toMatch(/^text +mine +fp32 +\? +MIT +unpinned$/m);
    for (const args of [
      ['pull', 'mine'],
      ['verify', 'mine'],
      ['path', 'mine'],
      ['pull', '--profile', 'own'],
    ]) {
      const { code, stderr } = await models(args);
      expect(stderr).toBe(
        'heimdex: mine is not pinned yet: its digests are not known\ntry: heimdex models lock mine\n',
      );
      expect(code).toBe(2);
    }
    expect((await models(['verify', 'other'])).code).toBe(4);
    expect(hub.requests).toEqual([]);
  });

  it('is pinned by lock, without asking, and is a model like any other then', async () => {
    const { models, hub, read } = await rig(unpin);
    const before = read();
    const locked = await models(['lock']);
    expect(locked.code, locked.stderr).toBe(0);
    expect(locked.stdout).toContain(`- revision: main\n+ revision: ${OLD}\n`);
    expect(locked.stdout).toContain(
      `- file tokenizer.json: not pinned\n+ file tokenizer.json: 7 bytes, sha256:${sha256(tokenizer)}\n`,
    );
    const { mine, ...rest } = read().models;
    expect(mine.source.revision).toBe(OLD);
    expect(mine.files).toEqual([
      { path: 'onnx/model.onnx', bytes: 3000, sha256: sha256(graph) },
      { path: 'tokenizer.json', bytes: 7, sha256: sha256(tokenizer) },
    ]);
    expect({ ...read(), models: rest }).toEqual({ ...before, models: { other: before.models.other } });
    expect((await models(['pull', '--no-self-test', 'mine'])).code).toBe(0);
    expect((await models(['verify', 'mine'])).code).toBe(0);
    expect(hub.requests.filter(({ url }) => url.endsWith('/tokenizer.json'))).toHaveLength(1);
    expect((await models(['lock'])).stderr).toMatch(/nothing to lock/);
  });

  it('is refused where its form is wrong in another way', async () => {
    for (const [change, reason] of [
      [
        (entry: Entry) => Object.assign(entry.source, { revision: '../main' }),
        /models\.mine\.source\.revision: expected 40 lower-case hex digits/,
      ],
      [
        (entry: Entry) => Object.assign(entry.files[0]!, { sha256: undefined, path: '../x' }),
        /models\.mine\.files\[0\]\.path: expected a relative path/,
      ],
      [
        (entry: Entry) => Object.assign(entry, { files: [{ path: 'a.onnx' }] }),
        /models\.mine\.config\.graph: onnx\/model\.onnx is not among the model's files/,
      ],
    ] as const) {
      const { models } = await rig(change);
      const { code, stderr } = await models(['list']);
      expect(stderr).toMatch(reason);
      expect(code).toBe(2);
    }
  });

  it('stays as it is where the repository lacks a file, or the network is forbidden', async () => {
    const { models, read } = await rig((entry) => {
      unpin(entry);
      entry.files.push({ path: 'onnx/model.onnx_data' });
    });
    const before = read();
    const lacking = await models(['lock', 'mine']);
    expect(lacking.code).toBe(6);
    expect(lacking.stderr).toMatch(/makers\/mine has no onnx\/model\.onnx_data at aaaaaaa/);
    expect((await models(['lock', 'mine'], { env: { HF_HUB_OFFLINE: '1' } })).code).toBe(4);
    expect(read()).toEqual(before);
  });
});

describe('a pin that is there', () => {
  it('gets the sha256 of a file that git names, without asking, and what is in the store stays good', async () => {
    const git = createHash('sha1').update('blob 7\0').update(tokenizer).digest('hex');
    const { models, read, home } = await rig((entry) => {
      entry.files[1] = { path: 'tokenizer.json', bytes: 7, gitSha1: git };
    });
    expect((await models(['pull', '--no-self-test', 'mine'])).code).toBe(0);
    const locked = await models(['lock']);
    expect(locked.code, locked.stderr).toBe(0);
    expect(read().models.mine.files[1]).toEqual({
      path: 'tokenizer.json',
      bytes: 7,
      sha256: sha256(tokenizer),
    });
    // Nothing was taken for damaged because its last check made another kind of digest.
    expect(readdirSync(join(home, 'models/mine', OLD)).sort()).toEqual(['onnx', 'tokenizer.json']);
    expect((await models(['verify', 'mine', '--quick'])).code).toBe(0);
  });

  it('changes with --update and --yes alone', async () => {
    const { models, hub, read } = await rig();
    const content = publishNewer(hub);
    expect((await models(['lock', 'mine'])).stdout).toBe('mine: pinned to what the Hub has\n');
    const before = read();
    const refused = await models(['lock', 'mine', '--update']);
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain(`- revision: ${OLD}\n+ revision: ${NEW}\n`);
    expect(refused.stdout).toContain(
      `- file onnx/model.onnx: 3000 bytes, sha256:${sha256(graph)}\n+ file onnx/model.onnx: 3001 bytes, sha256:${sha256(content)}\n`,
    );
    expect(refused.stderr).toMatch(
      /the pins of mine would change: nothing was written\ntry: run it again with --yes/,
    );
    expect((await models(['lock', 'mine', '--update', '--dry-run'])).code).toBe(0);
    expect(read()).toEqual(before);
    const locked = await models(['lock', 'mine', '--update', '--yes', '--json']);
    expect(JSON.parse(locked.stdout)).toMatchObject({
      schema: 'heimdex.lock/1',
      written: true,
      models: [{ key: 'mine', revision: NEW, changesPin: true }],
    });
    expect(read().models.mine.source.revision).toBe(NEW);
    expect((await models(['lock', 'mine', '--update', '--revision', OLD, '--yes'])).code).toBe(0);
    expect(read().models.mine.source.revision).toBe(OLD);
  });

  it('is a digest that was stated by hand: one that the Hub does not have is not overwritten unasked', async () => {
    const { models, read } = await rig((entry) => {
      entry.source.revision = 'main';
      entry.files[0] = { path: 'onnx/model.onnx', bytes: 3000, sha256: 'c'.repeat(64) };
    });
    const before = read();
    const refused = await models(['lock']);
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain(`- file onnx/model.onnx: 3000 bytes, sha256:${'c'.repeat(64)}`);
    expect(read()).toEqual(before);
  });

  it('can not be made for models of heimdex itself, of a folder, or of nobody', async () => {
    const { models } = await rig((entry) =>
      Object.assign(entry, { source: { kind: 'local', revision: OLD } }),
    );
    for (const [args, reason] of [
      [['bge-m3'], /bge-m3 is pinned by heimdex itself/],
      [['mine'], /mine came from a folder/],
      [['nine'], /there is no model nine \(did you mean mine\?\)/],
      [['mine', '--revision', 'main'], /--revision is for pins that are made again/],
    ] as const) {
      const { code, stderr } = await models(['lock', ...args]);
      expect(stderr).toMatch(reason);
      expect(code).toBe(2);
    }
  });
});
