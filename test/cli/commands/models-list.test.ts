import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { install, madeModel, someBytes, writeUserManifest } from '../../support/made-models.ts';
import { runHeimdex } from '../../support/run-heimdex.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function setUp() {
  const home = tempFolder();
  const made = madeModel('made', { a: someBytes(2_000_000), b: someBytes(500) });
  writeUserManifest(home, [made], { own: { text: 'made' } });
  const run = (...args: string[]) => runHeimdex(['models', ...args], { env: { HEIMDEX_HOME: home } });
  const stateOf = async () => JSON.parse((await run('list', 'made', '--json')).stdout).models[0].state;
  return { home, made, run, stateOf };
}

describe('models list', () => {
  test('shows each model with its size and state, and each profile with its total', async () => {
    const { home, made, run } = setUp();
    install(home, made);
    const { code, stdout } = await run('list');
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^role +model +weights +size +licence +state$/);
    expect(lines.find((line) => line.includes(' made '))).toMatch(/^text +made +fp32 +2\.0 MB +MIT +ready$/);
    expect(lines.find((line) => line.includes(' whisper-small '))).toMatch(
      /^speech .* q8 +252 MB +Apache-2\.0 +missing$/,
    );
    expect(lines.find((line) => line.startsWith('standard'))).toMatch(/^standard +6 +1\.6 GB +0 B$/);
    expect(lines.find((line) => line.startsWith('own'))).toMatch(/^own +1 +2\.0 MB +all$/);
  });

  test('of a profile shows only that', async () => {
    const { run } = setUp();
    const { stdout } = await run('list', '--profile', 'own');
    expect(stdout.trimEnd().split('\n')).toHaveLength(5);
  });

  test('names the pins of a profile: the same on every machine, another with any file that is another', async () => {
    const pinsOf = async (file: Uint8Array, installed: boolean) => {
      const home = tempFolder();
      const made = madeModel('made', { a: file });
      writeUserManifest(home, [made], { own: { text: 'made' } });
      if (installed) install(home, made);
      const { stdout } = await runHeimdex(['models', 'list', '--json'], { env: { HEIMDEX_HOME: home } });
      return JSON.parse(stdout).profiles.own.pins;
    };
    const [one, other] = [someBytes(500), someBytes(500)];
    const pins = await pinsOf(one, false);
    expect(await pinsOf(one, true)).toBe(pins);
    expect(await pinsOf(other, false)).not.toBe(pins);
  });

  test('as JSON has the documented form', async () => {
    const { home, made, run } = setUp();
    const document = JSON.parse((await run('list', '--profile', 'own', '--json')).stdout);
    expect(document).toEqual({
      schema: 'heimdex.models/1',
      home,
      profiles: {
        own: {
          models: { text: 'made' },
          bytes: 2_000_500,
          bytesHere: 0,
          pins: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      },
      models: [
        {
          key: 'made',
          role: 'text',
          repo: 'makers/made',
          revision: made.model.source.revision,
          licence: 'MIT',
          dtype: 'fp32',
          bytes: 2_000_500,
          state: 'missing',
          files: made.model.files.map((file) => ({ ...file, state: 'missing' })),
        },
      ],
    });
  });

  test('knows missing, partial, ready and damaged', async () => {
    const { home, made, stateOf } = setUp();
    expect(await stateOf()).toBe('missing');
    const [[path, content]] = made.contents as unknown as [[string, Uint8Array]];
    install(home, { ...made, contents: new Map([[path, content]]) });
    expect(await stateOf()).toBe('partial');
    const folder = install(home, made);
    expect(await stateOf()).toBe('ready');
    writeFileSync(join(folder, 'b'), 'x');
    expect(await stateOf()).toBe('damaged');
  });
});

describe('models path', () => {
  test('prints the folder of a model, whether it is there or not', async () => {
    const { home, made, run } = setUp();
    const { code, stdout } = await run('path', 'made', 'yunet');
    expect(code).toBe(0);
    expect(stdout.replace(home, '').split('\n')).toEqual([
      expect.stringMatching(/^\/models\/yunet\/[0-9a-f]{40}$/),
      join(home, 'models', 'made', made.model.source.revision),
      '',
    ]);
  });

  test('as JSON says which is which', async () => {
    const { run } = setUp();
    const document = JSON.parse((await run('path', 'made', '--json')).stdout);
    expect(document).toMatchObject({
      schema: 'heimdex.model-paths/1',
      models: [{ key: 'made', state: 'missing' }],
    });
  });
});

test.each(['list', 'pull', 'verify', 'path'])('models %s explains itself with an example', async (verb) => {
  const { code, stdout } = await runHeimdex(['models', verb, '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain(`$ heimdex models ${verb}`);
});
