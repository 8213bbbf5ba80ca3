import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HeimdexError } from '../../../src/domain/errors.ts';
import { parseManifest } from '../../../src/domain/manifest/parse-manifest.ts';
import type { Manifest } from '../../../src/domain/manifest/schema.ts';

const builtInText = readFileSync(new URL('../../../models.manifest.json', import.meta.url), 'utf8');

// biome-ignore lint/suspicious/noExplicitAny: each test puts another fault into it
type Loose = any;

function small(): Loose {
  return {
    schemaVersion: 1,
    models: {
      'tiny-text': {
        role: 'text',
        source: { kind: 'hub', repo: 'makers/tiny-text', revision: 'a'.repeat(40) },
        licence: 'MIT',
        dtype: 'q8',
        files: [
          { path: 'onnx/model.onnx', bytes: 10, sha256: 'b'.repeat(64) },
          { path: 'tokenizer.json', bytes: 20, gitSha1: 'c'.repeat(40) },
        ],
        config: {
          dimension: 4,
          graph: 'onnx/model.onnx',
          tokenizer: 'tokenizer.json',
          output: 'last_hidden_state',
          pooling: 'mean',
          maxTokens: 16,
          quantization: 'none',
          languages: ['en'],
        },
      },
    },
    profiles: { own: { text: 'tiny-text' } },
  };
}

function faultOf(change: (manifest: Loose) => void, builtIn?: Manifest): string {
  const manifest = small();
  change(manifest);
  try {
    parseManifest(JSON.stringify(manifest), 'user.json', builtIn);
  } catch (error) {
    expect(error).toBeInstanceOf(HeimdexError);
    expect((error as HeimdexError).code).toBe('manifest-invalid');
    return (error as HeimdexError).message;
  }
  return 'no fault';
}

const model = (manifest: Loose) => manifest.models['tiny-text'];

test('a manifest without faults is read as it is', () => {
  expect(parseManifest(JSON.stringify(small()), 'user.json')).toEqual(small());
});

describe('the built-in manifest', () => {
  const manifest = parseManifest(builtInText, 'models.manifest.json');

  test('has no fault', () => {
    expect(Object.keys(manifest.models).length).toBeGreaterThanOrEqual(17);
  });

  test('has a speech, a text, an image-text, a face and a voice model in each profile that is pulled', () => {
    for (const profile of ['lite', 'standard', 'max']) {
      const roles = Object.keys(manifest.profiles[profile]!);
      expect(roles).toEqual(
        expect.arrayContaining(['speech', 'text', 'image-text', 'face-detection', 'voice-activity']),
      );
    }
  });

  test('keeps profiles at the sizes that the documents state', () => {
    const megabytes = (profile: string) =>
      Object.values(manifest.profiles[profile]!)
        .flatMap((key) => manifest.models[key]!.files)
        .reduce((sum, file) => sum + file.bytes, 0) / 1e6;
    expect(megabytes('lite')).toBeCloseTo(577.4, 0);
    expect(megabytes('standard')).toBeCloseTo(1569.4, 0);
  });
});

