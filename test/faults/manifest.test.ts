import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, posix, win32 } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseManifest } from '../../src/domain/manifest/parse-manifest.ts';
import { startFakeHub } from '../support/fake-hub.ts';
import { expectError, expectErrorDocument } from '../support/pull-program.ts';
import { runHeimdex } from '../support/run-heimdex.ts';
import { tempFolder } from '../support/temp-folder.ts';

interface Entry {
  path: string;
  bytes: unknown;
  sha256?: string;
  gitSha1?: string;
}

/** A user's manifest whose model has four files: the last is the one that each test changes. */
function manifestWith(
  change: (last: Entry, source: { repo: string; revision: string }, files: Entry[]) => void,
) {
  const files: Entry[] = ['onnx/model.onnx', 'onnx/model.onnx_data', 'config.json', 'tokenizer.json'].map(
    (path) => ({ path, bytes: 10, sha256: 'b'.repeat(64) }),
  );
  const source = { kind: 'hub', repo: 'makers/made', revision: 'a'.repeat(40) };
  change(files[3]!, source, files);
  const config = {
    dimension: 4,
    graph: 'onnx/model.onnx',
    tokenizer: 'config.json',
    output: 'last_hidden_state',
    pooling: 'mean',
    maxTokens: 16,
    quantization: 'none',
    languages: ['en'],
  };
  const made = { role: 'text', source, licence: 'MIT', dtype: 'fp32', files, config };
  return { schemaVersion: 1, models: { made }, profiles: {} };
}

/** Pulls with a manifest; sees to it that nothing is asked for and nothing is written, inside or outside. */
async function expectRefused(text: string, message: RegExp, also: readonly string[][] = []): Promise<void> {
  const hub = await startFakeHub();
  const outside = tempFolder();
  const home = join(outside, 'home');
  mkdirSync(home);
  writeFileSync(join(home, 'models.manifest.json'), text);
  const env = { HEIMDEX_HOME: home, HF_ENDPOINT: hub.endpoint };
  const pull = (...args: string[]) =>
    runHeimdex(['models', 'pull', 'made', '--no-self-test', ...args], { env, cwd: outside });
  const whole = new RegExp(`/models\\.manifest\\.json is invalid: ${message.source}`);
  expectError(await pull(), 2, whole, /correct the file at that place, or remove it/);
  for (const args of also) expectErrorDocument(await pull(...args), 2, 'manifest-invalid', whole);
  expect(hub.requests).toEqual([]);
  expect(readdirSync(outside, { recursive: true })).toEqual(['home', join('home', 'models.manifest.json')]);
}

describe('the program refuses a manifest', () => {
  const PATH = /models\.made\.files\[3\]\.path: expected a relative path/;

  test.each<[string, Parameters<typeof manifestWith>[0], RegExp]>([
    ['a path that climbs', (last) => (last.path = '../x'), PATH],
    ['a path that climbs from within', (last) => (last.path = 'onnx/../../x'), PATH],
    ['an absolute path', (last) => (last.path = '/tmp/x'), PATH],
    ['a path of Windows', (last) => (last.path = 'a\\..\\b'), PATH],
    ['a drive', (last) => (last.path = 'C:x'), PATH],
    ['a NUL', (last) => (last.path = 'a\0b'), PATH],
    ['a newline', (last) => (last.path = 'a\nb'), PATH],
    ['a path of 300 characters', (last) => (last.path = 'a'.repeat(300)), PATH],
    ['a folder of git', (last) => (last.path = '.git/x'), PATH],
    [
      'a path that another is on a disk that ignores case',
      (last) => (last.path = 'ONNX/Model.onnx'),
      /models\.made\.files\[3\]\.path: the same path as files\[0\]\.path on a disk that ignores case/,
    ],
    [
      'a digest that is no hex',
      (last) => (last.sha256 = `${'b'.repeat(63)}/`),
      /models\.made\.files\[3\]\.sha256: expected 64 lower-case hex digits/,
    ],
    [
      'a git id that is no hex',
      (last) => {
        delete last.sha256;
        last.gitSha1 = '../'.padEnd(40, 'c');
      },
      /models\.made\.files\[3\]\.gitSha1: expected 40 lower-case hex digits/,
    ],
    [
      'a commit that is a path',
      (_, source) => (source.revision = '../../x'),
      /models\.made\.source\.revision: expected 40 lower-case hex digits/,
    ],
    [
      'a repository that climbs',
      (_, source) => (source.repo = '../x'),
      /models\.made\.source\.repo: expected OWNER\/NAME/,
    ],
  ])('D19 with %s: exit 2, no request, no file', async (_, change, message) => {
    await expectRefused(JSON.stringify(manifestWith(change)), message, [['--json']]);
  });

  const BYTES = /models\.made\.files\[3\]\.bytes: expected a whole number from 0 to 17179869184, got /;

  test.each([
    ['1e15', BYTES],
    ['-1', BYTES],
    ['1.5', BYTES],
    ['1e999', BYTES],
    ['"10"', BYTES],
    ['NaN', /the document: not JSON: /],
  ])('D20 with a file of %s bytes: exit 2, no request, no file', async (bytes, message) => {
    const text = JSON.stringify(manifestWith((last) => (last.bytes = 'HERE'))).replace('"HERE"', bytes);
    await expectRefused(text, message);
  });

  test('D20 with a million files, or of many megabytes: exit 2, no request, no file', async () => {
    const many = manifestWith((_last, _source, files) => (files.length = 0));
    const text = JSON.stringify(many).replace('"files":[]', `"files":[${'0,'.repeat(999_999)}0]`);
    await expectRefused(text, /models\.made\.files: expected 1 to 64 items, got 1000000/);
    await expectRefused(`${' '.repeat(16 << 20)}{}`, /the document: larger than \d+ characters/);
  });
});

