import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type FakeHub, startFakeHub } from '../../support/fake-hub.ts';
import { startFakeProxy } from '../../support/fake-proxy.ts';
import {
  type MadeModel,
  madeModel,
  publish,
  someBytes,
  writeUserManifest,
} from '../../support/made-models.ts';
import { type RunOptions, runHeimdex } from '../../support/run-heimdex.ts';
import { sharedData } from '../../support/shared-data.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function setUp(made: MadeModel, hub?: FakeHub) {
  const used = hub ?? (await startFakeHub());
  publish(used, made);
  const home = tempFolder();
  writeUserManifest(home, [made]);
  const env = { HEIMDEX_HOME: home, HF_ENDPOINT: used.endpoint };
  const run = (args: string[], options: RunOptions = {}) =>
    runHeimdex(args, { ...options, env: { ...env, ...options.env } });
  const folder = join(home, 'models', made.model.key, made.model.source.revision);
  return {
    hub: used,
    home,
    folder,
    run,
    pull: (options?: RunOptions) => run(['models', 'pull', 'made'], options),
  };
}

const oneFile = (bytes: number) => madeModel('made', { 'onnx/model.onnx': someBytes(bytes) });

test('a pull says what and how much first, then brings it, and verify agrees', async () => {
  const { run, pull, hub } = await setUp(
    madeModel('made', { 'onnx/model.onnx': someBytes(2_000_000), 'tokenizer.json': someBytes(400) }),
  );
  const pulled = await pull();
  expect(pulled.code).toBe(0);
  expect(pulled.stdout).toBe('');
  const lines = pulled.stderr.trimEnd().split('\n');
  expect(lines[0]).toBe('to pull: 2 files of made: 2.0 MB');
  expect(lines.at(-1)).toBe('pulled and verified 2 files, 2.0 MB');
  expect(pulled.stderr).not.toContain('\u001b');
  expect((await run(['models', 'verify', 'made'])).code).toBe(0);

  const again = await pull();
  expect(again).toMatchObject({ code: 0, stderr: 'everything is here already\n' });
  expect(hub.requests).toHaveLength(2);
});

test('with --json the result is one document, with --progress json the progress is one event a line', async () => {
  const { run } = await setUp(oneFile(300_000));
  const { code, stdout, stderr } = await run(['models', 'pull', 'made', '--json', '--progress', 'json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    schema: 'heimdex.pull/1',
    models: ['made'],
    files: 1,
    bytes: 300_000,
  });
  const events = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.map(({ kind }) => kind)).toEqual(['plan', 'file-started', 'bytes', 'file-done']);
  expect(events[0].files).toEqual([{ model: 'made', path: 'onnx/model.onnx', bytes: 300_000 }]);
});

describe('a failure', () => {
  test('D13 of the Hub ends with exit 6 and a next step', async () => {
    const { hub, pull } = await setUp(oneFile(1000));
    hub.always('model.onnx', { status: 401 });
    const { code, stderr } = await pull();
    expect(code).toBe(6);
    expect(stderr).toContain(
      'heimdex: onnx/model.onnx of made: access denied (401)\ntry: accept the licence',
    );
  });

  test('D7 of the content ends with exit 5', async () => {
    const { hub, pull } = await setUp(oneFile(1000));
    hub.always('model.onnx', { corrupt: 3 });
    const { code, stderr } = await pull();
    expect(code).toBe(5);
    expect(stderr).toContain('heimdex: checksum mismatch: onnx/model.onnx of made');
  });

  test('D17 never shows the access token', async () => {
    const { hub, run } = await setUp(oneFile(1000));
    hub.always('model.onnx', { status: 403 });
    const { stdout, stderr } = await run(['models', 'pull', 'made', '--verbose'], {
      env: { HF_TOKEN: 'hf_abcdefghijk' },
    });
    expect(hub.requests[0]!.headers.authorization).toBe('Bearer hf_abcdefghijk');
    expect(stdout + stderr).not.toContain('abcdefghijk');
  });
});

