import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createPullLocks } from '../../../src/adapters/sqlite/create-pull-locks.ts';
import { fillCache } from '../../support/hugging-face-cache.ts';
import { madeModel, publish, sha256, someBytes, writeUserManifest } from '../../support/made-models.ts';
import { oneFile, programWithModel } from '../../support/program-with-model.ts';
import { tempFolder } from '../../support/temp-folder.ts';

interface Event {
  readonly schema: string;
  readonly kind: string;
}

/** What docs/cli.md says: the fields of each kind. */
function documentedKinds(): Map<string, string[]> {
  const text = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
  const section = text.split(/^## /m).find((each) => each.startsWith('Events of a pull\n'))!;
  const rows = [...section.matchAll(/^\| `([a-z-]+)` \| (.*?) \|/gm)];
  const names = (fields: string) => [...fields.replace(/\[.*?\]/g, '').matchAll(/`([A-Za-z]+)`/g)];
  return new Map(rows.map(([, kind, fields]) => [kind!, names(fields!).map(([, name]) => name!)]));
}

const linesOf = (stderr: string) =>
  stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const EVENTS = ['--json', '--progress', 'json'];

describe('with --json --progress json', () => {
  test('every kind of event is seen, and each has the fields that docs/cli.md states', async () => {
    const two = madeModel('made', {
      cached: someBytes(1000),
      damaged: someBytes(2000),
      fetched: someBytes(300_000),
    });
    const { hub, home, folder, run } = await programWithModel(two);
    const cache = tempFolder();
    const repository = fillCache(cache, two);
    writeFileSync(join(repository, 'blobs', sha256(two.contents.get('damaged')!)), Buffer.alloc(2000));
    const other = join(repository, 'blobs', sha256(two.contents.get('fetched')!));
    writeFileSync(other, Buffer.alloc(1));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'fetched'), 'damaged');
    hub.fault('fetched', { corrupt: 5 }, { dropAfter: 100_000 });
    const locks = createPullLocks(() => join(home, 'models', 'made'));
    const free = await locks.acquire(two.model, {
      ...{ signal: new AbortController().signal, limitMs: 0, onWait: () => {} },
    });
    const pulled = run(['models', 'pull', 'made', '--no-self-test', ...EVENTS], {
      env: { HF_HUB_CACHE: cache },
      onStart: (child) => child.stderr.on('data', (text) => String(text).includes('"waiting"') && free()),
    });
    const bundled = run(['models', 'pull', '--profile', 'demo', ...EVENTS]);
    const seen = new Map<string, Set<string>>();
    for (const { code, stdout, stderr } of await Promise.all([pulled, bundled])) {
      expect(code).toBe(0);
      expect(JSON.parse(stdout).schema).toBe('heimdex.pull/1');
      for (const { schema, kind, ...fields } of linesOf(stderr) as Event[]) {
        expect(schema).toBe('heimdex.pull-event/1');
        const names = Object.keys(fields).sort().join(' ');
        seen.set(kind, (seen.get(kind) ?? new Set()).add(names));
      }
    }
    const documented = documentedKinds();
    expect(documented.size).toBeGreaterThan(5);
    expect(Object.fromEntries([...seen].map(([kind, forms]) => [kind, [...forms]]))).toEqual(
      Object.fromEntries([...documented].map(([kind, names]) => [kind, [names.sort().join(' ')]])),
    );
  });

  test('a failure is the last line of stderr, and stdout is empty', async () => {
    const { hub, run } = await programWithModel(oneFile(1000));
    hub.always('model.onnx', { status: 404 });
    const { code, stdout, stderr } = await run(['models', 'pull', 'made', '--no-self-test', ...EVENTS]);
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    const lines = linesOf(stderr);
    expect(lines.at(-1)).toMatchObject({ schema: 'heimdex.error/1', code: 'not-found-upstream', exit: 6 });
    expect(lines.slice(0, -1).map(({ kind }) => kind)).toEqual(['plan', 'file-started']);
  });

  test('so is an interruption', async () => {
    const { hub, run } = await programWithModel(oneFile(3_000_000));
    hub.fault('model.onnx', { stallAfter: 2_000_000 });
    const { code, stdout, stderr } = await run(['models', 'pull', 'made', '--no-self-test', ...EVENTS], {
      onStart: async (child) => {
        while (hub.requests.length === 0) await wait(10);
        child.kill('SIGINT');
      },
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(linesOf(stderr).at(-1)).toMatchObject({
      schema: 'heimdex.error/1',
      code: 'interrupted',
      exit: 130,
    });
  });

  test('an error of usage too', async () => {
    const { run } = await programWithModel(oneFile(10));
    const { code, stdout, stderr } = await run(['models', 'pull', 'mad', ...EVENTS]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(linesOf(stderr)).toMatchObject([{ schema: 'heimdex.error/1', code: 'usage' }]);
  });
});

test.each([[['--progress', 'json']], [['--progress=json']]])(
  'with %j alone stderr holds JSON only, its error as well, and stdout nothing',
  async (progress) => {
    const { hub, run } = await programWithModel(oneFile(1000));
    hub.always('model.onnx', { status: 404 });
    const failed = await run(['models', 'pull', 'made', '--no-self-test', ...progress]);
    expect(linesOf(failed.stderr).at(-1)).toMatchObject({ schema: 'heimdex.error/1', exit: 6 });
    expect(failed.stdout).toBe('');
  },
);

test('with --json alone stdout is one document, and the error one line of stderr', async () => {
  const { hub, run, home } = await programWithModel(oneFile(1000));
  const done = await run(['models', 'pull', 'made', '--no-self-test', '--json']);
  expect(JSON.parse(done.stdout)).toMatchObject({ schema: 'heimdex.pull/1', files: 1, bytes: 1000 });
  const other = oneFile(2000);
  const renamed = { ...other, model: { ...other.model, key: 'other' } };
  publish(hub, other);
  writeUserManifest(home, [renamed]);
  hub.always('model.onnx', { status: 404 });
  const failed = await run(['models', 'pull', 'other', '--json', '--quiet']);
  expect(failed.stdout).toBe('');
  expect(linesOf(failed.stderr)).toMatchObject([{ schema: 'heimdex.error/1', exit: 6 }]);
});