describe('a fault is named with its place', () => {
  test.each<[string, (manifest: Loose) => void, string]>([
    [
      'a path that climbs',
      (m) => (model(m).files[1].path = '../x'),
      'models.tiny-text.files[1].path: expected a relative path',
    ],
    ['an absolute path', (m) => (model(m).files[1].path = '/etc/x'), 'files[1].path'],
    ['a path of Windows', (m) => (model(m).files[1].path = 'a\\..\\b'), 'files[1].path'],
    ['a drive', (m) => (model(m).files[1].path = 'C:x'), 'files[1].path'],
    ['a NUL', (m) => (model(m).files[1].path = 'a\0b'), 'files[1].path'],
    ['a newline', (m) => (model(m).files[1].path = 'a\nb'), 'files[1].path'],
    ['a path of 300 characters', (m) => (model(m).files[1].path = 'a'.repeat(300)), 'files[1].path'],
    ['a folder of git', (m) => (model(m).files[1].path = '.git/x'), 'files[1].path'],
    ['the name of an unfinished file', (m) => (model(m).files[1].path = 'x.part'), 'files[1].path'],
    ['the name of a damaged file', (m) => (model(m).files[1].path = 'x.Bad'), 'files[1].path'],
    ['a folder with such a name', (m) => (model(m).files[1].path = 'x.bad/y'), 'files[1].path'],
    [
      'the same path in other letters',
      (m) => (model(m).files[1].path = 'ONNX/model.onnx'),
      'the same path as files[0].path',
    ],
    [
      'a folder in other letters',
      (m) => (model(m).files[1].path = 'Onnx/tokenizer.json'),
      'files[1].path: the folder is written onnx elsewhere',
    ],
    [
      'a file that is a folder too',
      (m) => (model(m).files[1].path = 'onnx'),
      'files[1].path: onnx is a folder of other files',
    ],
    ['a size of 1e15', (m) => (model(m).files[0].bytes = 1e15), 'files[0].bytes: expected a whole number'],
    ['a negative size', (m) => (model(m).files[0].bytes = -1), 'files[0].bytes'],
    ['half a byte', (m) => (model(m).files[0].bytes = 1.5), 'files[0].bytes'],
    [
      'a size as text',
      (m) => (model(m).files[0].bytes = '10'),
      'files[0].bytes: expected a whole number from 0 to 17179869184, got "10"',
    ],
    [
      'a digest that is no hex',
      (m) => (model(m).files[0].sha256 = 'z'.repeat(64)),
      'files[0].sha256: expected 64 lower-case hex digits',
    ],
    ['a digest of another length', (m) => (model(m).files[0].sha256 = 'b'.repeat(63)), 'files[0].sha256'],
    [
      'two digests',
      (m) => (model(m).files[0].gitSha1 = 'c'.repeat(40)),
      'files[0]: expected sha256 or gitSha1, not both',
    ],
    ['no digest', (m) => delete model(m).files[0].sha256, 'files[0]: the key sha256 is missing'],
    [
      'a branch for a commit',
      (m) => (model(m).source.revision = 'main'),
      'source.revision: expected 40 lower-case hex digits',
    ],
    ['a repository that climbs', (m) => (model(m).source.repo = '../x'), 'source.repo: expected OWNER/NAME'],
    ['no files', (m) => (model(m).files = []), 'files: expected 1 to 64 items, got 0'],
    ['very many files', (m) => (model(m).files = Array(1_000_000).fill(0)), 'files: expected 1 to 64 items'],
    [
      'a graph that is not listed',
      (m) => (model(m).config.graph = 'other.onnx'),
      'config.graph: other.onnx is not among',
    ],
    ['an unknown role', (m) => (model(m).role = 'txt'), 'tiny-text.role: expected one of'],
    [
      'a misspelt value',
      (m) => (model(m).config.pooling = 'meen'),
      'config.pooling: expected one of "mean", "first", got "meen" (did you mean mean?)',
    ],
    [
      'a misspelt key',
      (m) => (model(m).licens = 'MIT'),
      'models.tiny-text.licens: unknown key (did you mean licence?)',
    ],
    ['a key of a later version', (m) => (m.schemaVersion = 2), 'schemaVersion: expected 1, got 2'],
    [
      'a model key that is a path',
      (m) => (m.models['../x'] = model(m)),
      'models.../x: expected up to 80 lower-case',
    ],
    [
      'a profile without its model',
      (m) => (m.profiles.own.text = 'tiny-texd'),
      'profiles.own.text: no model tiny-texd (did you mean tiny-text?)',
    ],
    [
      'a profile with another role',
      (m) => (m.profiles.own = { speech: 'tiny-text' }),
      'profiles.own.speech: tiny-text has the role text',
    ],
    [
      'a profile of an inherited name',
      (m) => (m.profiles.own.text = 'constructor'),
      'profiles.own.text: no model constructor',
    ],
    ['a list for an object', (m) => (m.models = []), 'models: expected an object, got a list'],
    ['null', (m) => (m.models['tiny-text'] = null), 'models.tiny-text: expected an object, got null'],
  ])('%s', (_, change, expected) => {
    expect(faultOf(change)).toContain(expected);
    expect(faultOf(change)).toMatch(/^user\.json is invalid: /);
  });

  test('text that is no JSON', () => {
    expect(() => parseManifest('{"models":', 'user.json')).toThrow(
      /user\.json is invalid: the document: not JSON/,
    );
  });

  test('NaN, which JSON does not have', () => {
    const text = JSON.stringify(small()).replace('"bytes":10', '"bytes":NaN');
    expect(() => parseManifest(text, 'user.json')).toThrow(/not JSON/);
  });

  test('a number that only JSON can write', () => {
    const text = JSON.stringify(small()).replace('"bytes":10', '"bytes":1e999');
    expect(() => parseManifest(text, 'user.json')).toThrow(/files\[0\]\.bytes: expected a whole number/);
  });

  test('a prototype in disguise', () => {
    const text = JSON.stringify(small()).replace('"models":{', '"models":{"__proto__":{},');
    expect(() => parseManifest(text, 'user.json')).toThrow(/models\.__proto__: expected up to 80/);
  });

  test('a speech model without the files that its code reads', () => {
    const change = (manifest: Loose) => {
      model(manifest).role = 'speech';
      model(manifest).config = {
        encoder: 'onnx/model.onnx',
        decoder: 'onnx/model.onnx',
        wordTimes: true,
        sampleRate: 16000,
        windowSeconds: 30,
        quantization: 'none',
        languages: ['en'],
      };
      manifest.profiles = {};
    };
    expect(faultOf(change)).toContain(
      'models.tiny-text.files: config.json is missing: a speech model needs it',
    );
  });
});