describe('the environment', () => {
  test('D28 HF_HUB_OFFLINE=1: no request, exit 4', async () => {
    const { hub, pull } = await setUp(oneFile(1000));
    const { code, stderr } = await pull({ env: { HF_HUB_OFFLINE: '1' } });
    expect(code).toBe(4);
    expect(stderr).toContain('HF_HUB_OFFLINE forbids to pull');
    expect(hub.requests).toHaveLength(0);
  });

  test('D28 HTTP_PROXY is gone through, unless NO_PROXY names the host', async () => {
    const proxy = await startFakeProxy();
    const first = await setUp(oneFile(1000));
    expect((await first.pull({ env: { HTTP_PROXY: proxy.address } })).code).toBe(0);
    expect(proxy.asked).toEqual([new URL(first.hub.endpoint).host]);
    const second = await setUp(oneFile(1000));
    expect((await second.pull({ env: { HTTP_PROXY: proxy.address, NO_PROXY: '127.0.0.1' } })).code).toBe(0);
    expect(proxy.asked).toHaveLength(1);
  });

  test('D28 HF_ENDPOINT that is no address: exit 2', async () => {
    const { pull } = await setUp(oneFile(1000));
    expect(await pull({ env: { HF_ENDPOINT: 'nowhere' } })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('HF_ENDPOINT is no address of a Hub: nowhere'),
    });
  });
});

describe('what is asked for', () => {
  test.each([
    [['models', 'pull', 'whisper-smal'], 'there is no model whisper-smal (did you mean whisper-small?)'],
    [['models', 'pull', '--profile', 'standart'], 'there is no profile standart (did you mean standard?)'],
    [['models', 'pull', '--with', 'speech=bge-m3'], 'bge-m3 is a model for text, not for speech'],
    [['models', 'pull', '--jobs', '0'], 'Expected a whole number from 1 to 16'],
    [['models', 'pull', '--profil', 'lite'], 'unknown option'],
  ])('%j is an error of usage', async (args, message) => {
    const { run, hub } = await setUp(oneFile(1000));
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(hub.requests).toHaveLength(0);
  });

  test('a model that comes with heimdex is not pulled', async () => {
    const { run, hub } = await setUp(oneFile(1000));
    const { code, stderr } = await run(['models', 'pull', '--profile', 'demo']);
    expect(code).toBe(0);
    expect(stderr).toContain('demo-sight comes with heimdex: nothing to pull');
    expect(hub.requests).toHaveLength(0);
  });
});

test('D24 two pulls of one model at once make one transfer', async () => {
  const { hub, pull } = await setUp(oneFile(1_000_000));
  hub.always('model.onnx', { slow: { bytes: 200_000, everyMs: 150 } });
  const first = pull();
  while (hub.requests.length === 0) await wait(10);
  const [one, two] = await Promise.all([first, pull()]);
  expect([one.code, two.code]).toEqual([0, 0]);
  expect(two.stderr).toMatch(/another heimdex \(pid \d+\) is pulling made: waiting for it/);
  expect(hub.requests).toHaveLength(1);
});

test('D26 a pull that has waited long enough for another ends with exit 8', async () => {
  const { hub, run, pull } = await setUp(oneFile(1_000_000));
  hub.always('model.onnx', { slow: { bytes: 100_000, everyMs: 200 } });
  const first = pull();
  while (hub.requests.length === 0) await wait(10);
  const second = await run(['models', 'pull', 'made', '--wait', '0']);
  expect(second.code).toBe(8);
  expect(second.stderr).toMatch(/heimdex: another heimdex \(pid \d+\) is pulling made\ntry: /);
  expect((await first).code).toBe(0);
});

describe('an end from outside', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'D27 %s stops before the file is whole and keeps what has come; the next pull goes on',
    async (name, exit) => {
      const { hub, run, folder, pull } = await setUp(oneFile(3_000_000));
      hub.fault('model.onnx', { slow: { bytes: 200_000, everyMs: 50 } });
      const { code, stderr } = await pull({
        onStart: async (child) => {
          while (hub.requests.length === 0) await wait(10);
          await wait(300);
          child.kill(name);
        },
      });
      expect(code).toBe(exit);
      expect(stderr).toMatch(/heimdex: stopped, [0-2]\.\d of 3\.0 MB kept\ntry: run the same command again/);
      const kept = statSync(join(folder, 'onnx/model.onnx.part')).size;
      expect(kept).toBeGreaterThan(0);
      expect((await pull()).code).toBe(0);
      expect(hub.requests[1]!.headers.range).toBe(`bytes=${kept}-`);
      expect((await run(['models', 'verify', 'made'])).code).toBe(0);
    },
  );

  test('D23 SIGKILL, twice on the way, leaves nothing that a third pull can’t bring to a verified end', async () => {
    const { hub, run, folder, pull } = await setUp(
      madeModel('made', {
        'onnx/model.onnx': someBytes(4_000_000),
        a: someBytes(1_500_000),
        b: someBytes(10),
      }),
    );
    hub.always('', { slow: { bytes: 200_000, everyMs: 60 } });
    for (const delay of [250, 350]) {
      const before = hub.requests.length;
      const killed = await pull({
        onStart: async (child) => {
          while (hub.requests.length === before) await wait(5);
          await wait(delay);
          child.kill('SIGKILL');
        },
      });
      expect(killed.signal).toBe('SIGKILL');
      const { stdout } = await run(['models', 'verify', 'made', '--json']);
      const states = JSON.parse(stdout).files.map((file: { state: string }) => file.state);
      expect(states).not.toContain('hash');
      expect(states).not.toContain('size');
    }
    expect((await pull()).code).toBe(0);
    expect((await run(['models', 'verify', 'made'])).code).toBe(0);
    expect(statSync(join(folder, 'onnx/model.onnx')).mode & 0o777).toBe(0o444);
  });
});

