import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type FakeHub, startFakeHub } from '../../support/fake-hub.ts';
import { textGraph, textWeights } from '../../support/made-graphs.ts';
import { sha256 } from '../../support/made-models.ts';
import { type RunOptions, runHeimdex } from '../../support/run-heimdex.ts';
import { sharedData } from '../../support/shared-data.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const REPO = 'makers/My-Text';
const COMMIT = 'a'.repeat(40);
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const TOKENIZER = readFileSync(
  fileURLToPath(new URL('../../golden/files/tiny-siglip2/tokenizer.json', import.meta.url)),
);

/** A fake Hub with a text model that runs, as sentence-transformers publishes them. */
async function textHub(
  files: Readonly<Record<string, Uint8Array>> = {},
  options: Parameters<typeof startFakeHub>[0] = {},
): Promise<FakeHub> {
  const hub = await startFakeHub(options);
  const all = {
    'README.md': Buffer.from('# model'),
    'tokenizer.json': TOKENIZER,
    'config.json': json({ model_type: 'bert', max_position_embeddings: 512 }),
    '1_Pooling/config.json': json({ pooling_mode_mean_tokens: true }),
    'onnx/model.onnx': textGraph(),
    ...files,
  };
  for (const [path, content] of Object.entries(all)) hub.add(REPO, COMMIT, path, content);
  hub.describe(REPO, { license: 'mit' });
  return hub;
}

const models = (hub: FakeHub, home: string, args: readonly string[], { env, ...options }: RunOptions = {}) =>
  runHeimdex(['models', ...args, '--home', home], {
    ...options,
    env: { HOME: home, HF_ENDPOINT: hub.endpoint, ...env },
  });
const manifestOf = (home: string) => JSON.parse(readFileSync(join(home, 'models.manifest.json'), 'utf8'));
const hasManifest = (home: string) => existsSync(join(home, 'models.manifest.json'));

