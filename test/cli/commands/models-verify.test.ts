import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { install, madeModel, someBytes, writeUserManifest } from '../../support/made-models.ts';
import { runHeimdex } from '../../support/run-heimdex.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function setUp() {
  const home = tempFolder();
  const made = madeModel('made', { 'onnx/model.onnx': someBytes(500_000), 'tokenizer.json': someBytes(300) });
  const other = madeModel('other', { f: someBytes(10) });
  writeUserManifest(home, [made, other], { both: { text: 'made' } });
  const folder = install(home, made);
  const verify = (...args: string[]) =>
    runHeimdex(['models', 'verify', ...args], { env: { HEIMDEX_HOME: home } });
  return { home, folder, verify };
}

/** The lines about models that do not come with heimdex. */
const ownLines = (stdout: string) => stdout.split('\n').filter((line) => /\s(?:made|other)\//.test(line));

describe('a line a file', () => {
  test('of each model of which something is here; all well is exit 0', async () => {
    const { verify } = setUp();
    const { code, stdout, stderr } = await verify();
    expect(ownLines(stdout)).toEqual(['ok       made/onnx/model.onnx', 'ok       made/tokenizer.json']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('of a named model, also where nothing of it is here: only missing is exit 4', async () => {
    const { verify } = setUp();
    const { code, stdout, stderr } = await verify('made', 'other');
    expect(ownLines(stdout).at(-1)).toBe('missing  other/f');
    expect(stderr).toBe('heimdex: 1 file does not fit: other/f (missing)\ntry: heimdex models pull other\n');
    expect(code).toBe(4);
  });

  test('with a wrong size or digest is exit 5, whatever else is missing', async () => {
    const { verify, folder } = setUp();
    writeFileSync(join(folder, 'onnx/model.onnx'), someBytes(500_000));
    writeFileSync(join(folder, 'tokenizer.json'), 'x');
    const { code, stdout } = await verify('made', 'other');
    const lines = ownLines(stdout);
    expect(lines[0]).toMatch(
      /^hash {5}made\/onnx\/model\.onnx {2}expected sha256:[0-9a-f]{64}, got sha256:[0-9a-f]{64}$/,
    );
    expect(lines[1]).toBe('size     made/tokenizer.json  expected 300 bytes, got 1 bytes');
    expect(code).toBe(5);
  });

  test('of a file too many is no fault', async () => {
    const { verify, folder } = setUp();
    writeFileSync(join(folder, 'onnx/\u001b[2Jnotes'), 'x');
    const { code, stdout } = await verify();
    expect(ownLines(stdout).at(-1)).toBe('extra    made/onnx/\\x1b[2Jnotes');
    expect(code).toBe(0);
  });
});

test('with --json there is one document, and nothing else on stdout', async () => {
  const { verify, folder } = setUp();
  rmSync(join(folder, 'tokenizer.json'));
  writeFileSync(join(folder, 'more'), '');
  const { code, stdout } = await verify('made', '--json');
  expect(code).toBe(4);
  expect(JSON.parse(stdout)).toEqual({
    schema: 'heimdex.verify/1',
    ok: false,
    files: [
      { model: 'made', path: 'onnx/model.onnx', state: 'ok', expected: null, actual: null },
      { model: 'made', path: 'tokenizer.json', state: 'missing', expected: null, actual: null },
      { model: 'made', path: 'more', state: 'extra', expected: null, actual: null },
    ],
  });
});

test('--quick trusts what is untouched since the last full check, and finds what is not', async () => {
  const { verify, folder } = setUp();
  await verify();
  expect((await verify('--quick')).code).toBe(0);
  writeFileSync(join(folder, 'onnx/model.onnx'), someBytes(500_000));
  const { code, stdout } = await verify('--quick');
  expect(code).toBe(5);
  expect(stdout).toContain('hash     made/onnx/model.onnx');
});

test('C1 a byte that is flipped with size and time as before is found by the full check, and then by --quick too', async () => {
  const { verify, folder } = setUp();
  const graph = join(folder, 'onnx/model.onnx');
  // A time that can be given back to the nanosecond.
  const time = new Date('2001-01-01T00:00:00Z');
  utimesSync(graph, time, time);
  await verify();
  const content = readFileSync(graph);
  content[1000]! ^= 1;
  writeFileSync(graph, content);
  utimesSync(graph, time, time);
  expect((await verify('--quick')).code).toBe(0);
  expect((await verify()).code).toBe(5);
  expect((await verify('--quick')).code).toBe(5);
});

test('a store without any pulled model is exit 4, with what to do', async () => {
  const { code, stderr } = await runHeimdex(['models', 'verify'], { env: { HEIMDEX_HOME: tempFolder() } });
  expect(code).toBe(4);
  expect(stderr).toContain('heimdex: no model has been pulled yet\ntry: heimdex models pull\n');
});

test('a broken manifest of the user is exit 2 and names the place', async () => {
  const home = tempFolder();
  writeFileSync(
    join(home, 'models.manifest.json'),
    '{"schemaVersion":1,"models":{},"profiles":{"x":{"text":"no"}}}',
  );
  const { code, stderr } = await runHeimdex(['models', 'verify', '--json'], { env: { HEIMDEX_HOME: home } });
  expect(code).toBe(2);
  expect(JSON.parse(stderr)).toMatchObject({
    schema: 'heimdex.error/1',
    code: 'manifest-invalid',
    exit: 2,
    message: expect.stringContaining('profiles.x.text: no model no'),
  });
});
