import { describe, expect, test } from 'vitest';
import { startFakeProxy } from '../../support/fake-proxy.ts';
import { madeModel, someBytes } from '../../support/made-models.ts';
import { oneFile, programWithModel } from '../../support/program-with-model.ts';

test('a pull says what and how much first, then brings it, and verify agrees', async () => {
  const { run, pull, hub } = await programWithModel(
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
  const { run } = await programWithModel(oneFile(300_000));
  const { code, stdout, stderr } = await run([
    'models',
    'pull',
    'made',
    '--no-self-test',
    '--json',
    '--progress',
    'json',
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    schema: 'heimdex.pull/1',
    models: ['made'],
    files: 1,
    bytes: 300_000,
    adopted: { files: 0, bytes: 0 },
  });
  const events = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.map(({ kind }) => kind)).toEqual(['plan', 'file-started', 'bytes', 'file-done', 'done']);
  expect(events[0].files).toEqual([
    { model: 'made', path: 'onnx/model.onnx', bytes: 300_000, kept: 0, cached: null },
  ]);
});

describe('a failure', () => {
  test('D13 of the Hub ends with exit 6 and a next step', async () => {
    const { hub, pull } = await programWithModel(oneFile(1000));
    hub.always('model.onnx', { status: 401 });
    const { code, stderr } = await pull();
    expect(code).toBe(6);
    expect(stderr).toContain(
      'heimdex: onnx/model.onnx of made: access denied (401)\ntry: accept the licence',
    );
  });

  test('D7 of the content ends with exit 5', async () => {
    const { hub, pull } = await programWithModel(oneFile(1000));
    hub.always('model.onnx', { corrupt: 3 });
    const { code, stderr } = await pull();
    expect(code).toBe(5);
    expect(stderr).toContain('heimdex: checksum mismatch: onnx/model.onnx of made');
  });

  test('D17 never shows the access token', async () => {
    const { hub, run } = await programWithModel(oneFile(1000));
    hub.always('model.onnx', { status: 403 });
    const { stdout, stderr } = await run(['models', 'pull', 'made', '--no-self-test', '--verbose'], {
      env: { HF_TOKEN: 'hf_abcdefghijk' },
    });
    expect(hub.requests[0]!.headers.authorization).toBe('Bearer hf_abcdefghijk');
    expect(stdout + stderr).not.toContain('abcdefghijk');
  });
});

describe('the environment', () => {
  test('D28 HF_HUB_OFFLINE=1: no request, exit 4', async () => {
    const { hub, pull } = await programWithModel(oneFile(1000));
    const { code, stderr } = await pull({ env: { HF_HUB_OFFLINE: '1' } });
    expect(code).toBe(4);
    expect(stderr).toContain('HF_HUB_OFFLINE forbids to pull');
    expect(hub.requests).toHaveLength(0);
  });

  test('D28 HTTP_PROXY is gone through, unless NO_PROXY names the host', async () => {
    const proxy = await startFakeProxy();
    const first = await programWithModel(oneFile(1000));
    expect((await first.pull({ env: { HTTP_PROXY: proxy.address } })).code).toBe(0);
    expect(proxy.asked).toEqual([new URL(first.hub.endpoint).host]);
    const second = await programWithModel(oneFile(1000));
    expect((await second.pull({ env: { HTTP_PROXY: proxy.address, NO_PROXY: '127.0.0.1' } })).code).toBe(0);
    expect(proxy.asked).toHaveLength(1);
  });

  test('D28 HF_ENDPOINT that is no address: exit 2', async () => {
    const { pull } = await programWithModel(oneFile(1000));
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
    const { run, hub } = await programWithModel(oneFile(1000));
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(hub.requests).toHaveLength(0);
  });

  test('a model that comes with heimdex is not pulled', async () => {
    const { run, hub } = await programWithModel(oneFile(1000));
    const { code, stderr } = await run(['models', 'pull', '--profile', 'demo']);
    expect(code).toBe(0);
    expect(stderr).toContain('demo-sight comes with heimdex: nothing to pull');
    expect(hub.requests).toHaveLength(0);
  });
});