describe('heimdex models add, from the Hub', () => {
  it('pins commit and digests, pulls what the code reads, and makes it a model like any other', async () => {
    const hub = await textHub({}, { pageSize: 3 });
    const home = tempFolder();
    const added = await models(hub, home, ['add', 'text', REPO, '--json']);
    expect(added.code, added.stderr).toBe(0);
    expect(JSON.parse(added.stdout)).toMatchObject({
      key: 'my-text-fp32',
      outcome: 'added',
      revision: COMMIT,
      licence: 'mit',
    });
    expect(manifestOf(home).models['my-text-fp32']).toEqual({
      role: 'text',
      source: { kind: 'hub', repo: REPO, revision: COMMIT },
      licence: 'mit',
      dtype: 'fp32',
      files: [
        { path: 'tokenizer.json', bytes: TOKENIZER.length, sha256: sha256(TOKENIZER) },
        { path: 'onnx/model.onnx', bytes: textGraph().length, sha256: sha256(textGraph()) },
      ],
      config: {
        dimension: 4,
        graph: 'onnx/model.onnx',
        tokenizer: 'tokenizer.json',
        output: 'last_hidden_state',
        pooling: 'mean',
        maxTokens: 512,
        quantization: 'none',
        languages: ['*'],
      },
    });
    expect((await models(hub, home, ['verify', 'my-text-fp32'])).code).toBe(0);
    // What was fetched to be hashed is in the store: nothing is left to pull, and nothing was fetched twice.
    const before = hub.requests.length;
    expect((await models(hub, home, ['pull', 'my-text-fp32'])).code).toBe(0);
    expect(hub.requests).toHaveLength(before);
    expect(hub.requests.filter(({ url }) => url.endsWith('/tokenizer.json'))).toHaveLength(1);
    expect(hub.requests.filter(({ url }) => url.endsWith('README.md'))).toEqual([]);
    rmSync(join(home, 'models/my-text-fp32', COMMIT, 'onnx/model.onnx'));
    expect((await models(hub, home, ['pull', 'my-text-fp32'])).code).toBe(0);
    expect((await models(hub, home, ['verify', 'my-text-fp32'])).code).toBe(0);
  });

  it('takes a branch, a tag or a commit, and has nothing to do the second time', async () => {
    const hub = await textHub();
    hub.branch(REPO, 'v1', COMMIT);
    const home = tempFolder();
    expect((await models(hub, home, ['add', 'text', `${REPO}@v1`])).code).toBe(0);
    expect(manifestOf(home).models['my-text-fp32'].source.revision).toBe(COMMIT);
    expect((await models(hub, home, ['add', 'text', `${REPO}@${COMMIT}`])).stdout).toMatch(
      /^nothing to do for my-text-fp32/,
    );
    const other = await models(hub, home, ['add', 'text', `${REPO}@v2`]);
    expect(other.code).toBe(6);
    expect(other.stderr).toMatch(
      /makers\/My-Text@v2: not found.*\ntry: see whether owner, name and revision are right/,
    );
  });

  it('shows what a newer commit would change before it pulls any of it', async () => {
    const hub = await textHub();
    const home = tempFolder();
    await models(hub, home, ['add', 'text', REPO]);
    const newer = 'b'.repeat(40);
    for (const [path, content] of [
      ['tokenizer.json', TOKENIZER],
      ['1_Pooling/config.json', json({ pooling_mode_cls_token: true })],
      ['onnx/model.onnx', textGraph({ dimension: 6 })],
    ] as const)
      hub.add(REPO, newer, path, content);
    const refused = await models(hub, home, ['add', 'text', REPO]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`- revision: ${COMMIT}\n+ revision: ${newer}`);
    expect(hub.requests.some(({ url }) => url.includes(`resolve/${newer}/onnx`))).toBe(false);
    expect((await models(hub, home, ['add', 'text', REPO, '--replace', '--max-tokens', '64'])).code).toBe(0);
    expect(manifestOf(home).models['my-text-fp32']).toMatchObject({
      source: { revision: newer },
      config: { dimension: 6, pooling: 'first' },
    });
  });

  it('takes the files with weights that the graph names', async () => {
    const weights = new Uint8Array(textWeights().buffer);
    const hub = await textHub({
      'onnx/model.onnx': textGraph({ external: 'model.onnx_data' }),
      'onnx/model.onnx_data': weights,
    });
    const home = tempFolder();
    const added = await models(hub, home, ['add', 'text', REPO, '--json']);
    expect(added.code, added.stderr).toBe(0);
    expect(JSON.parse(added.stdout).files.map(({ path }: { path: string }) => path)).toContain(
      'onnx/model.onnx_data',
    );
    expect((await models(hub, home, ['verify', 'my-text-fp32'])).code).toBe(0);
  });

  it('keeps what was pulled where a constant is missing, so that the next try needs no more of it', async () => {
    const hub = await textHub({ '1_Pooling/config.json': json({}) });
    const home = tempFolder();
    const refused = await models(hub, home, ['add', 'text', REPO]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/do not tell pooling\ntry: state it: --set pooling=mean/);
    expect(hasManifest(home)).toBe(false);
    expect((await models(hub, home, ['add', 'text', REPO, '--pooling', 'mean'])).code).toBe(0);
    expect(hub.requests.filter(({ url }) => url.endsWith('model.onnx'))).toHaveLength(1);
  });

  it('names the number formats that there are', async () => {
    const hub = await textHub({ 'onnx/model_q4.onnx': textGraph() });
    const result = await models(hub, tempFolder(), ['add', 'text', REPO, '--dtype', 'q5']);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(
      /no graph of number format q5 \(did you mean q8\?|no graph of number format q5 \(did you mean q4\?\); for text there are fp32, q4/,
    );
  });

  it('refuses a small file that is not what git calls it', async () => {
    const hub = await textHub();
    hub.always('/tokenizer.json', { corrupt: 3 });
    const home = tempFolder();
    const result = await models(hub, home, ['add', 'text', REPO]);
    expect(result.code).toBe(5);
    expect(result.stderr).toMatch(
      /checksum mismatch: tokenizer\.json of makers\/My-Text: expected git-sha1 [0-9a-f]{40}, got/,
    );
    expect(hasManifest(home)).toBe(false);
  });

  it('refuses a large file that has not the digest the listing states', async () => {
    const hub = await textHub();
    hub.always('/model.onnx', { corrupt: 3 });
    const home = tempFolder();
    expect((await models(hub, home, ['add', 'text', REPO])).code).toBe(5);
    expect(hasManifest(home)).toBe(false);
  });

  it('sends the token to the endpoint alone, and follows no next page to another host', async () => {
    const thief = await startFakeHub();
    const hub = await textHub({}, { pageSize: 2 });
    const foreign = new URL(thief.endpoint);
    foreign.hostname = 'localhost';
    hub.always(`/api/models/${REPO}/tree/${COMMIT}`, {
      linkNext: `${foreign.href}api/models/x/tree/main?cursor=2`,
    });
    const home = tempFolder();
    const result = await models(hub, home, ['add', 'text', REPO], { env: { HF_TOKEN: 'hf_secretsecret' } });
    expect(result.code).toBe(6);
    expect(result.stderr).toMatch(/refused (?:foreign|insecure) redirect to http:\/\/localhost/);
    expect(result.stderr).not.toContain('secretsecret');
    expect(thief.requests).toEqual([]);
    expect(hub.requests[0]!.headers.authorization).toBe('Bearer hf_secretsecret');
    expect(hasManifest(home)).toBe(false);
  });

  it('asks for no end of pages', async () => {
    const hub = await textHub();
    hub.always(`/api/models/${REPO}/tree/${COMMIT}`, {
      linkNext: `${hub.endpoint}/api/models/${REPO}/tree/${COMMIT}`,
    });
    const result = await models(hub, tempFolder(), ['add', 'text', REPO]);
    expect(result.code).toBe(6);
    expect(result.stderr).toMatch(
      /no listing of a model: it lists more than|no listing of a model: it has more than/,
    );
  });

  it.each([
    [
      'a commit that is none',
      `/revision/main`,
      { json: { _id: '1', id: REPO, sha: 'main' } },
      /the answer is no listing of a model: the commit/,
    ],
    [
      'a digest that is none',
      `/tree/${COMMIT}`,
      { json: [{ type: 'file', path: 'a.onnx', size: 1, oid: 'x', lfs: { oid: '../x', size: 1 } }] },
      /the digest of a\.onnx/,
    ],
    [
      'a size that is none',
      `/tree/${COMMIT}`,
      { json: [{ type: 'file', path: 'a.onnx', size: -1, oid: 'a'.repeat(40) }] },
      /the size of a\.onnx/,
    ],
    [
      'something that is no list',
      `/tree/${COMMIT}`,
      { json: { nothing: true } },
      /the answer is no listing of a model/,
    ],
    ['a page to sign in', '/revision/main', { html: true }, /the answer is no listing of a model/],
  ] as const)('refuses %s', async (_, pathEnd, fault, reason) => {
    const hub = await textHub();
    hub.always(pathEnd, fault);
    const home = tempFolder();
    const result = await models(hub, home, ['add', 'text', REPO]);
    expect(result.stderr).toMatch(reason);
    expect(result.code).toBe(6);
    expect(result.stdout).toBe('');
    expect(hasManifest(home)).toBe(false);
  });

  it('takes no path that could lead out of the model, whatever the listing says', async () => {
    const hub = await textHub();
    hub.always(`/tree/${COMMIT}`, {
      json: ['../evil.onnx', '/etc/evil.onnx', 'onnx/model.onnx\u0000', 'tokenizer.json'].map((path) => ({
        type: 'file',
        path,
        size: 1,
        oid: 'a'.repeat(40),
      })),
    });
    const home = tempFolder();
    const result = await models(hub, home, ['add', 'face-detection', REPO, '--graph', '../evil.onnx']);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/holds no graph \.\.\/evil\.onnx/);
    expect(existsSync(join(home, 'models')) ? readdirSync(join(home, 'models')) : []).toEqual([]);
  });

  it('tries again where the server asks for patience, and says when the model is gated or not there', async () => {
    const hub = await textHub();
    hub.fault('/revision/main', { status: 503, retryAfter: '0' });
    expect((await models(hub, tempFolder(), ['add', 'text', REPO])).code).toBe(0);
    hub.gate(REPO, { token: 'hf_theonethatmay' });
    const gated = await models(hub, tempFolder(), ['add', 'text', REPO]);
    expect(gated.code).toBe(6);
    expect(gated.stderr).toMatch(/access denied \(401\)/);
    expect(
      (await models(hub, tempFolder(), ['add', 'text', REPO], { env: { HF_TOKEN: 'hf_theonethatmay' } }))
        .code,
    ).toBe(0);
    const absent = await models(hub, tempFolder(), ['add', 'text', 'makers/nothing']);
    expect(absent.stderr).toMatch(/^heimdex: makers\/nothing@main: not found/);
    expect(absent.code).toBe(6);
  });

  it('asks nothing where the network is forbidden', async () => {
    const hub = await textHub();
    const result = await models(hub, tempFolder(), ['add', 'text', REPO], { env: { HF_HUB_OFFLINE: '1' } });
    expect(result.code).toBe(4);
    expect(result.stderr).toMatch(/HF_HUB_OFFLINE forbids to ask the Hub/);
    expect(hub.requests).toEqual([]);
  });

  it('pulls the real all-MiniLM-L6-v2 and knows it', async (context) => {
    const hub = await startFakeHub({ cdn: true });
    const repo = 'Xenova/all-MiniLM-L6-v2';
    for (const path of ['tokenizer.json', 'onnx/model_quantized.onnx']) {
      hub.add(repo, COMMIT, path, readFileSync(sharedData(context, `models/all-MiniLM-L6-v2/${path}`)));
    }
    const home = tempFolder();
    const added = await models(hub, home, ['add', 'text', repo, '--name', 'mini', '--progress', 'json']);
    expect(added.code, added.stderr).toBe(0);
    expect(manifestOf(home).models.mini).toMatchObject({
      dtype: 'q8',
      config: { dimension: 384, pooling: 'mean', quantization: 'dynamic' },
    });
    expect((await models(hub, home, ['verify', 'mini'])).code).toBe(0);
    for (const line of added.stderr.trim().split('\n'))
      expect(JSON.parse(line).schema).toMatch(/^heimdex\.(pull|add|self-test)-event\/1$/);
  });
});