describe('whatever a manifest says', () => {
  /** A small linear congruential generator: the same manifests each time. */
  function dice(seed: number) {
    let state = seed;
    return (below: number) => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state % below;
    };
  }

  function accepted(change: Parameters<typeof manifestWith>[0]): boolean {
    try {
      parseManifest(JSON.stringify(manifestWith(change)), 'user.json');
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'manifest-invalid' });
      return false;
    }
  }

  test('D19 a path that it gets through with stays in the model’s folder and is a plain name everywhere', () => {
    const next = dice(7);
    const pieces = [
      'a',
      'Z9',
      '.',
      '..',
      '/',
      '//',
      '\\',
      ':',
      '\0',
      '\n',
      '\u202e',
      '%2e',
      '~',
      ' ',
      '.git',
      'NUL',
      'com1',
      'é',
      '_',
      '-',
      'x.onnx',
      '.part',
      '*',
      '?',
      '"',
      '|',
      'a'.repeat(130),
    ];
    let through = 0;
    for (let round = 0; round < 4000; round++) {
      const path = Array.from({ length: 1 + next(5) }, () => pieces[next(pieces.length)]).join('');
      if (!accepted((last) => (last.path = path))) continue;
      through++;
      expect(posix.resolve('/store', path)).toBe(`/store/${path}`);
      expect(win32.resolve('C:\\store', path)).toBe(`C:\\store\\${path.replaceAll('/', '\\')}`);
      expect(path.length).toBeLessThanOrEqual(255);
      expect(path).toMatch(/^[A-Za-z0-9_][\x21-\x7e]*$/);
      expect(path).not.toMatch(/[\\:*?"<>|\0\n]|\.part$|(?:^|\/)(?:\.|nul|com1)(?:\/|\.|$)/i);
    }
    expect(through).toBeGreaterThan(100);
  });

  test('D19 a digest or commit that it gets through with is so many hex digits', () => {
    const next = dice(11);
    const signs = '0123456789abcdefABCDEFg/.\\ \n'.split('');
    let through = 0;
    for (let round = 0; round < 4000; round++) {
      const digits = next(3) === 0 ? signs.length : 16;
      const length = [40, 64, 39, 65, 0][next(5)]!;
      const text = Array.from({ length }, () => signs[next(digits)]).join('');
      const places: [number, (text: string) => boolean][] = [
        [64, (value) => accepted((last) => (last.sha256 = value))],
        [40, (value) => accepted((_, source) => (source.revision = value))],
      ];
      for (const [count, isAccepted] of places) {
        const fits = new RegExp(`^[0-9a-f]{${count}}$`).test(text) && !text.includes('\n');
        expect(isAccepted(text), JSON.stringify(text)).toBe(fits);
        if (fits) through++;
      }
    }
    expect(through).toBeGreaterThan(100);
  });
});