describe('a model that comes with the package', () => {
  const bundled = (change: object) => (m: Loose) => {
    model(m).source = { kind: 'bundled', folder: 'demo/models', revision: 'd'.repeat(40), ...change };
  };

  test('is read', () => {
    expect(faultOf(bundled({}))).toBe('no fault');
  });

  test('names its commit and a folder inside the package', () => {
    expect(faultOf(bundled({ revision: 'x' }))).toContain('models.tiny-text.source.revision: expected 40');
    expect(faultOf(bundled({ folder: '../x' }))).toContain(
      'models.tiny-text.source.folder: expected a relative path',
    );
    expect(faultOf(bundled({ repo: 'a/b' }))).toContain('models.tiny-text.source.repo: unknown key');
  });
});

test('a model from the user’s own folder names its content and nothing else', () => {
  const local = (change: object) => (m: Loose) => {
    model(m).source = { kind: 'local', revision: 'd'.repeat(40), ...change };
  };
  expect(faultOf(local({}))).toBe('no fault');
  expect(faultOf(local({ folder: 'x' }))).toContain('models.tiny-text.source.folder: unknown key');
});

describe('a user’s manifest beside the built-in one', () => {
  const builtIn = parseManifest(builtInText, 'models.manifest.json');

  test('may put built-in models into its profiles', () => {
    expect(faultOf((m) => (m.profiles.own.speech = 'whisper-small'), builtIn)).toBe('no fault');
  });

  test('may not have a model of a built-in name', () => {
    const change = (m: Loose) => (m.models['whisper-small'] = model(m));
    expect(faultOf(change, builtIn)).toContain('models.whisper-small: heimdex has a model of this name');
  });

  test('may not have a profile of a built-in name', () => {
    expect(faultOf((m) => (m.profiles.lite = {}), builtIn)).toContain(
      'profiles.lite: heimdex has a profile of this name',
    );
  });
});
