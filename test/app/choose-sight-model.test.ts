import { describe, expect, it } from 'vitest';
import { chooseModelToIndex, chooseModelToSearch } from '../../src/app/choose-sight-model.ts';
import type { ImageTextModel, Manifest } from '../../src/domain/manifest/schema.ts';
import { type Space, sightSpaceOf } from '../../src/domain/space.ts';
import { TINY } from '../support/golden.ts';

const HUB = { kind: 'hub', repo: 'someone/some-model', revision: '1'.repeat(40) } as const;

/** The tiny model under another name, with weights of its own. */
function modelOf(key: string, source: ImageTextModel['source'] = HUB): ImageTextModel {
  const digest = Buffer.from(key).toString('hex').padEnd(64, '0').slice(0, 64);
  const files = TINY.files.map((file) => ({ path: file.path, bytes: file.bytes, sha256: digest }));
  return { ...TINY, key, source, files };
}

const models = [
  modelOf('small'),
  modelOf('middle'),
  modelOf('large'),
  modelOf('extra'),
  modelOf('drawn', TINY.source),
];
const manifest = {
  schemaVersion: 1,
  models: Object.fromEntries(models.map(({ key, ...model }) => [key, model])),
  profiles: {
    lite: { 'image-text': 'small' },
    standard: { 'image-text': 'middle' },
    max: { 'image-text': 'large' },
    demo: { 'image-text': 'drawn' },
    voices: {},
  },
} as Manifest;

const installed =
  (...keys: string[]) =>
  (model: { key: string }) =>
    Promise.resolve(keys.includes(model.key));
const spaceOf = (key: string, id: number, vectors: number): Space => ({
  ...sightSpaceOf(models.find((model) => model.key === key)!),
  id,
  vectors,
  holds: 'frames',
});

describe('chooseModelToIndex', () => {
  it.each([
    [['small', 'middle', 'large', 'extra'], 'large'],
    [['small', 'middle', 'extra'], 'middle'],
    [['small', 'extra', 'drawn'], 'small'],
    [['extra', 'drawn'], 'extra'],
  ])('of %j takes %s', async (there, key) => {
    expect((await chooseModelToIndex(manifest, undefined, installed(...there))).key).toBe(key);
  });

  it('never takes the demo model unasked', async () => {
    const choice = chooseModelToIndex(manifest, undefined, installed('drawn'));
    await expect(choice).rejects.toMatchObject({
      code: 'model-missing',
      hint: expect.stringContaining('models pull'),
    });
  });

  it('takes the named profile’s, installed or not', async () => {
    expect((await chooseModelToIndex(manifest, 'demo', installed())).key).toBe('drawn');
  });

  it.each([
    ['standart', '--profile standard'],
    ['nothing-like-it', 'heimdex models list'],
    ['__proto__', 'heimdex models list'],
    ['voices', 'heimdex models list'],
  ])('refuses the profile %s', async (name, hint) => {
    await expect(chooseModelToIndex(manifest, name, installed())).rejects.toMatchObject({
      code: 'usage',
      hint,
    });
  });
});

describe('chooseModelToSearch', () => {
  it('takes the model that most of the library’s pictures were made with', () => {
    const spaces = [spaceOf('small', 1, 10), spaceOf('middle', 2, 500), spaceOf('large', 3, 20)];
    expect(chooseModelToSearch(manifest, undefined, spaces, '/lib.db').key).toBe('middle');
  });

  it('passes over spaces that no manifest names any more', () => {
    const unknown = { ...spaceOf('small', 1, 900), weights: 'gone' };
    expect(chooseModelToSearch(manifest, undefined, [unknown, spaceOf('large', 2, 5)], '/lib.db').key).toBe(
      'large',
    );
    expect(() =>
      chooseModelToSearch(manifest, undefined, [{ ...unknown, model: 'lost' }], '/lib.db'),
    ).toThrow(
      expect.objectContaining({ code: 'library-other-model', message: expect.stringContaining('lost') }),
    );
    expect(() => chooseModelToSearch(manifest, undefined, [unknown], '/lib.db')).toThrow(
      expect.objectContaining({ code: 'library-other-model' }),
    );
  });

  it('says so where the library holds no pictures', () => {
    expect(() => chooseModelToSearch(manifest, undefined, [], '/lib.db')).toThrow(
      expect.objectContaining({ code: 'library-missing' }),
    );
  });
});