describe('real models', () => {
  test('all-MiniLM-L6-v2 and YuNet are pulled under the digests that heimdex ships, and one wrong byte is found', async (context) => {
    const files = [
      [
        'Xenova/all-MiniLM-L6-v2',
        'onnx/model_quantized.onnx',
        'models/all-MiniLM-L6-v2/onnx/model_quantized.onnx',
      ],
      ['Xenova/all-MiniLM-L6-v2', 'tokenizer.json', 'models/all-MiniLM-L6-v2/tokenizer.json'],
      [
        'opencv/face_detection_yunet',
        'face_detection_yunet_2023mar.onnx',
        'models/yunet/face_detection_yunet_2023mar.onnx',
      ],
    ] as const;
    const sources = files.map(([repo, path, data]) => ({ repo, path, data: sharedData(context, data) }));
    const { hub, home, run } = await setUp(oneFile(10));
    const manifest = JSON.parse(
      readFileSync(new URL('../../../models.manifest.json', import.meta.url), 'utf8'),
    );
    for (const { repo, path, data } of sources) {
      const model = Object.values<{ source: { repo: string; revision: string } }>(manifest.models).find(
        ({ source }) => source.repo === repo,
      );
      hub.add(repo, model!.source.revision, path, readFileSync(data));
    }
    hub.fault('model_quantized.onnx', { dropAfter: 5_000_000 });
    const pulled = await run(['models', 'pull', 'all-minilm-l6-v2', 'yunet']);
    expect(pulled).toMatchObject({ code: 0 });
    const verified = await run(['models', 'verify', '--json']);
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.stdout)).toMatchObject({ schema: 'heimdex.verify/1', ok: true });

    const { stdout } = await run(['models', 'path', 'all-minilm-l6-v2']);
    expect(stdout.startsWith(home)).toBe(true);
    flipByte(join(stdout.trim(), 'onnx/model_quantized.onnx'));
    const after = await run(['models', 'verify']);
    expect(after.code).toBe(5);
    expect(after.stdout).toMatch(
      /^hash {5}all-minilm-l6-v2\/onnx\/model_quantized\.onnx {2}expected sha256:afdb6f1a/m,
    );
    expect(after.stderr).toContain('try: heimdex models pull all-minilm-l6-v2');
    expect((await run(['models', 'pull', 'all-minilm-l6-v2'])).code).toBe(0);
    expect((await run(['models', 'verify'])).code).toBe(0);
  }, 30_000);

  test('the small files of whisper-base are pulled under their published digests', async (context) => {
    const pins = JSON.parse(readFileSync(sharedData(context, 'pins.json'), 'utf8'));
    const pin = pins.models.find(({ repo }: { repo: string }) => repo === 'Xenova/whisper-base');
    const names = [
      'config.json',
      'generation_config.json',
      'preprocessor_config.json',
      'tokenizer.json',
      'tokenizer_config.json',
    ];
    const contents = names.map((name) => [
      name,
      readFileSync(sharedData(context, `tokenizers/whisper-base/${name}`)),
    ]);
    const made = madeModel('made', Object.fromEntries(contents));
    const files = names.map((name) => {
      const { path, bytes, sha256 } = pin.files.find((file: { path: string }) => file.path === name);
      return { path, bytes, sha256 };
    });
    const source = { kind: 'hub', repo: pin.repo, revision: pin.revision } as const;
    const { run } = await setUp({ ...made, model: { ...made.model, source, files } });
    expect((await run(['models', 'pull', 'made'])).code).toBe(0);
    expect((await run(['models', 'verify', 'made'])).code).toBe(0);
  });
});

function flipByte(path: string): void {
  const content = readFileSync(path);
  content[content.length >> 1]! ^= 1;
  chmodSync(path, 0o644);
  writeFileSync(path, content);
}
